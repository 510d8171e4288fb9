import CPHModel
import Schema
import Testing

@testable import Ledger

/// What the gate knows of prices, and what it does when they change.
struct PriceTests {
    private func plan(_ names: String...) throws -> PlanSummary {
        PlanSummary(
            name: "fleet", hash: Bench.hash,
            purchases: try names.map { try PurchaseSummary(CreateServer.sample($0, months: 3)) })
    }

    private func gate(_ bench: Bench, _ cloud: PricedCloud, _ clerk: Clerk?, cost: Decimal? = nil) throws -> SpendGuard
    {
        var limits = SpendLimits()
        limits.cost = cost
        return SpendGuard(try bench.ledger(in: cloud), limits: limits, approver: clerk)
    }

    @Test func `a question shows the best price that the account has, of all purchases together`() async throws {
        let bench = try Bench()
        let (cloud, clerk) = (PricedCloud(bench.cloud), Clerk(.refused))
        _ = try? await gate(bench, cloud, clerk).approve(try plan("a", "b"))
        let price = try #require(clerk.asked.first?.price)
        // Two purchases of two servers for three months.
        #expect(price.words == "960.00 CNY (list price 1200.00 CNY, 240.00 less by Contract)")
        let question = try #require(cloud.questions.withLock { $0 }.first)
        #expect(
            question.productInfos.map(\.subscriptionNum) == [2, 2] && question.productInfos.map(\.periodNum) == [3, 3])
        #expect(Set(question.productInfos.map(\.cloudServiceType)) == ["x.cph"])
        #expect(Set(question.productInfos.map(\.resourceSpec)) == ["physical.rx2.32xlarge.4"])
    }

    @Test func `without a price the question says why`() async throws {
        let bench = try Bench()
        let (cloud, clerk) = (PricedCloud(bench.cloud), Clerk(.refused))
        cloud.monthly.withLock { $0 = nil }
        _ = try? await gate(bench, cloud, clerk).approve(try plan("a"))
        #expect(clerk.asked.first?.price == nil && clerk.asked.first?.whyNoPrice?.contains("no such product") == true)
        cloud.resources.withLock { $0 = ["cph.phone", "cph.disk"] }
        _ = try? await gate(bench, cloud, clerk).approve(try plan("a"))
        #expect(
            clerk.asked.last?.whyNoPrice == "what it sells of Cloud Phone Host is not one thing: cph.phone, cph.disk")
    }

    @Test(arguments: [
        (#""currency": "C\u001bY""#, 100, "no ISO code"), (#""currency": """#, 100, "no ISO code"),
        (#""currency": "yuan""#, 100, "no ISO code"), (#""currency": "CNY""#, 0, "no price of it"),
        (#""currency": "CNY""#, -1, "no price of it"),
    ])
    func `an answer that can't be right is no price`(more: String, monthly: Int, why: String) async throws {
        let bench = try Bench()
        let cloud = PricedCloud(bench.cloud)
        cloud.more.withLock { $0 = more }
        cloud.monthly.withLock { $0 = Decimal(monthly) }
        let gate = try gate(bench, cloud, nil, cost: 1_000_000)
        let error = await #expect(throws: CPHError.self) { try await gate.buy(.sample("a", months: 3)) }
        #expect(error?.message.contains(why) == true && bench.cloud.creates == 0, "\(String(describing: error))")
        #expect(error?.hint == "run it on a terminal, or allow it with --allow-spend 2, without --allow-cost")
    }

    @Test func `a price that has changed since the answer is asked about again, and the ledger has the one agreed to`()
        async throws
    {
        let bench = try Bench()
        let (cloud, clerk) = (PricedCloud(bench.cloud), Clerk(.approved(by: "ann")))
        let gate = try gate(bench, cloud, clerk)
        try await gate.approve(try plan("a", "b"))
        _ = try await gate.buy(.sample("a", months: 3))
        #expect(clerk.asked.count == 1)
        // For a minute a price counts as today's; then it is looked at again.
        try await bench.clock.pause(for: .seconds(61))
        cloud.monthly.withLock { $0 = 200 }
        _ = try await gate.buy(.sample("b", months: 3))
        #expect(clerk.asked.count == 2 && clerk.asked.last?.price?.amount.description == "960.00 CNY")
        let amounts = try bench.journal(.read).purchases().map { "\($0.key) \($0.amount?.description ?? "-")" }
        #expect(amounts.sorted() == ["a 480.00 CNY", "b 960.00 CNY"])
    }

    @Test func `the same price is not asked about again, however long it took`() async throws {
        let bench = try Bench()
        let (cloud, clerk) = (PricedCloud(bench.cloud), Clerk(.approved(by: "ann")))
        let gate = try gate(bench, cloud, clerk)
        try await gate.approve(try plan("a"))
        try await bench.clock.pause(for: .seconds(3600))
        _ = try await gate.buy(.sample("a", months: 3))
        #expect(clerk.asked.count == 1 && cloud.questions.withLock { $0 }.count == 2)
    }

    @Test func `a limit in money looks at today's price of each purchase`() async throws {
        let bench = try Bench()
        let cloud = PricedCloud(bench.cloud)
        let gate = try gate(bench, cloud, nil, cost: 1000)
        _ = try await gate.buy(.sample("a", months: 3))
        cloud.monthly.withLock { $0 = 109 }
        let error = await #expect(throws: CPHError.self) { try await gate.buy(.sample("b", months: 3)) }
        #expect(error?.code == "not_approved" && bench.cloud.creates == 1)
        cloud.monthly.withLock { $0 = Decimal("108.33") }
        _ = try await gate.buy(.sample("c", months: 3))
        #expect(bench.cloud.creates == 2)
    }

    @Test func `money of what is in doubt is in no sum`() async throws {
        let bench = try Bench(faults: [.none, .requestLost])
        let gate = try gate(bench, PricedCloud(bench.cloud), nil, cost: 4800)
        _ = try await gate.buy(.sample("a", months: 3))
        _ = try? await gate.buy(.sample("b", months: 3))
        let entries = try bench.journal(.read).entries()
        #expect(entries.map(\.record.state) == [.accepted, .inDoubt])
        let totals = PurchaseReport(entries, by: .day).totals
        #expect(totals.map(\.amount?.description) == ["480.00 CNY", nil] && totals.map(\.inDoubt) == [0, 2])
    }

    @Test func `twenty purchases at once keep to the limit in money`() async throws {
        let bench = try Bench()
        let gate = try gate(bench, PricedCloud(bench.cloud), nil, cost: 4800)
        await withTaskGroup(of: Void.self) { group in
            for number in 1...20 { group.addTask { _ = try? await gate.buy(.sample("n\(number)", months: 3)) } }
        }
        #expect(bench.cloud.creates == 10)
    }
}
