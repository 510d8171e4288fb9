import CPHModel
import CSQLite
import Glibc
import Testing

@testable import Ledger

/// The file itself: who may read it, how it is synced, and what is said when it is not what it should be.
struct FileTests {
    private func refusal(_ bench: Bench, _ access: Journal.Access = .write) -> CPHError? {
        #expect(throws: CPHError.self) { try bench.journal(access).verify() }
    }

    @Test func `is made for its owner alone, in folders for its owner alone`() async throws {
        let bench = try Bench()
        _ = try await bench.ledger().buy()
        let ledger = try bench.ledger(run: "r2")
        _ = try await ledger.buy(.sample("b"))
        for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db.lock", "ledger.db.mark"] {
            #expect(try bench.mode("state/\(name)") == 0o600, "\(name)")
        }
        #expect(try bench.mode("state") == 0o700)
        #expect(try await ledger.purchases().count == 2)
    }

    @Test func `a second run at the same time is told who is first, and sends nothing`() async throws {
        let bench = try Bench()
        let first = try bench.ledger()
        _ = try await first.buy(.sample("a"))
        let error = await #expect(throws: CPHError.self) { try await bench.ledger(run: "r2").buy(.sample("b")) }
        #expect(error?.kind == .ledger && error?.code == "locked")
        #expect(
            error?.message
                == "the ledger \(bench.file) is in use by process 7 of ann@here running buy.lua; nothing was sent")
        try await first.end(exit: 0)
        #expect(try await bench.ledger(run: "r2").buy(.sample("b")).count == 2)
    }

    @Test(arguments: [Journal.Access.read, .write])
    func `a file with two names is refused by both`(access: Journal.Access) async throws {
        let bench = try Bench()
        _ = try await bench.ledger().buy()
        let other = "\(bench.file)-other"
        #expect(link(bench.file, other) == 0)
        #expect(refusal(bench, access)?.code == "linked")
        #expect(#expect(throws: CPHError.self) { try Journal.open(.file(other), access) }?.code == "linked")
        unlink(other)
        #expect(try bench.journal(access).verify().events > 0)
    }

    @Test func `the lock is the file's, by whatever name a run came to it`() throws {
        let bench = try Bench()
        try bench.makeFolder("state")
        close(open(bench.file, O_CREAT | O_WRONLY, 0o600))
        let other = "\(bench.file)-other"
        #expect(link(bench.file, other) == 0)
        var first: RunLock? = try RunLock(bench.file, holder: "first")
        #expect(first != nil)
        #expect(throws: RunLock.Failure.held(by: "another run, which reached it by another name")) {
            try RunLock(other, holder: "second")
        }
        first = nil
        _ = try RunLock(other, holder: "second")
    }

    @Test(arguments: [
        (mode_t(0o700), nil), (0o755, nil), (0o775, "folder_mode"), (0o777, "folder_mode"), (0o1777, nil),
    ])
    func `a folder that others may write is refused`(mode: mode_t, code: String?) async throws {
        let bench = try Bench()
        _ = try await bench.ledger().buy()
        let folder = String(bench.file.prefix(upTo: bench.file.lastIndex(of: "/") ?? bench.file.endIndex))
        #expect(chmod(folder, mode) == 0)
        defer { chmod(folder, 0o700) }
        if let code { #expect(refusal(bench)?.code == code) } else { _ = try bench.journal(.write).verify() }
    }

    @Test(arguments: ["-wal", "-shm", "-journal", ".lock", ".mark"])
    func `in a folder like tmp, nothing of another user stands beside it`(suffix: String) async throws {
        guard geteuid() == 0 else { return }  // nobody else can make a file of another user
        let bench = try Bench()
        _ = try await bench.ledger().buy()
        let folder = String(bench.file.prefix(upTo: bench.file.lastIndex(of: "/") ?? bench.file.endIndex))
        #expect(chmod(folder, 0o1777) == 0)
        close(open(bench.file + suffix, O_CREAT | O_WRONLY, 0o600))
        #expect(chown(bench.file + suffix, 12345, 12345) == 0)
        #expect(refusal(bench)?.code == "neighbour_owner")
    }

    @Test func `a prompt gives the ledger to others between its purchases`() async throws {
        let bench = try Bench()
        let prompt = try bench.ledger(lockScope: .purchase)
        _ = try await prompt.buy(.sample("a"))
        let script = try bench.ledger(run: "r2")
        _ = try await script.buy(.sample("b"))
        let error = await #expect(throws: CPHError.self) { try await prompt.buy(.sample("c")) }
        #expect(error?.code == "locked")
        try await script.end(exit: 0)
        #expect(try await prompt.buy(.sample("c")).count == 2)
        #expect(try await prompt.buy(.sample("b")) == prompt.purchase(named: "b")?.serverIDs)
    }

    @Test func `a run waits for another that has the ledger, as long as it was told to`() async throws {
        let bench = try Bench()
        let first = try bench.ledger()
        _ = try await first.buy(.sample("a"))
        let start = bench.clock.milliseconds()
        let second = try bench.ledger(run: "r2", lockWait: .seconds(30))
        let error = await #expect(throws: CPHError.self) { try await second.buy(.sample("b")) }
        #expect(error?.code == "locked" && bench.clock.milliseconds() - start == 30_000)
    }

    @Test func `a ledger that is gone though it held purchases is not begun anew`() async throws {
        let bench = try Bench()
        _ = try await bench.ledger().buy()
        for suffix in ["", "-wal", "-shm"] { unlink(bench.file + suffix) }
        let error = refusal(bench)
        #expect(error?.code == "gone")
        #expect(
            error?.message == "the ledger \(bench.file) is gone, though purchases were recorded in it; nothing was sent"
        )
    }

    @Test func `a ledger that was emptied is not begun anew`() async throws {
        let bench = try Bench()
        _ = try await bench.ledger().buy()
        bench.removeSideFiles()
        try bench.write([], "state/ledger.db")
        let error = refusal(bench)
        #expect(
            error?.message
                == "the ledger \(bench.file) is empty, though purchases were recorded in it; nothing was sent")
    }

    @Test func `a ledger restored from a backup is noticed`() async throws {
        let bench = try Bench()
        _ = try await bench.ledger().buy(.sample("a"))
        let backup = try bench.bytes("state/ledger.db")
        #expect(backup.count > 4096, "the first ledger is closed, its file complete")
        _ = try await bench.ledger(run: "r2").buy(.sample("b"))
        try bench.write(backup, "state/ledger.db")
        let error = refusal(bench)
        #expect(error?.code == "rolled_back")
        #expect(error?.message.contains("is older than it was, or another file in its place") == true)
    }

    @Test func `files of other programs and other formats are refused by name`() async throws {
        let bench = try Bench()
        _ = try await bench.ledger().buy()
        for (sql, code, words) in [
            (
                "PRAGMA user_version = 9", "newer",
                "was made by a newer cph (format 9, this one knows \(LedgerFormat.version))"
            ),
            ("PRAGMA user_version = 0", "older", "was made by an older cph (format 0, this one needs 1)"),
            ("PRAGMA application_id = 5", "not_a_ledger", "is a database of another program"),
        ] {
            try bench.execute(sql)
            let error = refusal(bench)
            #expect(error?.code == code && error?.message.contains("\(bench.file) \(words)") == true)
            try bench.execute("PRAGMA user_version = \(LedgerFormat.version); PRAGMA application_id = \(0x6370_686C)")
        }
        #expect(try bench.journal(.read).verify().purchases == 1)
    }

    @Test func `text, a folder, a link and a file open to others are refused`() throws {
        let bench = try Bench()
        try bench.makeFolder("state")
        try bench.write(Array("hello, this is no database at all".utf8), "state/ledger.db")
        #expect(refusal(bench)?.code == "damaged")
        chmod(bench.file, 0o666)
        #expect(refusal(bench)?.code == "mode")
        unlink(bench.file)
        symlink("/dev/null", bench.file)
        #expect(refusal(bench)?.code == "not_a_file")
        unlink(bench.file)
        mkdir(bench.file, 0o700)
        #expect(refusal(bench)?.code == "not_a_file")
    }

    @Test func `reading makes no file`() throws {
        let bench = try Bench()
        #expect(refusal(bench, .read)?.message == "the ledger \(bench.file) does not exist; nothing was sent")
        #expect(throws: (any Error).self) { try bench.mode("state") }
    }

    @Test func `the database itself refuses steps that do not exist, and changes of history`() async throws {
        let bench = try Bench()
        _ = try await bench.ledger().buy()
        for (sql, words) in [
            ("UPDATE purchase SET state = 'sending'", "no such step between states"),
            ("UPDATE purchase SET state = 'fine'", "no such step between states"),
            ("UPDATE event SET at = 0", "events are never changed"),
            ("DELETE FROM event", "events are never deleted"), ("DELETE FROM purchase", "purchases are never deleted"),
            ("INSERT INTO purchase VALUES (9, 's', 'k', '', 'accepted', 1, NULL, 0)", "a purchase starts as planned"),
        ] {
            let error = #expect(throws: Bench.SQLFailure.self) { try bench.execute(sql) }
            #expect(error?.message == words)
        }
    }

    @Test func `a full disk is said as such, before anything is sent`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        _ = try await ledger.buy(.sample("a"))
        try await ledger.limitPages()
        let error = await #expect(throws: CPHError.self) {
            for number in 0..<200 { _ = try await ledger.buy(.sample("n\(number)")) }
        }
        #expect(error?.code == "disk_full" && error?.hint == "free some space on that disk")
        let bought = bench.cloud.sold
        let journal = try bench.journal(.read)
        #expect(try journal.purchases().count { !$0.state.maySend } == bought)
    }
}
