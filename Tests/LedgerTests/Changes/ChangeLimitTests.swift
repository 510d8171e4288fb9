import CPHModel
import Schema
import Testing

@testable import Ledger

/// What a run may renew and change without asking.
struct ChangeLimitTests {
    private func gate(_ bench: Bench, _ limits: SpendLimits, _ clerk: Clerk? = nil) throws -> SpendGuard {
        SpendGuard(
            try bench.ledger(in: RenewingCloud(bench.clock)), account: .embedded(projectID: "project"), limits: limits,
            approver: clerk)
    }

    private func code(_ change: ResourceChange, _ limits: SpendLimits) async throws -> String? {
        let bench = try Bench()
        defer { withExtendedLifetime(bench) {} }
        let gate = try gate(bench, limits)
        do throws(CPHError) {
            _ = try await gate.exchange(change.call)
            return nil
        } catch { return error.code ?? error.message }
    }

    @Test func `a renewal is a payment, and no server`() async throws {
        var limits = SpendLimits()
        #expect(try await code(.renewal(), limits) == "not_approved")
        (limits.servers, limits.changes) = (9, 9)
        #expect(try await code(.renewal(), limits) == "not_approved")
        limits.payments = 1
        #expect(try await code(.renewal(), limits) == nil)
        limits.serverMonths = 1
        #expect(try await code(.renewal(months: 2), limits) == "not_approved")
        (limits.serverMonths, limits.cost) = (nil, 1_000_000)
        #expect(try await code(.renewal(), limits) == "not_approved", "there is no price to be had")
    }

    @Test func `who lacks an allowance is told which, and by how much`() async throws {
        func message(_ change: ResourceChange, _ limits: SpendLimits) async throws -> String {
            let bench = try Bench()
            defer { withExtendedLifetime(bench) {} }
            let gate = try gate(bench, limits)
            let error = await #expect(throws: CPHError.self) { _ = try await gate.exchange(change.call) }
            return error?.message ?? ""
        }
        var limits = SpendLimits()
        limits.servers = 4
        #expect(
            try await message(.renewal(), limits).hasSuffix(
                "is not approved: payments were not allowed (--allow-pay); nothing was sent"))
        (limits.payments, limits.serverMonths) = (1, 1)
        #expect(
            try await message(.renewal(months: 3), limits).contains(
                "is not approved: --allow-months 1 is 2 server-months short; nothing"))
        #expect(
            try await message(.sample(.unsubscription), limits).contains(
                "is not approved: changes were not allowed (--allow-change); nothing"))
        limits = SpendLimits()
        (limits.changes, limits.payments) = (1, 0)
        #expect(
            try await message(.renewal(), limits).contains("is not approved: --allow-pay 0 is 1 payment short; nothing")
        )
    }

    @Test func `what is given back is a change, whatever money is allowed`() async throws {
        var limits = SpendLimits()
        (limits.payments, limits.cost) = (9, 1_000_000)
        #expect(try await code(.sample(.unsubscription), limits) == "not_approved")
        limits.changes = 1
        #expect(try await code(.sample(.unsubscription), limits) == nil)
        #expect(try await code(.sample(.autoRenewal), limits) == "not_approved", "it is paid again and again")
        limits.renewals = true
        #expect(try await code(.sample(.autoRenewal), limits) == nil)
    }

    @Test func `a plan of changes is asked about once, with each server and what it means`() async throws {
        let clerk = Clerk(.refused)
        let bench = try Bench()
        defer { withExtendedLifetime(bench) {} }
        let gate = try gate(bench, SpendLimits(), clerk)
        let changes = [ResourceChange.renewal(), .sample(.unsubscription)]
        let plan = PlanSummary(
            name: "nightly", hash: Bench.hash, purchases: try changes.map { try PurchaseSummary($0) })
        _ = try? await gate.approve(plan)
        let question = try #require(clerk.asked.first)
        #expect(clerk.asked.count == 1 && question.changes.count == 2)
        #expect(question.purchases[0].words == "renew 0a1b for 1 month, until \(RenewingCloud.end(after: 1))")
        #expect(question.cautions == ["1 server GIVEN BACK: deleted with all that is on them"])
    }

    @Test func `a plan of changes that waits is read as it was left`() throws {
        var change = ResourceChange.renewal()
        (change.server.name, change.server.model) = ("web-1", "m")
        let summary = try PurchaseSummary(change)
        #expect(PurchaseSummary(summary.value) == summary)
    }
}
