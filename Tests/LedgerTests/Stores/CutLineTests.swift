import CPHModel
import Clock
import Glibc
import Policies
import PostgresSupport
import Schema
import TestSupport
import Testing

@testable import Ledger

/// A connection that is cut once, wherever that is, is made anew: whoever buys sees nothing of it.
@Suite(.ownThreads)
struct CutLineTests {
    /// Every how many bytes it is cut: fewer than a statement has. CPH_LONG cuts closer.
    private static let step = getenv("CPH_LONG") == nil ? 160 : 16

    /// What goes over the line before there is a connection: cut there, the server counts as one that can't be reached.
    private static let greeting = 640

    /// A purchase at which everything is looked up that a gate can be told to: days, months, money, policies.
    private func buy(_ name: String, _ bench: Bench) async throws -> [String] {
        var limits = SpendLimits.everything
        limits.caps = [MoneyCap(1_000_000, per: .day, source: "--allow-cost-per-day")]
        limits.serversPerDay = 100_000
        let rules: Value = ["servers": ["per_month": 100_000], "cost": ["currency": "CNY", "per_month": 1_000_000]]
        let policies = PolicySet([try Policy(reading: rules, source: "policy.lua")])
        let ledger = try bench.ledger(run: name, in: PricedCloud(bench.cloud), lockScope: .purchase)
        let gate = SpendGuard(
            ledger, account: .embedded(projectID: bench.scope), limits: limits, policies: policies, approver: nil)
        let ids = try await gate.buy(.sample(name, count: 1))
        try await ledger.end(exit: 0)
        return ids
    }

    @Test(arguments: [CuttingProxy.Direction.toServer, .toClient])
    func `a purchase goes on on a new connection, wherever the old one was cut`(direction: CuttingProxy.Direction)
        async throws
    {
        let bench = try StoreKind.server.bench()
        let database = try #require(bench.database)
        let proxy = try CuttingProxy(to: database.cluster.port)
        bench.address = database.cluster.tcpAddress(database: database.name, port: proxy.port)
        _ = try await buy("first", bench)
        proxy.waitUntilIdle()
        let before = proxy.bytes(direction)
        _ = try await buy("second", bench)
        proxy.waitUntilIdle()
        let all = proxy.bytes(direction) - before
        var (cuts, places) = (0, 0)
        for place in stride(from: Self.greeting, to: all, by: Self.step) {
            places += 1
            let cutsBefore = proxy.cuts
            proxy.cut(after: place, direction)
            do {
                #expect(try await buy("cut-\(place)", bench).count == 1, "after \(place) of \(all) bytes")
            } catch { Issue.record("after \(place) of \(all) bytes: \(error)") }
            proxy.pass()
            cuts += proxy.cuts - cutsBefore
        }
        #expect(cuts > places - 10, "\(cuts) cuts of \(places)")
        #expect(bench.cloud.creates == places + 2)
        _ = try bench.journal(.read).verify()
    }
}
