import CPHModel
import Files
import PostgresSupport
import TestSupport
import Testing

@testable import Ledger

/// The server goes away after the send: the answer waits on this machine until it is back.
@Suite(.ownThreads)
struct ServerSpoolTests {
    private func away(_ cluster: PostgresCluster, at step: CrashPoint = .answered) -> CrashPointHook {
        { (reached: CrashPoint) throws(CrashPointFault) in if reached == step { cluster.kill() } }
    }

    @Test(arguments: [CrashPoint.answered, .answerOpen, .answerDurable, .outcomeOpen])
    func `the next run records the answer before it asks anybody`(step: CrashPoint) async throws {
        let cluster = try PostgresCluster()
        let bench = try Bench()
        let place = try PlacedLedger(.server, bench, on: cluster)
        try place.setUp()
        let error = await #expect(throws: CPHError.self) { try await place.ledger(hook: away(cluster, at: step)).buy() }
        #expect(error?.kind == .ledger && error?.maybeDone == true && error?.result?.serverIDs?.count == 2)
        #expect(Files.list("\(bench.folder)/spool").count == 1, "\(bench.said.text)")
        let unreachable = await #expect(throws: CPHError.self) { try await place.ledger("r2").buy(.sample("game-2")) }
        #expect(unreachable?.kind == .ledger && bench.cloud.creates == 1)
        try cluster.start()
        let lists = bench.cloud.lists
        let ids = try await place.ledger("r3").buy()
        #expect(ids == bench.cloud.serverIDs.reversed() && bench.cloud.creates == 1 && bench.cloud.lists == lists)
        #expect(Files.list("\(bench.folder)/spool").isEmpty)
        #expect(try place.verify().inDoubt.isEmpty && place.verify().servers == 2)
    }

    @Test func `a machine that remembers nothing gets the answer from the log of the one that sent`() async throws {
        let cluster = try PostgresCluster()
        let bench = try Bench()
        let place = try PlacedLedger(.server, bench, on: cluster)
        try place.setUp()
        _ = try? await place.ledger(hook: away(cluster)).buy()
        try cluster.start()
        Files.remove("\(bench.folder)/spool")
        let document = try #require(AnswerDocument.all(in: Array(bench.said.text.utf8)).first?.document)
        #expect(!document.ledger.contains(PostgresCluster.password) && document.ledger.hasPrefix("postgresql"))
        // Another machine has looked meanwhile, and found nothing.
        bench.cloud.change { $0.listFails = true }
        _ = try? await place.ledger("r2").buy()
        #expect(try place.verify().inDoubt.map(\.state) == [.inDoubt])
        let ledger = try place.ledger("r3")
        #expect(try await ledger.deliver(document) == .recorded(from: .inDoubt, to: .adopted))
        #expect(try await ledger.deliver(document) == .known)
        #expect(try await place.ledger("r4").buy() == bench.cloud.serverIDs.reversed() && bench.cloud.creates == 1)
    }
}
