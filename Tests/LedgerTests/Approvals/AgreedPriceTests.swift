import CPHModel
import Schema
import Testing

@testable import Ledger

/// A plan that waited is bought at the price that was agreed to, or is asked about again.
struct AgreedPriceTests {
    private func gate(_ bench: Bench, _ cloud: PricedCloud, _ run: String, clerk: Clerk? = nil) throws -> SpendGuard {
        SpendGuard(try bench.ledger(run: run, in: cloud, lockScope: .purchase), limits: SpendLimits(), approver: clerk)
    }

    private func waits(_ bench: Bench, _ cloud: PricedCloud, _ run: String) async throws -> CPHError {
        let error = await #expect(throws: CPHError.self) { try await gate(bench, cloud, run).apply() }
        #expect(error?.code == "waiting")
        return try #require(error)
    }

    private func question(_ bench: Bench) throws -> PlanQuestion {
        let now = bench.clock.milliseconds()
        return try #require(try bench.journal(.read).plans(at: now).compactMap { $0.question(at: now) }.first)
    }

    @Test func `the question keeps the price of its day, and the same price buys`() async throws {
        let bench = try Bench()
        let cloud = PricedCloud(bench.cloud)
        #expect(try await waits(bench, cloud, "r1").message.contains("480.00 CNY"))
        #expect(try question(bench).prices.sum(of: question(bench).plan.purchases)?.amount.description == "480.00 CNY")
        #expect(try question(bench).question.askedPrice?.listPrice.description == "600.00 CNY")
        try bench.agree()
        try await bench.clock.pause(for: .seconds(3600))
        try await gate(bench, cloud, "r2").apply()
        #expect(bench.cloud.creates == 3)
        let approved = try bench.events().filter { $0.kind == .approved }.map(\.detail)
        #expect(approved.allSatisfy { $0["amount"] == "160.00" && $0["price_source"] == "inquiry" })
    }

    @Test func `at another price nothing is sent, it is asked about again, and both prices are said`() async throws {
        let bench = try Bench()
        let cloud = PricedCloud(bench.cloud)
        _ = try await waits(bench, cloud, "r1")
        try bench.agree()
        cloud.monthly.withLock { $0 = Decimal("100.01") }
        let error = try await waits(bench, cloud, "r2")
        #expect(error.message.contains("approved it at 480.00 CNY, and it costs 480.06 CNY now"), "\(error)")
        #expect(bench.cloud.creates == 0)
        // Asked once more at that price, it adds nothing; approved at it, it is bought.
        let asked = try bench.events().filter { $0.kind == .asked }.count
        _ = try await waits(bench, cloud, "r3")
        #expect(try bench.events().filter { $0.kind == .asked }.count == asked && asked == 2)
        #expect(try question(bench).question.askedPrice?.amount.description == "480.06 CNY")
        try bench.agree()
        try await gate(bench, cloud, "r4").apply()
        #expect(bench.cloud.creates == 3)
        _ = try bench.journal(.read).verify()
    }

    @Test func `whoever has a terminal is asked there, with the price of the day`() async throws {
        let bench = try Bench()
        let cloud = PricedCloud(bench.cloud)
        _ = try await waits(bench, cloud, "r1")
        try bench.agree()
        cloud.monthly.withLock { $0 = 200 }
        let clerk = Clerk(.approved(by: "eve"))
        try await gate(bench, cloud, "r2", clerk: clerk).apply()
        #expect(clerk.asked.map { $0.price?.amount.description } == ["960.00 CNY"] && bench.cloud.creates == 3)
    }

    @Test func `a price that can't be asked any more is another price`() async throws {
        let bench = try Bench()
        let cloud = PricedCloud(bench.cloud)
        _ = try await waits(bench, cloud, "r1")
        try bench.agree()
        cloud.monthly.withLock { $0 = nil }
        #expect(try await waits(bench, cloud, "r2").message.contains("it costs a price that is not known now"))
        // Nobody knows a price now: a yes to that is a yes.
        try bench.agree()
        try await gate(bench, cloud, "r3").apply()
        #expect(bench.cloud.creates == 3)
    }

    @Test func `what the approver was shown counts, not what was asked`() async throws {
        let bench = try Bench()
        let cloud = PricedCloud(bench.cloud)
        _ = try await waits(bench, cloud, "r1")
        cloud.monthly.withLock { $0 = 200 }
        let shown = try question(bench)
        let quote = await PriceQuote.ask(for: shown.plan.purchases, on: cloud, patience: nil) {
            () async throws(CPHError) in .embedded(projectID: "p")
        }
        let asked = shown.question.priced(quote)
        #expect(asked.price?.amount.description == "960.00 CNY" && asked.askedPrice?.amount.description == "480.00 CNY")
        let desk = try bench.journal(.write, run: "desk")
        let now = bench.clock.milliseconds()
        _ = try desk.agree(to: shown, prices: quote.prices, until: now + 3_600_000, at: now)
        try desk.close(exit: 0, at: now)
        try await gate(bench, cloud, "r2").apply()
        #expect(bench.cloud.creates == 3)
    }

    @Test func `a price that changes between approval and send is sent under no agreement`() async throws {
        let bench = try Bench()
        let cloud = PricedCloud(bench.cloud)
        _ = try await waits(bench, cloud, "r1")
        try bench.agree()
        let gate = try gate(bench, cloud, "r2")
        try await gate.approve(
            PlanSummary(
                name: "fleet", hash: Bench.hash, purchases: try CreateServer.fleet.map { try PurchaseSummary($0) }))
        try await bench.clock.pause(for: .seconds(61))
        cloud.monthly.withLock { $0 = 101 }
        let error = await #expect(throws: CPHError.self) { try await gate.buy(CreateServer.fleet[0]) }
        #expect(error?.message.contains("160.00 CNY then, 161.60 CNY now") == true && bench.cloud.creates == 0)
    }
}
