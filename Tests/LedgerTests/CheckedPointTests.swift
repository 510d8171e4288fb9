import CPHModel
import Glibc
import Testing

@testable import Ledger

/// What was checked before is not checked again, and is looked at again where money depends on it.
struct CheckedPointTests {
    private let bench: Bench

    /// A ledger with enough history for a point beside it, closed.
    init() throws { bench = try Bench() }

    private func fill(_ count: Int = 60) async throws {
        let ledger = try bench.ledger(settle: .zero)
        for number in 0..<count { _ = try await ledger.buy(.sample("n\(number)", count: 1)) }
        _ = try await ledger.end(exit: 0)
    }

    private var point: CheckedPoint.Content? { CheckedPoint(file: bench.file + ".checked").read() }

    /// Changes the digit before the quotation mark at the end of `word` in the file, behind SQLite's back.
    private func damage(_ word: String) throws {
        var bytes = try bench.bytes("state/ledger.db")
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array(word.utf8)) })
        bytes[place + word.utf8.count - 3] ^= 1
        try bench.write(bytes, "state/ledger.db")
        bench.removeSideFiles()
    }

    @Test func `a run leaves a point at the end of the chain, and the next begins behind it`() async throws {
        try await fill()
        let head = try bench.journal(.read).verify()
        #expect(point?.seq == head.events && point?.hash == head.headHash)
        try damage(#"\"server_name\":\"n7\""#)
        let journal = try bench.journal(.read)
        #expect(throws: CPHError.self) { try journal.verify() }
    }

    @Test func `a purchase whose history was changed before the point is neither answered nor sent again`() async throws
    {
        try await fill()
        try damage(#"\"server_name\":\"n7\""#)
        let creates = bench.cloud.creates
        let ledger = try bench.ledger(run: "r2", settle: .zero)
        let error = await #expect(throws: CPHError.self) { try await ledger.buy(.sample("n7", count: 1)) }
        #expect(error?.code == "damaged" && error?.message.contains("the hash chain breaks at event") == true)
        #expect(bench.cloud.creates == creates)
    }

    @Test(arguments: ["", "x 1 y 2 z\n", "00 5 00 5 0\n", String(repeating: "9", count: 5000)])
    func `a point that says nothing, or is of another file, means a look at everything`(text: String) async throws {
        try await fill()
        try bench.write(Array(text.utf8), "state/ledger.db.checked")
        try damage(#"\"server_name\":\"n7\""#)
        let error = #expect(throws: CPHError.self) { try bench.journal(.read) }
        #expect(error?.code == "damaged")
    }

    @Test func `a point ahead of the file means a look at everything, and the mark says that it is older`() async throws
    {
        try await fill()
        let backup = try bench.bytes("state/ledger.db")
        try await fill(120)
        try bench.write(backup, "state/ledger.db")
        bench.removeSideFiles()
        let error = #expect(throws: CPHError.self) { try bench.journal(.read) }
        #expect(error?.code == "rolled_back")
    }

    @Test(arguments: [
        (10_000, 20_000, 0, true), (10_000, 19_999, 0, false), (300, 10_299, 0, false), (300, 10_300, 0, true),
        (300, 301, 604_799, false), (300, 301, 604_800, true), (300, 301, -1, true),
    ])
    func `all is looked at again when the history has doubled, and once a week`(
        full: Int, head: Int, after: Int, due: Bool
    ) {
        let known = CheckedPoint.Content(ledgerID: "a", seq: full, hash: "h", fullSeq: full, fullAt: 1_000_000)
        #expect(CheckedPoint.isDue(known, head: head, now: 1_000_000 + after) == due)
    }

    /// Makes the tables those of an older version.
    private func goBack(to version: Int) throws {
        let statements = FileSchema.statements(of: version)
        func named(_ name: String) -> String { statements.filter { $0.contains(name) }.joined(separator: "; ") }
        let others =
            """
            DROP INDEX purchase_order; DROP INDEX purchase_key; DROP INDEX purchase_state; DROP INDEX event_plan;
            DROP TRIGGER purchase_moves; \(named("purchase_moves"));
            """
        try bench.execute(
            "DROP TABLE sent; DROP INDEX event_policy; \(version < 2 ? others : named(" sent ")); PRAGMA user_version = \(version)"
        )
        guard version == 2 else { return }
        try bench.execute("INSERT INTO sent SELECT id, scope, 1, 1 FROM purchase")
    }

    @Test(arguments: [1, 2])
    func `a ledger of a format before is brought to the newest by its next purchase, and counts the day right`(
        version: Int
    ) async throws {
        try await fill(3)
        try goBack(to: version)
        #expect(try bench.journal(.read).purchases().count == 3)
        let ledger = try bench.ledger(run: "r2", settle: .zero)
        _ = try await ledger.buy(.sample("n9", count: 2))
        _ = try await ledger.end(exit: 0)
        let journal = try bench.journal(.read)
        #expect(journal.version == LedgerFormat.version)
        _ = try journal.verify()
        #expect(try journal.servers(sentIn: 0..<Int.max) == 5)
        #expect(try journal.money(sentSince: 0).unpriced == "n0")
    }

    @Test(arguments: [
        "DELETE FROM sent WHERE purchase = 1", "UPDATE sent SET at = at - 1", "UPDATE sent SET servers = 9",
        "UPDATE sent SET currency = 'CNY', amount = 1",
    ])
    func `a table of sends that is not what the events say is noticed by verify`(sql: String) async throws {
        try await fill(3)
        try bench.execute(sql)
        let error = #expect(throws: CPHError.self) { try bench.journal(.read).verify() }
        #expect(error?.code == "damaged")
    }

    @Test func `a purchase whose row is gone or is called otherwise is not bought again`() async throws {
        let remains = try #require(FileSchema.statements(of: 2).first { $0.contains("purchase_remains") })
        for sql in [
            "UPDATE purchase SET key = 'other' WHERE key = 'n1'",
            """
            DROP TRIGGER purchase_remains; DELETE FROM sent WHERE purchase = 2; DELETE FROM server WHERE purchase = 2;
            DELETE FROM attempt WHERE purchase = 2; DELETE FROM purchase WHERE id = 2; \(remains)
            """,
        ] {
            let bench = try Bench()
            let ledger = try bench.ledger(settle: .zero)
            for number in 0..<3 { _ = try await ledger.buy(.sample("n\(number)", count: 1)) }
            _ = try await ledger.end(exit: 0)
            try bench.execute(sql)
            let error = #expect(throws: CPHError.self) { try bench.ledger(run: "r2") }
            #expect(error?.code == "damaged", "\(error?.message ?? "")")
        }
    }

    @Test func `a run that looked before another brought the file to a newer format goes on with it`() async throws {
        try await fill(3)
        try goBack(to: 1)
        let early = try bench.ledger(run: "early", settle: .zero, lockScope: .purchase)
        let late = try bench.ledger(run: "late", settle: .zero)
        _ = try await late.buy(.sample("late", count: 1))
        _ = try await late.end(exit: 0)
        _ = try await early.buy(.sample("early", count: 1))
        #expect(try bench.journal(.read).verify().purchases == 5)
    }

    @Test func `who only reads leaves no point`() async throws {
        try await fill()
        unlink(bench.file + ".checked")
        _ = try bench.journal(.read).verify()
        #expect(point == nil)
    }
}
