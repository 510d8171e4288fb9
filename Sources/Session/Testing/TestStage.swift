public import Bindings
public import CPHModel
public import LuaKit

/// Where tests take place: what stands in for the cloud, the ledger and the time. Nothing in it costs anything.
public protocol TestStage: TestBench {
    var api: any CloudPhoneAPI { get }
    var desk: any PurchaseDesk { get }
    var clock: any LuaClock { get }
    /// Lets Lua's own functions tell the stage's time.
    func install(in state: LuaState) throws(LuaError)
    /// Everything as at the start.
    func restart()
}

/// How tests are run.
public struct TestOptions {
    public var lua = LuaState.Options()
    /// Of real time, for each test; the simulated time takes none.
    public var timeLimit = Duration.seconds(10)
    /// A Lua pattern that the names of tests must match.
    public var filter: String?
    public var version = ""
    public var coverage: LuaCoverage?

    public init() {}
}

/// What became of a test.
public struct TestResult: Sendable {
    public enum Outcome: Hashable, Sendable {
        case passed
        /// Where, what, the source line, the way there.
        case failed(String)
        /// Not run, and why.
        case pending(String)
    }

    /// With the names of the blocks around it.
    public let name: String
    /// `file:line`
    public let place: String
    public let outcome: Outcome
    public let duration: Duration
}
