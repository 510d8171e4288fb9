import CPHModel
import Ledger
import Schema
import Testing

/// What operators read and decide: list, history, verify, export, resolve.
struct OperatorDecisionTests {
    private func doubtful(_ bench: Bench) async throws {
        _ = try? await bench.ledger(settle: .zero).buy()
        let state = try bench.journal(.read).purchases().first?.state
        #expect(state == .inDoubt)
    }

    @Test func `lists what was bought and how it came to that`() async throws {
        let bench = try Bench()
        let ids = try await bench.ledger().buy()
        let journal = try bench.journal(.read)
        let record = try #require(try journal.purchases().first)
        #expect(record.key == "game-1" && record.scope == "project" && record.state == .accepted)
        #expect(record.serverIDs == ids && record.orderID == "CS261" && record.count == 2 && record.months == 1)
        let history = try journal.history(of: record)
        #expect(history.map(\.kind) == [.planned, .approved, .sending, .answered, .outcome])
        #expect(history.map(\.to) == [.planned, .approved, .sending, nil, .accepted])
        #expect(try journal.answer(to: record)?.answer?.status == 200)
    }

    @Test func `exports each event as a line of JSON`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        _ = try await ledger.buy()
        let head = try await ledger.end(exit: 0)
        var lines: [Value] = []
        try bench.journal(.read).export { lines.append((try? Value(json: $0)) ?? .null) }
        let kinds = lines.map { $0.members?["kind"]?.text }
        #expect(kinds == ["run", "planned", "approved", "sending", "answered", "outcome", "ended"])
        #expect(lines.first?.members?["detail"]?.members?["script"] == "buy.lua")
        #expect(lines.dropFirst().first?.members?["server_name"] == "game-1")
        #expect(lines.last?.members?["hash"]?.text == head)
    }

    @Test func `verify counts what it checked`() async throws {
        let bench = try Bench(faults: [.none, .requestLost])
        let ledger = try bench.ledger(settle: .zero)
        _ = try? await ledger.buy(.sample("a"))
        _ = try? await ledger.buy(.sample("b"))
        let check = try bench.journal(.read).verify()
        #expect(check.events == 11 && check.purchases == 2 && check.servers == 2)
        #expect(check.inDoubt.map(\.key) == ["b"])
        #expect(check.headHash.utf8.count == 64)
    }

    @Test func `resolve adopts servers that exist, with the name of who said so`() async throws {
        let bench = try Bench(faults: [.requestLost])
        try await doubtful(bench)
        _ = try await bench.cloud.buy(.sample("renamed"))
        let ids = bench.cloud.serverIDs
        let record = try await bench.ledger().resolve("game-1", .adopt(ids), by: "ann")
        #expect(record.state == .adopted && Set(record.serverIDs) == Set(ids) && record.source == .person)
        #expect(Set(try await bench.ledger(run: "r3").buy()) == Set(ids))
        let journal = try bench.journal(.read)
        #expect(try journal.history(of: record).last?.detail["by"] == "ann")
    }

    @Test func `resolve adopts neither what does not exist nor what belongs to another purchase`() async throws {
        let bench = try Bench(faults: [.requestLost])
        try await doubtful(bench)
        let ledger = try bench.ledger()
        let unknown = await #expect(throws: CPHError.self) {
            try await ledger.resolve("game-1", .adopt(["nonesuch"]), by: "ann")
        }
        #expect(unknown?.kind == .api)
        let other = try await ledger.buy(.sample("other"))
        let taken = await #expect(throws: CPHError.self) {
            try await ledger.resolve("game-1", .adopt(other), by: "ann")
        }
        #expect(taken?.message.hasSuffix("belongs to another purchase of this ledger") == true)
    }

    @Test func `resolve by order finds servers under whatever name they have now`() async throws {
        let bench = try Bench(faults: [.requestLost])
        try await doubtful(bench)
        _ = try await bench.cloud.buy(.sample("renamed"))
        let record = try await bench.ledger().resolve("game-1", .order("CS261"), by: "ann")
        #expect(record.state == .adopted && record.orderID == "CS261" && record.serverIDs.count == 2)
    }

    @Test func `absent needs evidence, and an account that does not say otherwise`() async throws {
        let bench = try Bench(faults: [.requestLost])
        try await doubtful(bench)
        let ledger = try bench.ledger(settle: .zero)
        let empty = await #expect(throws: CPHError.self) {
            try await ledger.resolve("game-1", .absent(evidence: " "), by: "ann")
        }
        #expect(empty?.message == "say with --evidence how it is known that nothing was bought")
        let record = try await ledger.resolve("game-1", .absent(evidence: "support ticket 7"), by: "ann")
        #expect(record.state == .absent && record.reason == "support ticket 7")
        #expect(try await ledger.buy().count == 2)
        #expect(bench.cloud.sold == 1)
    }

    @Test func `absent is refused until the service has had its time to show what was bought`() async throws {
        let bench = try Bench(faults: [.requestLost])
        try await doubtful(bench)
        let ledger = try bench.ledger(settle: .zero, lag: .seconds(86_400))
        let early = await #expect(throws: CPHError.self) {
            try await ledger.resolve("game-1", .absent(evidence: "looked"), by: "ann")
        }
        #expect(early?.message.contains("and what is bought may show only after 24 h; nothing was changed") == true)
        #expect(try await ledger.purchases().first { $0.key == "game-1" }?.state == .inDoubt)
        try await bench.clock.pause(for: .seconds(86_400))
        #expect(try await ledger.resolve("game-1", .absent(evidence: "looked"), by: "ann").state == .absent)
    }

    @Test(arguments: ["", "a b", "CS1\n", "../x", "CS1;"])
    func `an order has to be one`(id: String) async throws {
        let bench = try Bench(faults: [.requestLost])
        try await doubtful(bench)
        let error = await #expect(throws: CPHError.self) {
            try await bench.ledger(settle: .zero).resolve("game-1", .order(id), by: "ann")
        }
        #expect(error?.message.hasSuffix("is no order id") == true)
    }

    @Test func `an order of another purchase is not given away`() async throws {
        let bench = try Bench(faults: [.requestLost])
        try await doubtful(bench)
        let ledger = try bench.ledger(settle: .zero)
        _ = try await ledger.buy(.sample("other"))
        let order = try #require(try await ledger.purchases().first { $0.key == "other" }?.orderID)
        let error = await #expect(throws: CPHError.self) {
            try await ledger.resolve("game-1", .order(order), by: "ann")
        }
        #expect(error?.message == "order \"\(order)\" is that of \"other\"; nothing was changed")
        #expect(try await ledger.purchases().first { $0.key == "game-1" }?.orderID == nil)
    }

    @Test func `absent is refused when the servers have shown up meanwhile`() async throws {
        let bench = try Bench(faults: [.answerLost], lag: 4)
        try await doubtful(bench)
        bench.cloud.change { for index in $0.servers.indices { $0.servers[index].hiddenFor = 0 } }
        let error = await #expect(throws: CPHError.self) {
            try await bench.ledger().resolve("game-1", .absent(evidence: "looked"), by: "ann")
        }
        #expect(error?.message.hasPrefix("the account shows servers of \"game-1\"") == true)
    }

    @Test func `a late purchase after absent is never followed by a second`() async throws {
        let bench = try Bench(faults: [.late])
        bench.cloud.change { $0.lateness = 9 }
        try await doubtful(bench)
        let ledger = try bench.ledger(settle: .zero)
        _ = try await ledger.resolve("game-1", .absent(evidence: "looked"), by: "ann")
        bench.cloud.change { for index in $0.late.indices { $0.late[index].lists = 1 } }
        let error = await #expect(throws: CPHError.self) { try await ledger.buy() }
        #expect(error?.code == "name_taken")
        #expect(bench.cloud.sold == 1)
        #expect(try await ledger.resolve("game-1", .look, by: "ann").state == .adopted)
    }

    @Test func `a lost ledger is rebuilt by adopting what the account has`() async throws {
        let bench = try Bench()
        let ids = try await bench.cloud.buy()
        let ledger = try bench.ledger()
        await #expect(throws: CPHError.self) { try await ledger.buy() }
        _ = try await ledger.resolve("game-1", .adopt(ids), by: "ann")
        #expect(Set(try await ledger.buy()) == Set(ids))
        #expect(bench.cloud.creates == 1)
    }

    @Test func `what is settled can't be resolved`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        _ = try await ledger.buy()
        let error = await #expect(throws: CPHError.self) { try await ledger.resolve("game-1", .look, by: "ann") }
        #expect(error?.message == "\"game-1\" is bought: there is nothing to resolve")
        let unknown = await #expect(throws: CPHError.self) { try await ledger.resolve("x", .look, by: "ann") }
        #expect(unknown?.message == "the ledger has no purchase \"x\" in project project")
    }
}
