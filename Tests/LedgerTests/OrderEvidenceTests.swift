import CPHModel
import Testing

@testable import Ledger

/// What the account's orders say when a person decides about a purchase in doubt.
struct OrderEvidenceTests {
    private let billing = FakeBilling()
    private let bench: Bench

    init() throws { bench = try Bench(faults: [.requestLost]) }

    /// A ledger with `game-1` in doubt, of which the account shows no server.
    private func doubtful() async throws -> (ledger: Ledger, sentAt: Int) {
        let first = try bench.ledger(settle: .zero)
        _ = try? await first.buy()
        _ = try await first.end(exit: 0)
        let sentAt = try #require(
            try bench.journal(.read).purchases().first { $0.key == "game-1" }?.sentAt)
        return (try bench.ledger(run: "r2", settle: .zero), sentAt)
    }

    private func show(_ orders: [BilledOrder], servers: [(id: String, name: String?)] = []) {
        billing.state.withLock { state in
            (state.orders, state.servers) = (orders, servers.map { BilledServer(id: $0.id, name: $0.name) })
        }
    }

    private func refusal(_ ledger: Ledger, _ resolution: Resolution) async throws -> CPHError {
        let error = await #expect(throws: CPHError.self) {
            try await ledger.resolve("game-1", resolution, by: "ann", on: billing)
        }
        #expect(try await ledger.purchases().first { $0.key == "game-1" }?.state == .inDoubt)
        return try #require(error)
    }

    @Test(arguments: [-300, 0, 300])
    func `absent is refused while an order of the time of the send belongs to nobody`(seconds: Int) async throws {
        let (ledger, sentAt) = try await doubtful()
        show([BilledOrder(id: "CS9", createdAt: sentAt + seconds * 1000)])
        let error = try await refusal(ledger, .absent(evidence: "looked"))
        #expect(
            error.message == "1 order of the time when \"game-1\" was sent belongs to no purchase: \"CS9\"; "
                + "nothing was changed")
        #expect(error.hint?.contains("--order CS9, or --not-order CS9 beside --absent") == true)
        let record = try await ledger.resolve(
            "game-1", .absent(evidence: "a disk", others: ["CS9"]), by: "ann", on: billing)
        #expect(record.state == .absent)
    }

    @Test func `orders of another time, cancelled ones and those of other purchases do not hinder it`() async throws {
        let (ledger, sentAt) = try await doubtful()
        _ = try await ledger.buy(.sample("other"))
        let other = try #require(try await ledger.purchases().first { $0.key == "other" }?.orderID)
        show([
            BilledOrder(id: "CS1", createdAt: sentAt - 301_000), BilledOrder(id: "CS2", createdAt: sentAt + 3_600_000),
            BilledOrder(id: "CS3", createdAt: sentAt, isCancelled: true), BilledOrder(id: other, createdAt: sentAt),
        ])
        let record = try await ledger.resolve("game-1", .absent(evidence: "looked"), by: "ann", on: billing)
        #expect(record.state == .absent)
    }

    @Test func `an order of another project's purchase in the same file is not free`() async throws {
        let other = try bench.ledger(run: "r0", scope: "elsewhere")
        bench.cloud.change { $0.faults = [] }
        _ = try await other.buy(.sample("far"))
        _ = try await other.end(exit: 0)
        let order = try #require(try bench.journal(.read).purchases().first?.orderID)
        bench.cloud.change { $0.faults = [.requestLost] }
        let (ledger, sentAt) = try await doubtful()
        show([BilledOrder(id: order, createdAt: sentAt)])
        let error = try await refusal(ledger, .order(order))
        #expect(error.message == "order \"\(order)\" is that of \"far\"; nothing was changed")
        let record = try await ledger.resolve("game-1", .absent(evidence: "looked"), by: "ann", on: billing)
        #expect(record.state == .absent)
    }

    @Test func `orders that cannot be read are not taken for none`() async throws {
        let (ledger, _) = try await doubtful()
        billing.state.withLock { $0.failures = [true] }
        let error = try await refusal(ledger, .absent(evidence: "looked"))
        #expect(error.message == "the account's orders can't be looked at: no permission; nothing was changed")
        #expect(error.hint == "--without-orders decides without them")
    }

    @Test func `an order has to be the purchase's by its time, its servers and their names`() async throws {
        let (ledger, sentAt) = try await doubtful()
        #expect(try await refusal(ledger, .order("CSNOPE")).message == "the order CSNOPE does not exist")
        show([BilledOrder(id: "CS1", createdAt: sentAt - 301_000)])
        #expect(try await refusal(ledger, .order("CS1")).message.contains("before \"game-1\" was sent at "))
        show([BilledOrder(id: "CS1", createdAt: sentAt, isCancelled: true)])
        #expect(try await refusal(ledger, .order("CS1")).message.contains("was cancelled"))
        show([BilledOrder(id: "CS1", createdAt: sentAt)], servers: [("a", nil), ("b", nil), ("c", nil)])
        #expect(try await refusal(ledger, .order("CS1")).message.contains("has 3 servers, and \"game-1\" asked for 2"))
        show([BilledOrder(id: "CS1", createdAt: sentAt)], servers: [("a", "game-1-0001"), ("b", "web")])
        #expect(try await refusal(ledger, .order("CS1")).message.contains("has a server named \"web\""))
        let others = try await ledger.buy(.sample("other"))
        show([BilledOrder(id: "CS1", createdAt: sentAt)], servers: [(others[0], "game-1")])
        #expect(try await refusal(ledger, .order("CS1")).message.contains("which belongs to another purchase"))
        #expect(bench.cloud.sold == 1)
    }

    @Test func `the right order gives the purchase its servers, listed or not`() async throws {
        let (ledger, sentAt) = try await doubtful()
        show([BilledOrder(id: "CS1", createdAt: sentAt)], servers: [("a", "game-1-0001"), ("b", "game-1-0002")])
        let record = try await ledger.resolve("game-1", .order("CS1"), by: "ann", on: billing)
        #expect(record.state == .adopted && record.serverIDs == ["a", "b"] && record.orderID == "CS1")
    }

    @Test func `what cannot be read is said beside what can`() async throws {
        let (ledger, _) = try await doubtful()
        bench.cloud.change { $0.listFails = true }
        billing.state.withLock { $0.failures = [true] }
        let lines = try await ledger.evidence(for: "game-1", on: billing)
        #expect(lines.contains { $0.hasPrefix("  the account's servers can't be looked at: ") })
        #expect(lines.contains("  the account's orders can't be looked at: no permission"))
        #expect(lines.contains("decide with one of:"))
    }

    @Test func `a look that decides nothing shows what there is to decide by`() async throws {
        let (ledger, sentAt) = try await doubtful()
        show([BilledOrder(id: "CS9", createdAt: sentAt), BilledOrder(id: "CS8", createdAt: nil, isCancelled: true)])
        let lines = try await ledger.evidence(for: "game-1", on: billing)
        #expect(lines.first?.hasPrefix("game-1: 2 servers for 1 month, sent at 2026-") == true)
        #expect(lines.contains("  no server of that name"))
        #expect(lines.contains { $0.hasPrefix("  order CS9, made at 2026-") })
        #expect(lines.contains("  order CS8, cancelled"))
        #expect(lines.last == "  cph ledger resolve game-1 --absent --evidence \"HOW YOU KNOW\"")
        _ = try await bench.cloud.buy(.sample("game-1"))
        let id = try #require(bench.cloud.serverIDs.first)
        let more = try await ledger.evidence(for: "game-1", on: billing)
        #expect(more.contains { $0.hasPrefix("  server \(id), named game-1") })
        #expect(try await ledger.purchases().first { $0.key == "game-1" }?.state == .inDoubt)
    }
}
