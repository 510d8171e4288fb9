import CPHModel
import Schema
import TestSupport
import Testing

@testable import Ledger

/// What people see of the record, from a file and from a server.
@Suite(.ownThreads)
struct OverviewTests {
    private static let plan = "fleet"

    /// A ledger with two purchases of a plan, one of which is paid, and one by itself.
    private func bought(_ kind: StoreKind) async throws -> Bench {
        let bench = try kind.bench()
        var limits = SpendLimits()
        limits.servers = 100
        let gate = try bench.gate("r1", limits)
        let requests = [CreateServer.sample("a", paysAtOnce: false), .sample("b", months: 3)]
        try await gate.approve(
            PlanSummary(name: Self.plan, hash: Bench.hash, purchases: try requests.map { try PurchaseSummary($0) }))
        for request in requests {
            _ = try await gate.buy(request)
            try await bench.clock.pause(for: .seconds(60))
        }
        _ = try await gate.buy(.sample("c"))
        let billing = FakeBilling()
        billing.state.withLock { $0.amount = Amount(Decimal("12000.01"), "CNY") }
        _ = try await gate.ledger.pay("a", by: "ann", on: billing)
        _ = try await gate.ledger.end(exit: 0)
        return bench
    }

    private func names(_ bench: Bench, _ change: (inout PurchaseFilter) -> Void) throws -> [String] {
        var filter = PurchaseFilter()
        change(&filter)
        return try bench.journal(.read).entries(filter).map(\.record.key)
    }

    @Test(arguments: [StoreKind.file, .server])
    func `a purchase has its plan, its run, who agreed and what it came to; filters leave what they say`(
        kind: StoreKind
    ) async throws {
        let bench = try await bought(kind)
        let entries = try bench.journal(.read).entries()
        #expect(entries.map(\.record.key) == ["a", "b", "c"])
        #expect(entries.map(\.record.plan?.name) == [Self.plan, Self.plan, nil])
        #expect(entries.map(\.record.plan?.hash) == [Bench.hash, Bench.hash, nil])
        #expect(entries.map(\.user) == ["ann", "ann", "ann"] && entries[0].run?.script == "buy.lua")
        #expect(entries.map(\.record.amount?.description) == ["12000.01 CNY", nil, nil])
        #expect(entries.allSatisfy { $0.record.approval?.how == .allowance && $0.record.approval?.person == nil })
        #expect(try names(bench) { $0.plan = Self.plan } == ["a", "b"])
        #expect(try names(bench) { $0.plan = String(Bench.hash.prefix(8)) } == ["a", "b"])
        #expect(try names(bench) { $0.plan = String(Bench.hash.prefix(7)) }.isEmpty)
        #expect(try names(bench) { $0.states = [.accepted] } == ["b", "c"])
        #expect(try names(bench) { $0.since = entries[1].record.time } == ["b", "c"])
        #expect(try names(bench) { $0.until = entries[1].record.time } == ["a"])
        #expect(try names(bench) { $0.user = "bob" }.isEmpty && names(bench) { $0.project = "other" }.isEmpty)
        #expect(try names(bench) { ($0.user, $0.limit) = ("ann", 2) } == ["b", "c"])
        #expect(try bench.journal(.read).verify().purchases == 3)
    }

    @Test(arguments: [StoreKind.file, .server])
    func `sums stand apart by currency, and what is not known is no zero`(kind: StoreKind) async throws {
        let entries = try await bought(kind).journal(.read).entries()
        let report = PurchaseReport(entries, by: .plan)
        #expect(report.rows.map(\.key) == [Self.plan, Self.plan, nil])
        #expect(report.rows.map(\.amount?.text) == ["12000.01", nil, nil])
        #expect(report.rows.map(\.servers) == [2, 2, 2] && report.rows.map(\.serverMonths) == [2, 6, 2])
        #expect(report.totals.map(\.purchases) == [1, 2] && report.totals.map(\.serverMonths) == [2, 8])
        #expect(PurchaseReport(entries, by: .zone).rows.allSatisfy { $0.key == nil })
        #expect(PurchaseReport(entries, by: .month).rows.allSatisfy { $0.key?.utf8.count == 7 })
    }

