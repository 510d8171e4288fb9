package import Bindings
package import CPHModel
import Emulator
import Ledger
package import LuaKit
import Purchasing
package import Schema
import Session
import Synchronization

/// A cloud in memory, a ledger in memory and a simulated clock, made anew for each test. No client is ever made: a test
/// cannot spend.
package final class TestWorld: TestStage, APILayer, PurchaseControl {
    private struct Scene {
        var cloud: EmulatedCloud?
        var purchasing: Purchasing?
        var faults = FaultPlan()
        var catalogue: Catalogue?
        /// When what was last told of each purchase was bought, by name.
        var origins: [String: PurchaseOrigin] = [:]
    }

    /// Runs something and collects what it writes to the standard streams; reading them gives nothing. What it hands
    /// over writes a line to standard error.
    package typealias Capture =
        @Sendable (
            (_ say: @escaping (String) -> Void) throws -> Void
        ) throws -> (output: [UInt8], errors: [UInt8])

    /// Makes nothing yet: cloud and ledger come with the first call of a test.
    ///
    /// - Parameter capture: How what a script prints is collected; without it, it is not.
    package init(capture: Capture? = nil) { self.capture = capture }

    let capture: Capture?

    let time = SimulatedClock()
    private let scene = Mutex(Scene())
    private static let project = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    private static let scope = AccountScope.embedded(projectID: project)

    /// Answers calls with this world, whatever cloud it has at the moment.
    package var api: any CloudPhoneAPI { self }
    /// Answers plans with this world's own gate and ledger.
    package var control: any PurchaseControl { self }
    /// Gives the simulated time that script, cloud and ledger share.
    package var clock: any LuaClock { time }

    /// Lets Lua's `os.time`, `os.date` and `os.clock` tell the simulated time.
    package func install(in state: LuaState) throws(LuaError) { try time.install(in: state) }

    /// Goes back to the start of time, with no cloud, no ledger and no faults.
    package func restart() {
        time.restart()
        scene.withLock { $0 = Scene() }
    }

    /// Sends a call to this world: through its gate and ledger where it is no read.
    package func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        let exchange = try await purchasing().exchange(call)
        if let name = call.purchase?.serverName { scene.withLock { $0.origins[name] = exchange.origin } }
        return exchange
    }

    /// Tells when what the last answer under this name tells of was bought.
    package func origin(of name: String) -> PurchaseOrigin? { scene.withLock { $0.origins[name] } }

    /// Answers with the chain of the moment.
    package func next(for call: APICall) throws(CPHError) -> any CloudPhoneAPI { try purchasing() }

    /// Approves every plan: nothing costs anything here.
    package func approve(_ plan: AnnouncedPlan) async throws(CPHError) { try await purchasing().approve(plan) }

    /// Answers with the account of the emulated cloud.
    package func scope() async throws(CPHError) -> AccountScope { Self.scope }

    /// Asks the emulated cloud what a plan costs.
    package func price(of plan: AnnouncedPlan) async -> PlanPrice {
        do throws(CPHError) { return try await purchasing().price(of: plan) } catch {
            return PlanPrice(why: error.message)
        }
    }

    /// Reads what this world's ledger has recorded under names that begin with `prefix`.
    package func purchases(named prefix: String) async throws(CPHError) -> [Value] {
        try await purchasing().purchases(named: prefix)
    }

    // MARK: For tests

    /// Sets the faults of the cloud from now on; an empty text takes all away.
    ///
    /// - Parameter spec: As `cph emulator --faults` takes it.
    /// - Throws: `CPHError` of kind `argument` with what is wrong with it.
    package func setFaults(_ spec: String) throws {
        let plan: FaultPlan
        do throws(FaultSpecError) { plan = spec.isEmpty ? FaultPlan() : try FaultPlan(parsing: spec) } catch {
            throw CPHError(.argument, "\(error)", hint: "see cph emulator --help")
        }
        scene.withLock { scene in
            scene.faults = plan
            scene.cloud?.setFaults(plan)
        }
    }

    /// Gives the account what `catalogue` says, in a new cloud; an empty one gives it everything.
    ///
    /// - Throws: `CPHError` of kind `argument` with what is wrong with it.
    package func setCatalogue(_ catalogue: Value) throws {
        let isEmpty = catalogue.members?.isEmpty ?? catalogue.items?.isEmpty ?? false
        let account: Catalogue?
        do throws(CatalogueError) { account = isEmpty ? nil : try Catalogue(catalogue, path: "of this test") } catch {
            throw CPHError(.argument, "\(error)", hint: "cph emulator --help says what a catalogue is")
        }
        scene.withLock { $0 = Scene(faults: $0.faults, catalogue: account) }
    }

    /// Counts the requests that reached the cloud, by operation.
    package func requestCounts() -> [String: Int] { scene.withLock { $0.cloud?.requestCounts.counts ?? [:] } }

    /// Lists what the cloud has sold, in the order of the sales.
    package func orders() -> [Value] {
        scene.withLock { $0.cloud?.orders ?? [] }.map { order in
            [
                "order_id": .string(order.orderID), "request": order.request.value, "is_paid": .bool(order.isPaid),
                "server_ids": .list(order.serverIDs.map(Value.string)),
            ]
        }
    }

    /// Forgets cloud, ledger, faults and catalogue; time goes on.
    package func reset() throws { scene.withLock { $0 = Scene() } }

    // MARK: Making

    /// Opens cloud, ledger and gate when a test first uses them: most tests use none.
    func purchasing() throws(CPHError) -> Purchasing {
        if let purchasing = scene.withLock({ $0.purchasing }) { return purchasing }
        let cloud = try cloud()
        var settings = Purchasing.Settings(ledger: .memory, limits: .everything) { RunInfo(id: "test") }
        settings.clock = time
        let opened = try Purchasing.open(cloud, scope: Self.scope, settings)
        let purchasing = Purchasing(
            cloud, scope: { () throws(CPHError) in Self.scope }, settings, ready: opened)
        scene.withLock { scene in
            scene.cloud = cloud
            scene.purchasing = purchasing
        }
        return purchasing
    }

    private func cloud() throws(CPHError) -> EmulatedCloud {
        var configuration = EmulatedCloud.Configuration(projectID: Self.project, seed: 1)
        configuration.clock = time
        (configuration.faults, configuration.catalogue) = scene.withLock { ($0.faults, $0.catalogue) }
        do throws(StateFileError) { return try EmulatedCloud(configuration) } catch {
            throw CPHError(.ledger, "\(error)")
        }
    }
}
