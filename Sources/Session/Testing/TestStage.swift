public import Bindings
public import CPHModel
public import LuaKit

/// Where tests take place: what stands in for the cloud, the ledger and the time. Nothing in it costs anything.
public protocol TestStage: TestBench {
    /// Answers the calls of tests.
    var api: any CloudPhoneAPI { get }
    /// The money gate and the ledger that plans in tests see.
    var control: any PurchaseControl { get }
    /// The time that Lua's tasks sleep by.
    var clock: any LuaClock { get }
    /// Lets Lua's own functions tell the stage's time.
    func install(in state: LuaState) throws(LuaError)
    /// Puts everything back to how it was at the start.
    func restart()
}

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

/// What became of a test.
public struct TestResult: Sendable {
    /// Says how a test ended.
    public enum Outcome: Hashable, Sendable {
        /// No assertion failed and nothing was raised.
        case passed
        /// The test failed; the text says where and why, with the source line and the calls that led there.
        case failed(String)
        /// The test was not run; the text says why.
        case pending(String)
    }

    /// The test's name behind the names of the blocks around it.
    public let name: String
    /// Where the test is written, as `file:line`.
    public let place: String
    /// How the test ended.
    public let outcome: Outcome
    /// How much real time the test took.
    public let duration: Duration
}
