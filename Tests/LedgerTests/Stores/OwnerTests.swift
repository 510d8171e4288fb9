import CPHModel
import PostgresSupport
import Synchronization
import TestSupport
import Testing

@testable import Ledger

/// Who works on a name, where several machines share a ledger: of one name exactly one run sends, whatever the timing.
@Suite(.ownThreads)
struct OwnerTests {
    /// Does something at the moment when the request is under way.
    private struct Interrupted: CloudPhoneAPI {
        let cloud: FakeCloud
        let body: @Sendable () async -> Void

        func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
            let exchange = try await cloud.exchange(call)
            if call.effect == .purchase { await body() }
            return exchange
        }
    }

    /// Lets every lease be over, by the server's clock.
    private static func lapse(_ database: TestDatabase?) {
        _ = try? database?.run("UPDATE cph.lease SET until = clock_timestamp() - interval '1 s'")
    }

    @Test func `a name whose owner lives is waited for, and a line says who has it`() async throws {
        let bench = try StoreKind.server.bench()
        // Longer than any machine that runs the tests may let a sign of life wait for its turn.
        bench.lease = .seconds(1800)
        let (first, second) = (try bench.ledger(), try bench.ledger(run: "r2"))
        let call = Operations.createServer.call(.sample())
        let (asked, answered) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        let holder = Task {
            try await first.purchase(call) { (_: PurchaseSummary) async throws(CPHError) in
                asked.continuation.finish()
                for await _ in answered.stream {}
                return Approval(.none)
            }
        }
        for await _ in asked.stream {}
        let other = Task { try await second.buy() }
        await bench.said.wait(for: "waiting", from: other)
        #expect(
            bench.said.text.contains("waiting for \"game-1\", which process 7 of ann@here running buy.lua, since 20"))
        #expect(bench.cloud.creates == 0)
        answered.continuation.finish()
        _ = try await holder.value
        #expect(try await other.value == bench.cloud.serverIDs.reversed())
        #expect(bench.cloud.creates == 1)
    }

    @Test func `other names are bought meanwhile`() async throws {
        let bench = try StoreKind.server.bench()
        let owner = try bench.journal(.write, run: "r0")
        #expect(try owner.store.owners?.take("a", scope: "project") == nil)
        _ = try await bench.ledger().buy(.sample("b"))
        #expect(bench.cloud.creates == 1 && !bench.said.text.contains("waiting"))
    }

    @Test func `a name whose owner has lapsed is taken over, looked up and never sent again`() async throws {
        let bench = try StoreKind.server.bench()
        let dead = try bench.journal(.write, run: "dead")
        #expect(try dead.store.owners?.take("game-1", scope: "project") == nil)
        let plan = try Ledger.plan(PurchaseContent(Operations.createServer.call(.sample())))
        _ = try dead.append(
            [
                .init(kind: .planned, to: .planned, detail: plan), .init(kind: .approved, to: .approved),
                .init(kind: .sending, to: .sending, detail: ["attempt": 1, "sent_at": 1]),
            ],
            to: PurchaseRecord(scope: "project", key: "game-1"), at: 1, "test", open: .intentOpen,
            durable: .intentDurable)
        Self.lapse(bench.database)
        let error = await #expect(throws: CPHError.self) { try await bench.ledger(settle: .zero).buy() }
        #expect(error?.kind == .inDoubt && bench.cloud.creates == 0 && bench.cloud.lists > 0)
    }

    @Test func `a run that stood still before the send, for longer than its lease, sends nothing`() async throws {
        let bench = try StoreKind.server.bench()
        let time = Mutex(1000)
        bench.uptime = { time.withLock { $0 } }
        let hook: CrashPointHook = { (step: CrashPoint) throws(CrashPointFault) in
            if step == .intentDurable { time.withLock { $0 += 60_000 } }
        }
        _ = try? await bench.ledger(hook: hook).buy()
        #expect(bench.cloud.creates == 0)
        #expect(try bench.journal(.read).purchases().map(\.state) == [.notSent])
        bench.uptime = nil
        #expect(try await bench.ledger(run: "r2").buy().count == 2)
    }

    @Test func `a run whose name was taken while it stood still before the intent writes nothing`() async throws {
        let bench = try StoreKind.server.bench()
        let (ledger, database) = (try bench.ledger(), bench.database)
        let call = Operations.createServer.call(.sample())
        let error = await #expect(throws: CPHError.self) {
            try await ledger.purchase(call) { (_: PurchaseSummary) async throws(CPHError) in
                // Another run takes the name over.
                _ = try? database?.run("UPDATE cph.claim SET run = 'r2', epoch = epoch + 1")
                return Approval(.none)
            }
        }
        #expect(error?.code == "raced" && bench.cloud.creates == 0)
        #expect(try bench.journal(.read).purchases().isEmpty)
    }

    @Test func `a late answer of a run that lost its name is kept as evidence, and the name is bought once`()
        async throws
    {
        let bench = try StoreKind.server.bench()
        let (other, database, cloud) = (try bench.ledger(run: "r2", settle: .zero), bench.database, bench.cloud)
        let ledger = try bench.ledger(
            in: Interrupted(cloud: cloud) {
                Self.lapse(database)
                cloud.change { state in for index in state.servers.indices { state.servers[index].hiddenFor = 9 } }
                _ = try? await other.buy()
            })
        let error = await #expect(throws: CPHError.self) { try await ledger.buy() }
        #expect(error != nil && bench.cloud.creates == 1)
        let record = try #require(try bench.journal(.read).purchases().first)
        #expect(record.namedServers.sorted() == bench.cloud.serverIDs.sorted(), "\(record)")
        #expect(try bench.journal(.read).verify().purchases == 1)
    }

    @Test
    func `after another server took over, nothing is bought until the account shows what the old one had recorded`()
        async throws
    {
        let bench = try StoreKind.server.bench()
        (bench.lease, bench.lag) = (.milliseconds(400), .milliseconds(400))
        _ = try bench.database?.run("UPDATE cph.site SET identity = 'the server before'")
        let start = ContinuousClock.now
        _ = try await bench.ledger().buy()
        #expect(bench.said.text.contains("another server has taken over"), "\(bench.said.text)")
        #expect(ContinuousClock.now - start >= .milliseconds(800) && bench.cloud.creates == 1)
        _ = try await bench.ledger(run: "r2").buy(.sample("next"))
        #expect(bench.cloud.creates == 2)
    }

    @Test func `a name that could not be given back is free as soon as its run takes another`() throws {
        let bench = try StoreKind.server.bench()
        let database = try #require(bench.database)
        let other = try bench.journal(.write, run: "r2")
        let proxy = try CuttingProxy(to: database.cluster.port)
        bench.address = database.cluster.tcpAddress(database: database.name, port: proxy.port)
        let journal = try bench.journal(.write, run: "r1")
        #expect(try journal.store.owners?.take("a", scope: "s") == nil)
        proxy.refuse()
        journal.store.owners?.release("a", scope: "s")
        proxy.pass()
        guard case .held? = try other.store.owners?.take("a", scope: "s") else {
            Issue.record("it was given back all the same")
            return
        }
        #expect(try journal.store.owners?.take("b", scope: "s") == nil)
        #expect(try other.store.owners?.take("a", scope: "s") == nil)
    }

    @Test func `a name of which it is not known whether it was taken is free as soon as its run takes another`() throws
    {
        let bench = try StoreKind.server.bench()
        let database = try #require(bench.database)
        let proxy = try CuttingProxy(to: database.cluster.port)
        bench.address = database.cluster.tcpAddress(database: database.name, port: proxy.port)
        let journal = try bench.journal(.write, run: "r1")
        let other = try bench.journal(.write, run: "r2")
        #expect(try journal.store.owners?.take("first", scope: "s") == nil)
        var taken = 0
        // The server says little: somewhere here only the last word is missing.
        for bytes in stride(from: 0, to: 600, by: 12) {
            proxy.cut(after: bytes, .toClient, isForGood: true)
            let hindrance = Result { try journal.store.owners?.take("n\(bytes)", scope: "s") }
            proxy.pass()
            guard case .failure = hindrance else { break }
            let owner = try database.run("SELECT run FROM cph.claim WHERE key = 'n\(bytes)'")
            taken += owner.hasPrefix("r1") ? 1 : 0
            #expect(try journal.store.owners?.take("next", scope: "s") == nil)
            #expect(try other.store.owners?.take("n\(bytes)", scope: "s") == nil, "after \(bytes) bytes")
            journal.store.owners?.release("next", scope: "s")
        }
        #expect(taken > 0, "none was taken at the server")
    }

    @Test func `a server that has forgotten what gave a name back lets no two runs wait for each other`() throws {
        let bench = try StoreKind.server.bench()
        let (one, other) = (try bench.journal(.write, run: "r1"), try bench.journal(.write, run: "r2"))
        for name in ["a", "b"] {
            #expect(try one.store.owners?.take(name, scope: "s") == nil)
            one.store.owners?.release(name, scope: "s")
        }
        // As a server does that was killed: what it forgets is at most some tenths of a second old.
        _ = try bench.database?.run("UPDATE cph.claim SET run = 'r1 of project', epoch = epoch + 1 WHERE key = 'a'")
        _ = try bench.database?.run("UPDATE cph.claim SET run = 'r2 of project', epoch = epoch + 1 WHERE key = 'b'")
        for journal in [one, other] { try journal.store.owners?.renew() }
        #expect(try one.store.owners?.take("b", scope: "s") == nil && other.store.owners?.take("a", scope: "s") == nil)
        // Whoever has to wait gives up what is not theirs, without a sign of life.
        _ = try bench.database?.run("UPDATE cph.claim SET run = 'r1 of project', epoch = epoch + 1 WHERE key = 'a'")
        #expect(try other.store.owners?.take("c", scope: "s") == nil)
        guard case .held? = try one.store.owners?.take("c", scope: "s") else {
            Issue.record("a name has two owners")
            return
        }
        #expect(try other.store.owners?.take("a", scope: "s") == nil)
    }

    @Test func `an epoch grows with each owner and never goes back`() throws {
        let bench = try StoreKind.server.bench()
        for run in ["r1", "r2", "r3"] {
            let journal = try bench.journal(.write, run: run)
            #expect(try journal.store.owners?.take("n", scope: "s") == nil)
            journal.store.owners?.release("n", scope: "s")
        }
        #expect(try bench.database?.run("SELECT epoch FROM cph.claim").contains("3") == true)
        #expect(throws: (any Error).self) { try bench.database?.run("UPDATE cph.claim SET epoch = 1") }
        #expect(throws: (any Error).self) { try bench.database?.run("DELETE FROM cph.claim") }
    }
}

