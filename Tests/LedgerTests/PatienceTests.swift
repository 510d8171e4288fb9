import CPHModel
import Synchronization
import TestSupport
import Testing

@testable import Ledger

/// Whoever only looks at prices does not wait for a service that is silent.
@Suite(.ownThreads)
struct PatienceTests {
    @Test func `what can't be stopped is given up`() async {
        let stuck = Stuck()
        let error = await #expect(throws: CPHError.self) {
            try await within(.milliseconds(10)) { () async throws(CPHError) in await stuck.wait() }
        }
        #expect(error?.kind == .timeout && error?.message.contains("did not answer within") == true)
        stuck.end()
    }

    @Test func `whoever is cancelled waits no longer`() async {
        let stuck = Stuck()
        let task = Task {
            await #expect(throws: CPHError.self) {
                try await within(.seconds(600)) { () async throws(CPHError) in await stuck.wait() }
            }
        }
        task.cancel()
        #expect(await task.value?.kind == .cancelled)
        stuck.end()
    }

    @Test func `an answer and an error come through`() async throws {
        #expect(try await within(.seconds(60)) { () async throws(CPHError) in 5 } == 5)
        #expect(try await within(nil) { () async throws(CPHError) in 6 } == 6)
        let error = await #expect(throws: CPHError.self) {
            try await within(.seconds(60)) { () async throws(CPHError) in throw CPHError(.api, "no") }
        }
        #expect(error?.message == "no")
    }

    @Test func `one decision waits for a silent service once`() async throws {
        let bench = try Bench()
        let cloud = SilentBilling(bench.cloud)
        var limits = SpendLimits.everything
        limits.caps = [MoneyCap(1_000_000, per: .day, source: "day")]
        let gate = SpendGuard(try bench.ledger(in: cloud), limits: limits, approver: nil)
        let plan = PlanSummary(
            name: "fleet", hash: Bench.hash,
            purchases: [try PurchaseSummary(CreateServer.sample("a")), try PurchaseSummary(CreateServer.sample("b"))])
        for asked in 1...2 {
            let error = await #expect(throws: CPHError.self) { try await gate.approve(plan) }
            #expect(error?.code == "no_price" && error?.message.contains("silent") == true, "\(error as Any)")
            #expect(cloud.asked.withLock { $0 } == asked && bench.cloud.creates == 0)
            try await bench.clock.pause(for: .seconds(11))
        }
    }

    /// A cloud whose billing service never answers, as its client tells it after a while.
    private final class SilentBilling: CloudPhoneAPI {
        let asked = Mutex(0)
        private let cloud: any CloudPhoneAPI

        init(_ cloud: any CloudPhoneAPI) { self.cloud = cloud }

        func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
            guard call.service == .bss else { return try await cloud.exchange(call) }
            asked.withLock { $0 += 1 }
            throw CPHError(.timeout, "silent")
        }
    }

    /// Work that looks at no cancellation.
    private final class Stuck: Sendable {
        private let state = Mutex<(waiter: CheckedContinuation<Void, Never>?, isOver: Bool)>((nil, false))

        func wait() async {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.isOver { state.waiter = continuation }
                    return state.isOver
                }
                if isOver { continuation.resume() }
            }
        }

        func end() {
            let waiter = state.withLock { state in
                state.isOver = true
                return state.waiter
            }
            waiter?.resume()
        }
    }
}
