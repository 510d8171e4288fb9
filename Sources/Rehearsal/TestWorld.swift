package import Bindings
package import CPHModel
import Emulator
import Ledger
package import LuaKit
import Purchasing
import Runtime
package import Schema
import Synchronization

/// A cloud in memory, a ledger in memory and a simulated clock, made anew for each test. No client is ever made: a test
/// cannot spend.
package final class TestWorld: TestStage, APILayer, PurchaseDesk {
    private struct Scene {
        var cloud: EmulatedCloud?
        var purchasing: Purchasing?
        var faults = FaultPlan()
        var catalogue: Catalogue?
    }

    package init() {}

    private let time = SimulatedClock()
    private let scene = Mutex(Scene())
    private static let project = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"

    package var api: any CloudPhoneAPI { self }
    package var desk: any PurchaseDesk { self }
    package var clock: any LuaClock { time }

    package func install(in state: LuaState) throws(LuaError) { try time.install(in: state) }

    package func restart() {
        time.restart()
        scene.withLock { $0 = Scene() }
    }

    package func exchange(_ call: APICall) async throws(CPHError) -> Exchange { try await purchasing().exchange(call) }

    package func next(for call: APICall) throws(CPHError) -> any CloudPhoneAPI { try purchasing() }

    package func approve(_ plan: AnnouncedPlan) async throws(CPHError) { try await purchasing().approve(plan) }

    package func purchases(named prefix: String) async throws(CPHError) -> [Value] {
        try await purchasing().purchases(named: prefix)
    }

    // MARK: For tests

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

    package func setCatalogue(_ catalogue: Value) throws {
        let isEmpty = catalogue.members?.isEmpty ?? catalogue.items?.isEmpty ?? false
        let account: Catalogue?
        do throws(CatalogueError) { account = isEmpty ? nil : try Catalogue(catalogue, path: "of this test") } catch {
            throw CPHError(.argument, "\(error)", hint: "see cph emulator --catalogue")
        }
        scene.withLock { $0 = Scene(faults: $0.faults, catalogue: account) }
    }

    package func requestCounts() -> [String: Int] { scene.withLock { $0.cloud?.requestCounts.counts ?? [:] } }

    package func orders() -> [Value] {
        scene.withLock { $0.cloud?.orders ?? [] }.map { order in
            [
                "order_id": .string(order.orderID), "request": order.request.value, "is_paid": .bool(order.isPaid),
                "server_ids": .list(order.serverIDs.map(Value.string)),
            ]
        }
    }

    package func reset() throws { scene.withLock { $0 = Scene() } }

    // MARK: Making

    /// Made when a test first uses them: most tests use neither.
    private func purchasing() throws(CPHError) -> Purchasing {
        if let purchasing = scene.withLock({ $0.purchasing }) { return purchasing }
        let cloud = try cloud()
        var settings = Purchasing.Settings(ledger: .memory, limits: .everything) { RunInfo(id: "test") }
        settings.clock = time
        let opened = try Purchasing.open(cloud, scope: Self.project, settings)
        let purchasing = Purchasing(
            cloud, scope: { () throws(CPHError) in Self.project }, settings, ready: opened)
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
