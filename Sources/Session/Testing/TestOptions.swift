public import LuaKit

/// How tests are run.
public struct TestOptions {
    /// How the Lua of each test file is limited.
    public var lua = LuaState.Options()
    /// How much real time each test may take; simulated time takes none.
    public var timeLimit = Duration.seconds(10)
    /// Which tests are run, and in which order.
    package var choice = TestChoice()
    /// Where `require` looks beside the project: templates such as `./src/?.lua`, for the name with slashes for dots.
    package var modulePaths: [String] = []
    /// A script that is run before each test file, or the name of a module that is loaded.
    package var helper: String?
    /// The helper's arguments.
    package var helperArguments: [String] = []
    /// What tests find as `arg[-1]`, with which they may start other scripts.
    package var interpreter: String?
    /// What tests see as `cph.version`.
    public var version = ""
    /// Records the lines that tests run; nil to record none.
    public var coverage: LuaCoverage?

    /// Makes the usual options: 10 seconds for each test, all tests, no record of lines.
    public init() {}
}
