import CPHModel
import Testing

@testable import Ledger

/// A purchase in doubt whose answer named an order, of which the list shows no servers.
struct NamedOrderTests {
    private func bench(_ billing: FakeCloud.Billing, _ fault: FakeCloud.Fault = .cut) throws -> Bench {
        var state = FakeCloud.State()
        (state.faults, state.lag, state.billing) = ([fault], .max, billing)
        return try Bench(state)
    }

    private func record(_ ledger: Ledger) async throws -> PurchaseRecord {
        try #require(try await ledger.purchases().first)
    }

    @Test func `servers that the billing service lists under the order are the purchase's`() async throws {
        let bench = try bench(.servers)
        let ledger = try bench.ledger()
        #expect(Set(try await ledger.buy()) == Set(bench.cloud.serverIDs))
        let record = try await record(ledger)
        #expect(record.state == .adopted && record.orderID == "CS261")
        #expect(bench.cloud.sold == 1)
    }

    @Test func `an order that the billing service has is ordered, no longer in doubt`() async throws {
        let bench = try bench(.orders)
        let ledger = try bench.ledger()
        #expect(try await ledger.buy() == [])
        let record = try await record(ledger)
        #expect(record.state == .orderOnly && record.orderID == "CS261" && record.reason == nil)
        #expect(bench.cloud.sold == 1)
    }

    @Test func `an order that is not paid at once waits for payment, and nobody waits for servers`() async throws {
        let bench = try bench(.orders)
        let ledger = try bench.ledger()
        let before = bench.clock.milliseconds()
        _ = try await ledger.buy(.sample(paysAtOnce: false))
        #expect(try await record(ledger).state == .unpaid)
        #expect(bench.clock.milliseconds() == before)
    }

    @Test func `an order that the billing service does not tell leaves the purchase in doubt`() async throws {
        let bench = try bench(.closed)
        let ledger = try bench.ledger()
        await #expect(throws: CPHError.self) { try await ledger.buy() }
        #expect(try await record(ledger).state == .inDoubt)
    }

    @Test(arguments: [-301, -300])
    func `an order made long before the send is not believed`(seconds: Int) async throws {
        let bench = try bench(.closed)
        let first = try bench.ledger(settle: .zero)
        _ = try? await first.buy()
        _ = try await first.end(exit: 0)
        bench.cloud.change { state in
            state.billing = .orders
            for index in state.servers.indices { state.servers[index].createdAt += seconds * 1000 }
        }
        let second = try bench.ledger(run: "r2", settle: .zero)
        _ = try? await second.buy()
        #expect(try await record(second).state == (seconds < -300 ? .inDoubt : .orderOnly))
    }

    @Test func `a person's look finds it too, and absent is refused`() async throws {
        let bench = try bench(.closed)
        let first = try bench.ledger(settle: .zero)
        _ = try? await first.buy()
        _ = try await first.end(exit: 0)
        bench.cloud.change { $0.billing = .orders }
        let second = try bench.ledger(run: "r2", settle: .zero)
        let error = await #expect(throws: CPHError.self) {
            try await second.resolve("game-1", .absent(evidence: "looked"), by: "ann")
        }
        #expect(error?.message == "the account has order \"CS261\", which the answer to \"game-1\" named")
        let record = try await second.resolve("game-1", .look, by: "ann")
        #expect(record.state == .orderOnly && record.orderID == "CS261")
    }

    @Test func `an order beside an error that is not paid at once waits for payment, though its servers show`()
        async throws
    {
        var state = FakeCloud.State()
        state.faults = [.orderAndError]
        let bench = try Bench(state)
        let ledger = try bench.ledger()
        _ = try? await ledger.buy(.sample(paysAtOnce: false))
        let record = try await record(ledger)
        #expect(record.state == .unpaid && record.orderID == "CS261" && record.serverIDs.count == 2)
    }

    @Test func `a look at an unpaid purchase leaves it unpaid, and keeps what it finds`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        _ = try await ledger.buy(.sample(paysAtOnce: false))
        let record = try await ledger.resolve("game-1", .look, by: "ann")
        #expect(record.state == .unpaid && record.serverIDs.count == 2)
        #expect(try await ledger.resolve("game-1", .look, by: "ann").revision == record.revision)
        #expect(try await ledger.payablePurchases().map(\.key) == ["game-1"])
    }
}
