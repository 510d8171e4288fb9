import CPHModel
import TestSupport
import Testing

@testable import Ledger

/// What every store promises, the file and the server: each test runs on both.
@Suite(.ownThreads)
struct ContractTests {
    @Test(arguments: StoreKind.allCases)
    func `what was bought is answered from the record, whichever run asks`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        let ids = try await bench.ledger().buy()
        #expect(ids == bench.cloud.serverIDs.reversed() && ids.count == 2)
        #expect(try await bench.ledger(run: "r2").buy() == ids)
        #expect(bench.cloud.creates == 1)
        #expect(try bench.journal(.read).verify().servers == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `other content under a known name is refused, and what differs is named`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        _ = try await bench.ledger().buy(.sample(count: 2))
        let error = await #expect(throws: CPHError.self) { try await bench.ledger(run: "r2").buy(.sample(count: 3)) }
        #expect(error?.code == "other_content" && error?.problems.isEmpty == false)
        #expect(bench.cloud.creates == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `the raw answer comes back byte by byte, whatever bytes it has`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        let ledger = try bench.ledger()
        _ = try await ledger.buy()
        let bytes = (0...255).map(UInt8.init) + Array("\\x41 'é' \u{1F600}".utf8)
        let journal = try bench.journal(.write, run: "r2")
        var record = try #require(try journal.purchases().first)
        let odd = Exchange(
            bytesSent: 3, failure: TransportFailure(.broken, "it's \\ gone\n"),
            partialAnswer: Answer(status: 599, headers: [Answer.Header("Date", "now")], body: bytes))
        record.attempt = 7
        do throws(StoreError) {
            try journal.store.begin("test", isDurable: true)
            try journal.insert(odd, record)
            try journal.store.commit("test")
        } catch { Issue.record("\(error)") }
        #expect(try journal.exchange(of: record) == odd)
    }

    @Test(arguments: StoreKind.allCases)
    func `of two runs that read the same, one records its intent and the other does not`(kind: StoreKind) throws {
        let bench = try kind.bench()
        let (first, second) = (try bench.journal(.write), try bench.journal(.write, run: "r2"))
        let record = PurchaseRecord(scope: "p", key: "n")
        #expect(try Self.intend(first, record).state == .sending)
        let error = #expect(throws: JournalError.self) { try Self.intend(second, record) }
        #expect(error?.isRace == true, "\(String(describing: error))")
        #expect(try second.records(scope: "p").map(\.revision) == [3])
        #expect(try second.verify().events == 4)
    }

    @Test(arguments: StoreKind.allCases)
    func `a record that changed since it was read is not written over`(kind: StoreKind) throws {
        let bench = try kind.bench()
        let (first, second) = (try bench.journal(.write), try bench.journal(.write, run: "r2"))
        let old = try Self.intend(first, PurchaseRecord(scope: "p", key: "n"))
        let doubt = Journal.Draft(kind: .recovered, to: .inDoubt)
        let write = { (journal: Journal) in
            try journal.append(
                [doubt], to: old, at: 2, "test", open: .findingOpen, durable: .findingDurable, isEvidence: true)
        }
        _ = try write(second)
        let error = #expect(throws: JournalError.self) { try write(first) }
        #expect(error?.isRace == true, "\(String(describing: error))")
        #expect(try first.verify().purchases == 1)
    }

    /// Tampering that each engine refuses by itself, and what it says.
    static let tampering = [
        ("UPDATE event SET detail = 'x' WHERE seq = 1", "events are never changed"),
        ("DELETE FROM event WHERE seq = 1", "events are never deleted"),
        ("UPDATE purchase SET state = 'planned', revision = revision + 1", "no such step between states"),
        ("DELETE FROM purchase", "purchases are never deleted"),
        (
            "INSERT INTO purchase VALUES (9, 's', 'k', '', 'accepted', 1, NULL, 0)",
            "a purchase starts as planned"
        ),
    ]

    @Test(arguments: StoreKind.allCases)
    func `the tables themselves refuse what no run may do`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        _ = try await bench.ledger().buy()
        let journal = try bench.journal(.write, run: "r2")
        for (sql, words) in Self.tampering {
            let error = #expect(throws: StoreError.self) {
                try journal.store.begin("test", isDurable: true)
                defer { journal.store.rollback() }
                try journal.store.run(sql, [], "test")
                try journal.store.commit("test")
            }
            // There one guard refuses both.
            let isDeleting = kind != .file && words == "events are never deleted"
            let expected = isDeleting ? "events are never changed" : words
            #expect(error?.message.contains(expected) == true, "\(sql): \(String(describing: error))")
        }
        #expect(try journal.verify().purchases == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `the limit of a day is decided in the transaction of the intent`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        var limits = SpendLimits.everything
        limits.serversPerDay = 4
        let guards = try ["r1", "r2"].map { run in
            let ledger = try bench.ledger(run: run, lockScope: .purchase, lockWait: .seconds(60))
            return SpendGuard(ledger, limits: limits, approver: nil)
        }
        let bought = await withTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                group.addTask { (try? await guards[number % 2].buy(.sample("n\(number)", count: 1)))?.count ?? 0 }
            }
            return await group.reduce(0, +)
        }
        #expect(bought == 4 && bench.cloud.serverIDs.count == 4)
    }

    /// What a purchase's first send writes.
    static func intend(_ journal: Journal, _ record: PurchaseRecord) throws(JournalError) -> PurchaseRecord {
        try journal.append(
            [
                .init(kind: .planned, to: .planned), .init(kind: .approved, to: .approved),
                .init(kind: .sending, to: .sending),
            ],
            to: record, at: 1, "test", open: .intentOpen, durable: .intentDurable, isEvidence: true)
    }
}

extension JournalError {
    /// Whether another run was faster.
    var isRace: Bool { if case .raced = self { true } else { false } }
}
