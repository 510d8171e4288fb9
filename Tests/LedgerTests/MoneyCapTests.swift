import CPHModel
import Clock
import Policies
import Schema
import TestSupport
import Testing

@testable import Ledger

/// Caps in money hold over days and months of the whole ledger, over a run and over a call, whoever agrees.
@Suite(.ownThreads)
struct MoneyCapTests {
    /// A server costs 80.00 CNY a month.
    private func gate(
        _ bench: Bench, _ caps: MoneyCap..., run: String = "r1", cloud: PricedCloud? = nil, clerk: Clerk? = nil
    ) throws -> SpendGuard {
        var limits = SpendLimits.everything
        limits.caps = caps
        let ledger = try bench.ledger(
            run: run, in: cloud ?? PricedCloud(bench.cloud), lockScope: .purchase, lockWait: .seconds(60))
        return SpendGuard(ledger, limits: limits, approver: clerk)
    }

    private func refusal(_ gate: SpendGuard, _ name: String, count: Int = 1, months: Int = 1) async -> CPHError? {
        do { _ = try await gate.buy(.sample(name, count: count, months: months)) } catch { return error }
        return nil
    }

    @Test(arguments: StoreKind.allCases)
    func `a day's money is decided in the transaction of the intent, to the last hundredth`(kind: StoreKind)
        async throws
    {
        for (most, expected) in [(Decimal("320"), 4), (Decimal("319.99"), 3)] {
            let bench = try kind.bench()
            let cap = MoneyCap(try #require(most), per: .day, source: "--allow-cost-per-day")
            let gates = try ["r1", "r2"].map { try gate(bench, cap, run: $0) }
            let bought = await withTaskGroup(of: Int.self) { group in
                for number in 0..<10 {
                    group.addTask { (try? await gates[number % 2].buy(.sample("n\(number)", count: 1)))?.count ?? 0 }
                }
                return await group.reduce(0, +)
            }
            #expect(bought == expected && bench.cloud.serverIDs.count == expected)
            _ = try bench.journal(.read).verify()
        }
    }

    @Test func `an error says what was spent since when, and who sets the limit`() async throws {
        let bench = try Bench()
        let gate = try gate(bench, MoneyCap(100, "CNY", per: .month, source: "policy.lua:12"))
        #expect(await refusal(gate, "a") == nil)
        let error = await refusal(gate, "b", count: 2)
        #expect(error?.code == "cost_limit")
        #expect(
            error?.message
                == "\"b\" costs 160.00 CNY and would pass the limit of 100.00 CNY a month (policy.lua:12): "
                + "80.00 CNY spent since 2026-11-01 00:00 UTC; nothing was sent")
    }

