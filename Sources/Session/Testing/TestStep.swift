import LuaKit

/// What the tests of a file want next; `stdlib/cph/testing/runner.lua` says it.
enum TestStep {
    /// A test begins: with a cloud, a ledger and a time of its own.
    case begin
    /// A function is to be run: a test's, a block's, or what runs around them. It is written at `place`, `file:line`.
    case call(LuaCallback, place: String)
    /// Something has ended.
    case note(name: String, place: String, TestResult.Outcome)
}

/// How a function that a step asked for has ended, as the tests are told.
enum StepOutcome {
    case passed
    /// An assertion did not hold.
    case failed(String)
    /// Something else went wrong.
    case error(String)
    /// The test says that it cannot be run, and why.
    case pending(String)

    fileprivate var words: (outcome: String, report: String?) {
        switch self {
        case .passed: ("passed", nil)
        case .failed(let report): ("failed", report)
        case .error(let report): ("error", report)
        case .pending(let reason): ("pending", reason)
        }
    }
}

/// The table that `cph.testing.suite` makes.
struct TestSuite {
    private let table: LuaTable
    private let state: LuaState

    /// - Parameter table: What `cph.testing.suite` returned.
    init(_ table: LuaTable, in state: LuaState) { (self.table, self.state) = (table, state) }

    /// The globals of the test file.
    var environment: LuaTable? {
        read("environment") { lua in if case .table(let table) = lua.value(at: -1) { table } else { nil } }
    }

    /// Hands over the file, which is not run yet.
    func start(_ name: String, _ body: LuaCallback) throws(LuaError) {
        guard let start = function("start") else { return }
        try state.context.call(start, name, body)
    }

    /// Says how the last step has ended, and asks for the next; nil at the end.
    func next(after outcome: StepOutcome) throws(LuaError) -> TestStep? {
        guard let next = function("next") else { return nil }
        let words = outcome.words
        let results = try state.context.call(next, words.outcome, words.report)
        guard case .table(let table)? = results.first else { return nil }
        guard let step = TestStep(table, state.context) else {
            throw LuaError.runtime("the tests ask for something that is not a step")
        }
        return step
    }

    private func function(_ name: String) -> LuaCallback? {
        read(name) { lua in if case .function(let function) = lua.value(at: -1) { function } else { nil } }
    }

    private func read<Value>(_ name: String, _ value: (LuaContext) -> Value?) -> Value? {
        let lua = state.context
        let base = lua.top
        defer { lua.setTop(base) }
        table.push(to: lua)
        lua.rawGet(name, at: -1)
        return value(lua)
    }
}

extension TestStep {
    fileprivate init?(_ step: LuaTable, _ lua: LuaContext) {
        let base = lua.top
        defer { lua.setTop(base) }
        step.push(to: lua)
        func text(_ name: String) -> String? {
            defer { lua.pop() }
            lua.rawGet(name, at: -1)
            return lua.string(at: -1)
        }
        let place = text("place") ?? "?"
        switch text("action") {
        case "begin": self = .begin
        case "call":
            lua.rawGet("body", at: -1)
            guard case .function(let body) = lua.value(at: -1) else { return nil }
            self = .call(body, place: place)
        default:
            let outcome = TestResult.Outcome(text("outcome") ?? "", text("report") ?? "")
            self = .note(name: text("name") ?? "", place: place, outcome)
        }
    }
}

extension TestResult.Outcome {
    fileprivate init(_ word: String, _ report: String) {
        switch word {
        case "passed": self = .passed
        case "pending": self = .pending(report)
        case "failed": self = .failed(report)
        default: self = .error(report)
        }
    }
}
