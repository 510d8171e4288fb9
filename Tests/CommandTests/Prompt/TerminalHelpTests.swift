import TestSupport
import Testing

/// Completion, help, hints and errors at a terminal.
@Suite(.ownThreads)
struct TerminalHelpTests {
    @Test func `Tab completes globals, fields and methods without running metamethods`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        try session.tab("tostr", offers: "tostring")
        try session.tab("cph.servers.cr", offers: "create")
        try session.tab("('x'):up", offers: "upper")
        try session.enter(
            "ran = 0 t = setmetatable({ field_one = 1 }, { __index = function() ran = ran + 1 end }) print 'made'",
            shows: "made")
        try session.tab("t.fie", offers: "field_one")
        try session.enter("ran", shows: "0")
    }

    @Test func `Tab completes the fields of a request, nested ones too`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        try session.tab("cph.servers.create { keyp", offers: "keypair_name = ")
        try session.tab("cph.servers.create { nics = { { subn", offers: "subnet_id = ")
    }

    @Test func `Tab completes values with their meaning, and paths in strings`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        try session.tab("cph.servers.create { order_param = { period_type = ", offers: "month")
        try session.tab("cph.servers.create { availability_zone = 'cn-southw", offers: "cn-southwest-2a'")
        let folder = try TemporaryFolder()
        try folder.write("unique_script_name.lua", "")
        try session.tab("dofile '\(folder.path)/uniq", offers: "unique_script_name.lua")
    }

    @Test func `help on a value, on a name, and the source`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        try session.enter("help(print)", shows: "print(...)\nPrints its arguments with tabs between them.")
        try session.enter("?string.rep", shows: "string.rep(s, n, separator?)\ns n times.")
        session.type("??cph.sorted\r")
        try session.expect("local function sorted")
    }

    @Test func `a dim hint names the arguments, and offers the remembered line`() throws {
        let session = try TerminalSession.prompt("--no-rc", environment: ["NO_COLOR": ""])
        session.type("cph.order.months(")
        try session.expect("(count: integer")
        #expect(session.output.contains("\u{1B}[2mcount: integer"))
        session.type("\u{3}")
        try session.expect("^C")
        session.type("'remember me'\r")
        try session.expect("\"remember me\"\n")
        session.type("'rem")
        try session.expect("'remember me'")
        #expect(session.output.contains("\u{1B}[2member me'"))
        session.type("\u{1B}[C\r")  // Right takes it
        try session.expect("\n\"remember me\"\n")
    }

    @Test func `an error shows the line with a caret and the way there`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        try session.enter("function f() local x; return x.y end")
        session.type("f()\r")
        try session.expect("<1>:1: attempt to index a nil value (local 'x')\n")
        try session.expect("1 | function f() local x; return x.y end\n")
        try session.expect("                                  ^\n")
        try session.expect("at <2>:1: in main chunk\n")
    }

    @Test func `what was probably meant is said of globals, fields, keys, values and commands`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        for (line, meant) in [
            ("prnt(1)", "print"), ("cph.srvers", "cph.servers"),
            ("cph.models.OrderParam { perod_type = 2 }", "period_type"),
            ("cph.models.PublicIP { type = '5_bpg' }", "\"5_bgp\""), (":hlep", ":help"),
        ] {
            session.type(line + "\r")
            try session.expect("did you mean \(meant)?")
        }
        let flag = try Command.cph("--emulatr", "-e", "1")
        #expect(flag.error.contains("Did you mean --emulator?"))
    }
}
