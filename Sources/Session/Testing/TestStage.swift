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
    /// Runs a script as `cph` would, on this stage.
    ///
    /// - Throws: `CPHError` of kind `argument` when there is no such script.
    func run(_ script: ScriptRun) throws -> ScriptOutcome
}