    @Test(arguments: StoreKind.allCases)
    func `days and months add up all projects of the ledger`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        let rules: Value = ["servers": ["per_day": 3], "server_months": ["per_month": 3]]
        let policies = PolicySet([try Policy(reading: rules, source: "policy.lua")])
        func gate(_ project: String, _ change: (inout SpendLimits) -> Void, _ policies: PolicySet = PolicySet([]))
            throws
            -> SpendGuard
        {
            var limits = SpendLimits.everything
            change(&limits)
            let ledger = try bench.ledger(
                run: "r-\(project)", scope: project, in: PricedCloud(bench.cloud), lockScope: .purchase)
            return SpendGuard(
                ledger, account: .embedded(projectID: project), limits: limits, policies: policies, approver: nil)
        }
        let north = try gate("north") { $0.caps = [MoneyCap(1000, per: .day, source: "day")] }
        #expect(await refusal(north, "a", count: 2) == nil)
        let day = try gate("south") { $0.caps = [MoneyCap(160, per: .day, source: "day")] }
        #expect(await refusal(day, "b")?.code == "cost_limit")
        let servers = try gate("east") { $0.serversPerDay = 2 }
        #expect(await refusal(servers, "c")?.code == "day_limit")
        let policy = await refusal(try gate("west", { _ in }, policies), "d", count: 2)
        #expect(policy?.code == "policy" && policy?.problems.count == 2, "\(policy as Any)")
        #expect(bench.cloud.creates == 1)
        #expect(await refusal(try gate("west", { _ in }, policies), "e") == nil)
    }

    @Test func `days and months are the zone's`() async throws {
        let bench = try Bench()
        let zone = try #require(CalendarZone("+08:00"))
        let now = bench.clock.milliseconds() / 1000
        let untilMidnight = zone.startOfDay(now) + 86_400 - now
        let day = MoneyCap(80, per: .day, in: zone, source: "day")
        let month = MoneyCap(160, per: .month, in: zone, source: "month")
        let gate = try gate(bench, day, month)
        #expect(await refusal(gate, "a") == nil)
        try await bench.clock.pause(for: .seconds(untilMidnight - 10))
        #expect(await refusal(gate, "b")?.message.contains("(day)") == true)
        try await bench.clock.pause(for: .seconds(10))
        #expect(await refusal(gate, "c") == nil)
        try await bench.clock.pause(for: .seconds(86_400))
        #expect(await refusal(gate, "d")?.message.contains("(month)") == true)
        try await bench.clock.pause(for: .seconds(31 * 86_400))
        #expect(await refusal(gate, "e") == nil)
        #expect(bench.cloud.creates == 3)
    }

    @Test func `an option's days are those of the first policy that names a zone`() async throws {
        let bench = try Bench()
        let policies = PolicySet(
            try [[:], ["time_zone": "+08:00"], ["time_zone": "-03:00"]].map {
                try Policy(reading: $0, source: "policy.lua")
            })
        var limits = SpendLimits.everything
        limits.caps = [MoneyCap(80, per: .day, source: "--allow-cost-per-day")]
        let gate = SpendGuard(
            try bench.ledger(in: PricedCloud(bench.cloud)), account: .embedded(projectID: "p"), limits: limits,
            policies: policies, approver: nil)
        let now = bench.clock.milliseconds() / 1000
        let zone = try #require(CalendarZone("+08:00"))
        try await bench.clock.pause(for: .seconds(zone.startOfDay(now) + 86_400 - now - 10))
        #expect(await refusal(gate, "a") == nil)
        #expect(await refusal(gate, "b")?.message.contains("+08:00") == true)
        try await bench.clock.pause(for: .seconds(10))
        #expect(await refusal(gate, "c") == nil && bench.cloud.creates == 2)
    }

    @Test func `what is in doubt counts, what was refused and what was cancelled does not`() async throws {
        let bench = try Bench(faults: [.requestLost])
        let gate = try gate(bench, MoneyCap(160, per: .day, source: "day"))
        _ = await refusal(gate, "lost")
        #expect(await refusal(gate, "b") == nil)
        #expect(await refusal(gate, "c")?.code == "cost_limit")
        let journal = try bench.journal(.read)
        #expect(try journal.purchases(named: "lost").map(\.state) == [.inDoubt])
        #expect(
            try journal.money(sentSince: 0) == MoneySpent(byCurrency: ["CNY": 160], unpriced: nil))
    }

    @Test func `what was bought without a price makes the sum unknown, and is named`() async throws {
        let bench = try Bench()
        let old = try bench.ledger(run: "old", lockScope: .purchase)
        _ = try await old.buy(.sample("nobody-asked", count: 1))
        let gate = try gate(bench, MoneyCap(1_000_000, per: .day, source: "day"))
        let error = await refusal(gate, "a")
        #expect(error?.code == "no_price" && bench.cloud.creates == 1)
        #expect(error?.message.contains("\"nobody-asked\"") == true && error?.hint?.contains("cph ledger show") == true)
        // Tomorrow it is no matter.
        try await bench.clock.pause(for: .seconds(86_400))
        #expect(await refusal(gate, "a") == nil)
    }

    @Test(arguments: MoneyCap.Period.allCases)
    func `what has no known price is refused, whoever agrees`(period: MoneyCap.Period) async throws {
        let bench = try Bench()
        let cloud = PricedCloud(bench.cloud)
        cloud.monthly.withLock { $0 = nil }
        let clerk = Clerk(.approved(by: "ann"))
        let gate = try gate(bench, MoneyCap(1_000_000, per: period, source: "it"), cloud: cloud, clerk: clerk)
        let error = await refusal(gate, "a")
        #expect(error?.code == "no_price" && error?.message.contains("no such product") == true)
        let plan = PlanSummary(
            name: "fleet", hash: Bench.hash, purchases: [try PurchaseSummary(CreateServer.sample("a"))])
        await #expect(throws: CPHError.self) { try await gate.approve(plan) }
        #expect(bench.cloud.creates == 0 && clerk.asked.isEmpty)
    }

    @Test func `currencies are never compared`() async throws {
        let bench = try Bench()
        let gate = try gate(bench, MoneyCap(1_000_000, "USD", per: .day, source: "policy.lua:3"))
        let error = await refusal(gate, "a")
        #expect(error?.code == "other_currency" && bench.cloud.creates == 0)
        #expect(error?.message.hasSuffix("can't be compared with CNY and USD; nothing was sent") == true)
    }

    @Test func `a call and a run have caps of their own`() async throws {
        let bench = try Bench()
        let call = MoneyCap(160, per: .call, source: "call")
        let gate = try gate(bench, call, MoneyCap(400, per: .run, source: "run"), clerk: Clerk(.approved(by: "ann")))
        #expect(await refusal(gate, "a", count: 3)?.message.contains("(call)") == true)
        #expect(await refusal(gate, "b", count: 2) == nil)
        #expect(await refusal(gate, "c", count: 2) == nil)
        #expect(await refusal(gate, "d", count: 2)?.message.contains("320.00 CNY spent by this run") == true)
        #expect(await refusal(gate, "e", count: 1) == nil)
        #expect(bench.cloud.creates == 3)
    }

    @Test func `a plan over the cap is refused before anybody is asked`() async throws {
        let bench = try Bench()
        let clerk = Clerk(.approved(by: "ann"))
        var limits = SpendLimits()
        limits.caps = [MoneyCap(479, per: .day, source: "day")]
        let gate = SpendGuard(
            try bench.ledger(in: PricedCloud(bench.cloud)), limits: limits, approver: clerk)
        let purchases = try ["a", "b", "c"].map { try PurchaseSummary(CreateServer.sample($0)) }
        await #expect(throws: CPHError.self) {
            try await gate.approve(PlanSummary(name: "fleet", hash: Bench.hash, purchases: purchases))
        }
        #expect(clerk.asked.isEmpty)
        try await gate.approve(
            PlanSummary(name: "fleet", hash: Bench.hash, purchases: Array(purchases.prefix(2))))
        #expect(clerk.asked.count == 1)
    }
}
