public import CPHModel
import Synchronization

/// The cloud in memory: it sells servers, lists them and shows them, with the answers that the service would give.
///
/// The same calls against the same seed, clock and faults give the same answers, to the last id.
public final class EmulatedCloud: CloudPhoneAPI {
    /// How the cloud was set up; `setFaults` changes the plan in use, not this.
    public let configuration: Configuration
    /// Whose cloud it is.
    public let account: EmulatedAccount
    /// The one project that exists.
    public var projectID: String { account.projectID }
    private let world: Mutex<World>

    /// Takes up what the state file holds, or begins one.
    ///
    /// - Throws: `StateFileError` when the state file cannot be read or written, is damaged, or belongs to another
    ///   version or another project.
    public init(_ configuration: Configuration = Configuration()) throws(StateFileError) {
        let world = try World(configuration)
        self.configuration = configuration
        account = world.owner
        self.world = Mutex(world)
    }

    /// Every order, the oldest first.
    public var orders: [EmulatedOrder] { world.withLock { $0.account.orders } }

    /// Breaks requests as `plan` says, in the place of the configuration's faults.
    public func setFaults(_ plan: FaultPlan) { world.withLock { $0.setFaults(plan) } }

    /// Counts the requests that arrived so far, by operation.
    public var requestCounts: RequestCounts { world.withLock { $0.counts } }

    /// Pays an order that waits for payment; its servers are built from now on.
    ///
    /// - Returns: False when there is no unpaid order of that id.
    @discardableResult
    public func pay(_ orderID: String) -> Bool { begin { $0.pay(orderID) } }

    /// Writes what points clients at the cloud into the state file, if there is one.
    ///
    /// - Returns: False when it cannot be written.
    func keep(_ access: StateAccess) -> Bool {
        world.withLock { world in
            if world.access == access { return true }
            world.access = access
            return world.keep([])
        }
    }

    // MARK: For whoever brings requests

    /// Counts a request; nil is one that no operation answers.
    func count(_ request: CloudRequest?) { world.withLock { $0.counts.add(request?.route.name ?? "unknown") } }

    func reply(to request: CloudRequest) -> Reply { begin { $0.reply(to: request) } }

    func answer(_ refusal: Refusal) -> Answer { begin { $0.answer(refusal) } }

    /// Whom a token stands for; nil when it is none.
    func principal(of token: String) -> Principal? {
        let now = configuration.clock.milliseconds()
        return world.withLock { $0.tokens.principal(of: token, at: now) }
    }

    /// The keys of that id, in whatever state; nil when there never were such.
    func accessKey(_ id: String) -> AccessKey? { world.withLock { $0.keys[id] } }

    private func begin<Result: Sendable>(_ body: (inout World) -> Result) -> Result {
        let now = configuration.clock.milliseconds()
        return world.withLock { world in
            world.begin(at: now)
            return body(&world)
        }
    }
}