/// Taking a name from whoever has it.
@Suite(.ownThreads)
struct UnlockTests {
    @Test func `a person takes a name from a run that lives, with a reason, and the record says so`() throws {
        let bench = try StoreKind.server.bench()
        let holder = try bench.journal(.write, run: "r1")
        #expect(try holder.store.owners?.take("n", scope: "p") == nil)
        let journal = try bench.journal(.write, run: "r2")
        let words = try journal.unlock("n", reason: "the runner hangs", by: "bob", at: 5)
        #expect(words == ["process 7 of ann@here running buy.lua"])
        var lines: [String] = []
        try journal.export { lines.append($0) }
        let last = try #require(lines.last)
        for word in ["unlocked", "the runner hangs", "\"by\":\"bob\"", "ann@here"] {
            #expect(last.contains(word), "\(last)")
        }
        let record = PurchaseRecord(scope: "p", key: "n")
        let draft = Journal.Draft(kind: .planned, to: .planned)
        let error = #expect(throws: JournalError.self) {
            try holder.append([draft], to: record, at: 6, "test", open: .intentOpen, durable: .intentDurable)
        }
        #expect(error?.isRace == true)
        #expect(try journal.store.owners?.take("n", scope: "p") == nil)
    }

    @Test func `without a reason, without a holder or on a file nothing is unlocked`() throws {
        let bench = try StoreKind.server.bench()
        let journal = try bench.journal(.write)
        #expect(try journal.store.owners?.take("n", scope: "p") == nil)
        let message = { (journal: Journal, name: String, reason: String) in
            do throws(CPHError) { return "\(try journal.unlock(name, reason: reason, by: "bob", at: 5))" } catch {
                return error.message
            }
        }
        #expect(message(journal, "n", " ").contains("--reason"))
        #expect(message(journal, "m", "why").contains("nobody has \"m\""))
        #expect(message(try Bench().journal(.write), "n", "why").contains("its lock ends with the run"))
    }
}