    @Test(arguments: [StoreKind.file, .server])
    func `a plan is found by its name and by its hash, and its story has every step`(kind: StoreKind) async throws {
        let journal = try await bought(kind).journal(.read)
        for text in [Self.plan, Bench.hash, "1A2B3C4D"] {
            let plan = try #require(try journal.plan(text, project: nil, at: 0))
            #expect(plan.name == Self.plan && plan.hashes == [Bench.hash] && plan.entries.count == 2)
            #expect(plan.states.map(\.count).reduce(0, +) == 2)
        }
        #expect(try journal.plan("other", project: nil, at: 0) == nil)
        let record = try #require(try journal.purchases(named: "a").first)
        let lines = try journal.story(of: record).lines(isRaw: false)
        #expect(lines.contains("  plan      fleet, \(Bench.hash)") && lines.contains("  amount    12000.01 CNY"))
        #expect(lines.contains { $0.hasSuffix("  ann@here with buy.lua") })
        #expect(lines.contains { $0.hasSuffix("the answer means unpaid, order \(record.orderID ?? ""), 2 servers") })
        #expect(lines.contains { $0.hasSuffix("  ann pays the order; it comes to 12000.01 CNY") })
        #expect(lines.contains { $0.hasSuffix("  paid 12000.01 CNY") })
    }

    @Test func `control characters of a plan's name do not reach the terminal`() async throws {
        let bench = try Bench()
        var limits = SpendLimits()
        limits.servers = 9
        let gate = try bench.gate("r1", limits)
        let request = CreateServer.sample("a")
        try await gate.approve(
            PlanSummary(name: "p\u{1B}[2J", hash: Bench.hash, purchases: [try PurchaseSummary(request)]))
        _ = try await gate.buy(request)
        _ = try await gate.ledger.end(exit: 0)
        let journal = try bench.journal(.read)
        let lines = try journal.story(of: try #require(try journal.purchases().first)).lines(isRaw: true)
        #expect(!lines.contains { $0.contains("\u{1B}") } && lines.contains { $0.contains("p\\u{1b}[2J") })
    }

    @Test func `an approval is told from others by what it was before it named its plan`() {
        var approval = Approval(.plan, by: Bench.hash)
        let former = Event(
            seq: 1, at: 1, run: "r", purchase: 1, kind: .approved, from: nil, to: .approved, detail: approval.detail)
        approval.planName = PlanName(name: Self.plan, hash: Bench.hash)
        approval.price = Amount(1, "CNY").map { PurchasePrice(amount: $0, listPrice: $0, discount: nil) }
        let present = Event(
            seq: 2, at: 1, run: "r", purchase: 1, kind: .approved, from: nil, to: .approved, detail: approval.detail)
        #expect(former.detail != present.detail)
        #expect(approval.isRecorded(in: former) && approval.isRecorded(in: present))
        // At another price it is the same approval, and used up by then.
        approval.price = nil
        #expect(approval.isRecorded(in: present))
        #expect(!Approval(.plan, by: "other").isRecorded(in: present))
    }

    @Test func `what tells approvals apart is compared, all of it`() {
        let user = LedgerUser(
            RunInfo(id: "r", host: "here", pid: 7, user: "ann", script: nil), sessionUser: "ann", isShared: false)
        var approval = Approval(.agreement, by: "ann")
        approval.agreement = Approval.Agreed(plan: "h", seq: 7, user: user, isChecked: true, until: 9)
        #expect(Set(approval.identity.map(\.key)) == Set(Approval.identifying))
        let event = Event(
            seq: 1, at: 1, run: "r", purchase: 1, kind: .approved, from: nil, to: .approved, detail: approval.detail)
        approval.agreement = Approval.Agreed(plan: "h", seq: 8, user: user, isChecked: true, until: 9)
        #expect(!approval.isRecorded(in: event))
    }
}
