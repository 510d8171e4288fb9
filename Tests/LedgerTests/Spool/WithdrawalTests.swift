import CPHModel
import Files
import PostgresSupport
import Synchronization
import TestSupport
import Testing

@testable import Ledger

/// Nothing is sent under an intent of which it can't be told whether it is recorded; whoever comes next is told so.
@Suite(.ownThreads)
struct WithdrawalTests {
    /// Records a run's intent, and leaves the document by which that run says that it has sent nothing under it.
    ///
    /// - Parameter hash: What the document takes for the intent's hash; the right one unless given.
    private func stage(_ bench: Bench, hash: String? = nil) throws {
        let call = Operations.createServer.call(.sample())
        let content = try PurchaseContent(call)
        let journal = try bench.journal(.write, run: "dead")
        #expect(try journal.store.owners?.take("game-1", scope: bench.scope) == nil)
        let record = try journal.append(
            [
                .init(kind: .planned, to: .planned, detail: Ledger.plan(content)),
                .init(kind: .approved, to: .approved),
                .init(kind: .sending, to: .sending, detail: ["attempt": 1, "sent_at": 1]),
            ],
            to: PurchaseRecord(scope: bench.scope, key: "game-1"), at: 1, "test", open: .intentOpen,
            durable: .intentDurable)
        journal.store.owners?.release("game-1", scope: bench.scope)
        let intent = try #require(try journal.events(of: record.id).last)
        _ = try Spool("\(bench.folder)/spool").put(
            AnswerDocument(
                ledgerID: journal.ledgerID, ledger: journal.file, scope: bench.scope, name: "game-1", attempt: 1,
                contentHash: content.sha256, run: journal.run?.id ?? "", at: 2,
                exchange: Exchange(bytesSent: 0, failure: TransportFailure(.unavailable, "nothing was sent")),
                response: CreateServerResponse(), cause: "the server went away",
                intent: hash ?? String(hex: intent.hash)))
    }

    private func states(_ bench: Bench) throws -> [PurchaseState?] {
        let journal = try bench.journal(.read)
        let record = try #require(try journal.purchases(named: "game-1").first)
        return try journal.events(of: record.id).map(\.to).filter { $0 != nil }
    }

    @Test(arguments: [StoreKind.file, .server])
    func `the next run says it for a run that has ended, and buys`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        try stage(bench)
        #expect(try await bench.ledger(run: "r2").buy() == bench.cloud.serverIDs.reversed())
        #expect(bench.cloud.creates == 1 && Files.list("\(bench.folder)/spool").isEmpty)
        #expect(bench.said.text.contains("that nothing was sent as send 1 of \"game-1\""), "\(bench.said.text)")
        #expect(bench.said.text.contains("recorded; the purchase went from sending to not_sent"), "\(bench.said.text)")
        let states = try states(bench)
        #expect(states == [.planned, .approved, .sending, .notSent, .planned, .approved, .sending, .accepted])
    }

    @Test(arguments: [StoreKind.file, .server])
    func `it is believed of that very intent alone`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        try stage(bench, hash: String(repeating: "0", count: 64))
        let error = await #expect(throws: CPHError.self) {
            try await bench.ledger(run: "r2", settle: .zero).buy()
        }
        #expect(error?.kind == .inDoubt && bench.cloud.creates == 0 && bench.cloud.lists > 0)
        #expect(Files.list("\(bench.folder)/spool").isEmpty)
    }

    @Test(arguments: [StoreKind.file, .server])
    func `what somebody has looked up since stays as it was found`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        try stage(bench)
        let spool = Spool("\(bench.folder)/spool")
        let document = try #require(spool.waiting().first?.document)
        for file in spool.waiting() { spool.remove(file.path) }
        _ = try? await bench.ledger(run: "r2", settle: .zero).buy()
        _ = try spool.put(document)
        let error = await #expect(throws: CPHError.self) {
            try await bench.ledger(run: "r3", settle: .zero).buy()
        }
        #expect(error?.kind == .inDoubt && bench.cloud.creates == 0)
        #expect(try states(bench).last == .inDoubt && spool.waiting().isEmpty)
    }

    @Test func `a server that goes away during the commit leaves it to the next run, whatever it has kept`()
        async throws
    {
        let bench = try StoreKind.server.bench()
        let database = try #require(bench.database)
        let proxy = try CuttingProxy(to: database.cluster.port)
        bench.address = database.cluster.tcpAddress(database: database.name, port: proxy.port)
        bench.lease = .seconds(1)
        // What the server answers to the intent, of which the last few bytes say that it is committed.
        let counts = Mutex<[CrashPoint: Int]>([:])
        let counting: CrashPointHook = { (step: CrashPoint) throws(CrashPointFault) in
            counts.withLock { $0[step] = proxy.bytes(.toClient) }
        }
        _ = try await bench.ledger(run: "r0", hook: counting).buy(.sample("game-0"))
        let answer = counts.withLock { ($0[.intentDurable] ?? 0) - ($0[.intentOpen] ?? 0) }
        var kept = 0
        for missing in [1, 6, 12, 18, 40] {
            let name = "game-\(missing)"
            let hook: CrashPointHook = { (step: CrashPoint) throws(CrashPointFault) in
                if step == .intentOpen { proxy.cut(after: answer - missing, .toClient, isForGood: true) }
            }
            let sold = bench.cloud.creates
            let first = try bench.ledger(run: "first \(missing)", hook: hook)
            let error = await #expect(throws: CPHError.self) { try await first.buy(.sample(name)) }
            proxy.pass()
            #expect(error?.message.contains("nothing was sent") == true && bench.cloud.creates == sold, "\(missing)")
            kept += try bench.journal(.read).purchases(named: name).first?.state == .sending ? 1 : 0
            let again = try await bench.ledger(run: "second \(missing)").buy(.sample(name))
            #expect(again.count == 2 && bench.cloud.creates == sold + 1)
            #expect(Files.list("\(bench.folder)/spool").isEmpty)
        }
        #expect(kept > 0, "none of the commits was made")
    }
}
