import TestSupport
import Testing

/// What a line at a terminal means, and how its values are printed.
@Suite(.ownThreads)
struct TerminalPrintingTests {
    private let session: TerminalSession

    init() throws { session = try TerminalSession.prompt("--no-rc") }

    @Test func `expressions are printed, and a semicolon mutes`() throws {
        try session.enter("6 * 7", shows: "42")
        try session.enter("'muted';")
        #expect(!session.output.contains("\"muted\""))
    }

    @Test func `the last results are kept`() throws {
        try session.enter("'one'", shows: "\"one\"")
        try session.enter("'two'", shows: "\"two\"")
        try session.enter("_ .. _2", shows: "\"twoone\"")
    }

    @Test func `a local survives to the next line`() throws {
        try session.enter("local spec <const> = 5")
        try session.enter("spec + 1", shows: "6")
    }

    @Test func `undeclared globals are nil and may be set`() throws {
        try session.enter("nothing", shows: "nil")
        try session.enter("function set() made = 1 end set()")
        try session.enter("made", shows: "1")
    }

    @Test func `tables are printed with sorted keys, cycles by number`() throws {
        try session.enter("t = { b = 1, a = { 'x' } } t.a.up = t t.a.own = t.a")
        try session.enter("t", shows: "{ a = { \"x\", own = <cycle 2>, up = <cycle 1> }, b = 1 }")
    }

    @Test func `tables are printed to a depth of 4 and 100 items`() throws {
        try session.enter("{ { { { { 1 } } } } }", shows: "{ { { { { … } } } } }")
        try session.enter("l = {} for i = 1, 150 do l[i] = i end")
        session.type("l\r")
        try session.expect(" 99, 100, … 50 more,\n")
    }

    @Test func `a model's fields keep the order of its reference`() throws {
        try session.enter(
            "cph.models.OrderParam { period_num = 1, period_type = 2, charging_mode = 0 }",
            shows: "OrderParam { charging_mode = 0, period_type = 2, period_num = 1 }")
    }

    @Test func `a list of records is a table`() throws {
        try session.enter(
            "{ { name = 'a', n = 1 }, { name = 'bb', n = 20 } }", shows: "name   n\na      1\nbb    20\n2 rows")
    }
}
