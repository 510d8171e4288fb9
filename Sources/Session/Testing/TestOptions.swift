public import LuaKit

/// How tests are run.
public struct TestOptions {
    /// How the Lua of each test file is limited.
    public var lua = LuaState.Options()
    /// How much real time each test may take; simulated time takes none.
    public var timeLimit = Duration.seconds(10)
    /// A Lua pattern that the names of tests must match.
    public var filter: String?
    /// What tests see as `cph.version`.
    public var version = ""
    /// Records the lines that tests run; nil to record none.
    public var coverage: LuaCoverage?

    /// Makes the usual options: 10 seconds for each test, all tests, no record of lines.
    public init() {}
}
