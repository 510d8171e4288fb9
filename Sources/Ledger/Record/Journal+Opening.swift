public import CPHModel
import CSQLite
import Clock
import Crypto
import Files
import Glibc
import Schema
import Text

extension Journal {
    /// Where a ledger is kept.
    public enum Location: Hashable, Sendable {
        /// In memory, and gone with the process: for the embedded emulator.
        case memory
        /// In memory, beginning with a copy that `Ledger.image` made: the ledger that a run finds after another was
        /// killed.
        case image([UInt8])
        case file(String)
        /// On a PostgreSQL server, shared with other machines.
        case server(DatabaseAddress)
    }

    /// What a journal is opened for.
    public enum Access: Hashable, Sendable {
        /// An existing ledger is opened, and stays as it is.
        case read
        /// The ledger may be written. It is made when missing, unless the mark beside it says that it held purchases.
        case write
    }

    /// What a host or a test may choose about opening.
    public struct Options: Sendable {
        /// Whether the file may lie on a network file system, where locks and fsync may mean nothing.
        public var allowsNetworkFileSystem = false
        /// SQLite's name of the file system; nil for its own. For tests.
        var fileSystem: String?
        /// Called before each step that writes, so that tests can end the process or fail the disk there.
        public var hook: CrashPointHook = { (_: CrashPoint) throws(CrashPointFault) in }
        /// Called with a line for people when the file is made.
        public var announce: @Sendable (String) -> Void = { _ in }

        /// Makes options that refuse network file systems and announce nothing.
        public init() {}
    }

    /// Opens a ledger and checks it: settings, structure, the mark beside it, and what has not been checked before of every
    /// page and the hash chain (`CheckedPoint`).
    ///
    /// - Parameter run: Recorded with the first line this journal writes; nil for reading.
    /// - Throws: `CPHError` of kind `ledger` naming the file and what is wrong with it.
    public static func open(
        _ location: Location, _ access: Access, run: RunInfo? = nil, options: Options = Options()
    ) throws(CPHError) -> Journal {
        var file = ":memory:"
        do {
            var mark: HighWaterMark?
            if case .file(let path) = location {
                file = path
                mark = HighWaterMark(file: path + ".mark")
                try prepare(path, access, mark: mark?.read(), options)
            }
            let journal = Journal(
                try connect(location, access, options.fileSystem), mark: mark, run: run, hook: options.hook)
            try journal.check(access)
            return journal
        } catch { throw asCPHError(error, file) }
    }

    private static func asCPHError(_ error: any Error, _ file: String) -> CPHError {
        switch error {
        case let error as CPHError: error
        case let error as JournalError: error.asCPHError(file: file, consequence: "nothing was sent")
        case let error as DatabaseError:
            JournalError.database(error).asCPHError(file: file, consequence: "nothing was sent")
        default: CPHError(.ledger, "the ledger \(file) could not be opened: \(error); nothing was sent")
        }
    }

    /// Repeats the checks of opening.
    func recheck() throws(CPHError) {
        do {
            try checkStructure()
            try checkAll()
            try checkMark()
        } catch { throw Self.asCPHError(error, file) }
    }

    static func refusal(_ code: String, _ path: String, _ what: String, _ hint: String?) -> CPHError {
        CPHError(.ledger, code: code, "the ledger \(path) \(what); nothing was sent", hint: hint)
    }

    private static func connect(_ location: Location, _ access: Access, _ system: String?) throws -> Database {
        switch location {
        case .memory: return try Database(":memory:", .write)
        case .image(let bytes):
            let database = try Database(":memory:", .write)
            try database.load(bytes)
            return database
        case .file(let path): return try Database(path, access == .read ? .read : .write, on: system)
        case .server(let address):
            throw refusal("unavailable", address.words, "is on a server, which this cph can't open yet", nil)
        }
    }
}

// MARK: - Checks

extension Journal {
    private func check(_ access: Access) throws {
        movesPoint = access == .write
        if access == .write, database.isReadOnly {
            throw Self.refusal("read_only", file, "may not be written", "make the file and its folder writable")
        }
        if try pragma("application_id") == .int(0), try pragma("user_version") == .int(0), try isEmpty() {
            if mark?.read() != nil {
                throw Self.refusal(
                    "gone", file, "is empty, though purchases were recorded in it", Self.goneHint(file))
            }
            guard access == .write else { throw Self.refusal("empty", file, "is empty", nil) }
            try settle(access)
            try build()
        } else {
            try checkIdentity()
            try settle(access)
        }
        try checkStructure()
        if try !checkRest() { try checkAll() }
        try checkMark()
    }

    private func isEmpty() throws(DatabaseError) -> Bool {
        try database.rows("SELECT count(*) FROM sqlite_schema", [], "opening").first == [.int(0)]
    }

    private func checkIdentity() throws {
        guard try pragma("application_id") == .int(LedgerSchema.applicationID) else {
            throw Self.refusal("not_a_ledger", file, "is a database of another program", nil)
        }
        guard case .int(let version) = try pragma("user_version") else { return }
        self.version = version
        if version > LedgerSchema.version {
            throw Self.refusal(
                "newer", file, "was made by a newer cph (format \(version), this one knows \(LedgerSchema.version))",
                "use that cph")
        }
        if version < LedgerSchema.readable.lowerBound {
            throw Self.refusal(
                "older", file,
                "was made by an older cph (format \(version), this one needs \(LedgerSchema.readable.lowerBound))",
                "export it with that cph and keep the export")
        }
    }

    /// Sets what makes a commit survive a power cut, and reads it back: a setting that was not taken is no setting.
    private func settle(_ access: Access) throws {
        try database.execute("PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON", "opening")
        guard access == .write, file != ":memory:" else { return }
        try useLog()
        try database.execute("PRAGMA synchronous = FULL", "opening")
        guard try pragma("journal_mode") == .text("wal"), try pragma("synchronous") == .int(2) else {
            throw Self.refusal("not_durable", file, "can't be set to survive a power cut (WAL, synchronous FULL)", nil)
        }
    }

    /// Lets commits go into a log beside the file. While another run does so too, SQLite says at once that the file is locked,
    /// however long others may wait.
    private func useLog() throws {
        var triesLeft = 500
        while true {
            do throws(DatabaseError) { return try database.execute("PRAGMA journal_mode = WAL", "opening") } catch {
                triesLeft -= 1
                guard error.primaryCode == SQLITE_BUSY, triesLeft > 0 else { throw error }
                usleep(10_000)
            }
        }
    }

    func pragma(_ name: String) throws -> SQLValue {
        try database.rows("PRAGMA \(name)", [], "opening").first?.first ?? .null
    }

    private func build() throws {
        ledgerID = String(hex: try Crypto.randomBytes(16))
        try transaction("creating it") { () throws(JournalError) in
            do throws(DatabaseError) {
                // Another run may have made the tables since we looked.
                guard try isEmpty() else { return }
                for statement in LedgerSchema.statements(of: LedgerSchema.version) {
                    try database.execute(statement, "creating it")
                }
                try database.run("INSERT INTO meta VALUES ('ledger_id', ?)", [.text(ledgerID)], "creating it")
                try database.execute("PRAGMA application_id = \(LedgerSchema.applicationID)", "creating it")
                try database.execute("PRAGMA user_version = \(LedgerSchema.version)", "creating it")
            } catch { throw .database(error) }
        }
        if file != ":memory:" { try Files.syncFolder(of: file) }
    }

    private func checkPages() throws {
        let pages = try database.rows("PRAGMA integrity_check(1)", [], "checking")
        guard pages == [[.text("ok")]] else {
            throw JournalError.damaged(pages.first?.first?.text ?? "it can't be read")
        }
    }

    /// Compares the rows of purchases with the events by which they are found: one that is gone, or is called otherwise, would
    /// be bought again.
    private func checkNames() throws {
        let lost = try database.rows(
            """
            SELECT min(seq) FROM event WHERE purchase IS NOT NULL \
            AND NOT EXISTS (SELECT 1 FROM purchase WHERE id = event.purchase)
            """, [], "checking")
        if let seq = lost.first?.first?.int {
            throw JournalError.damaged("the purchase that event \(seq) is about is gone")
        }
        let renamed = try database.rows(
            """
            SELECT key FROM event JOIN purchase ON purchase.id = event.purchase WHERE kind = 'planned' \
            AND json_extract(json_extract(detail, '$.request'), '$.server_name') <> key LIMIT 1
            """, [], "checking")
        if let key = renamed.first?.first?.text {
            throw JournalError.damaged("the row of \(quoted(key)) is not what its events say")
        }
    }

    private func checkStructure() throws {
        let schema = try database.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", [], "checking")
        // A copy has them in another order.
        guard schema.map({ $0.first?.text ?? "" }).sorted() == LedgerSchema.statements(of: version).sorted() else {
            throw JournalError.damaged("its tables are not those of a ledger")
        }
        let meta = try database.rows("SELECT value FROM meta WHERE name = 'ledger_id'", [], "checking")
        guard let id = meta.first?.first?.text else { throw JournalError.damaged("it has no id") }
        ledgerID = id
    }

    /// Looks at what was written since the point up to which all was checked; false where there is no such point, or all is
    /// to be looked at again.
    private func checkRest() throws -> Bool {
        guard let known = point?.read(), known.ledgerID == ledgerID else { return false }
        guard let start = try start(of: known), !CheckedPoint.isDue(known, head: try head().seq, now: Self.now) else {
            return false
        }
        let end = try checkChain(after: start)
        (checked, markedSeq) = (known, known.seq)
        noteChecked(end)
        return true
    }

    /// How many events may stand behind the point before it is moved: reading on from there costs less than writing it anew.
    private static let pointInterval = 200

    /// Looks at every page and every hash, and remembers how far that went.
    private func checkAll() throws {
        try checkPages()
        try checkNames()
        let end = try checkChain(after: Head(seq: 0, hash: HashChain.seed(ledgerID: ledgerID)))
        checked = CheckedPoint.Content(
            ledgerID: ledgerID, seq: end.seq, hash: String(hex: end.hash), fullSeq: end.seq, fullAt: Self.now)
        markedSeq = 0
        noteChecked(end)
    }

    private static var now: Int { SystemClock().milliseconds() / 1000 }

    /// Looks at what was written since the last look, by this run and by others beside it, and remembers that.
    func checkWritten(upTo end: Head) {
        guard movesPoint, let known = checked, end.seq - markedSeq >= Self.pointInterval,
            let start = try? start(of: known), let head = try? checkChain(after: start), head == end
        else { return }
        noteChecked(head)
    }

    /// The event at a point; nil where the file has another there.
    private func start(of known: CheckedPoint.Content) throws -> Head? {
        if known.seq == 0 { return Head(seq: 0, hash: HashChain.seed(ledgerID: ledgerID)) }
        let rows = try database.rows("SELECT hash FROM event WHERE seq = ?", [.int(known.seq)], "checking")
        guard let hash = rows.first?.first?.blob, String(hex: hash) == known.hash else { return nil }
        return Head(seq: known.seq, hash: hash)
    }

    /// Remembers that the history is right up to `head`.
    func noteChecked(_ head: Head) {
        guard movesPoint, let point, let known = checked, head.seq - markedSeq >= Self.pointInterval else { return }
        let content = CheckedPoint.Content(
            ledgerID: ledgerID, seq: head.seq, hash: String(hex: head.hash), fullSeq: known.fullSeq,
            fullAt: known.fullAt)
        (checked, markedSeq) = (content, head.seq)
        point.write(content)
    }

    /// Recomputes every hash behind `start`, and returns the end of the chain. SQLite's own check does not see a flipped bit
    /// inside a text.
    private func checkChain(after start: Head) throws -> Head {
        var head = start
        var broken: Int?
        try database.each("\(Event.select) WHERE seq > ? ORDER BY seq", [.int(start.seq)], "checking") { row in
            guard broken == nil else { return }
            let hash = try? Crypto.sha256(HashChain.bytes(after: head.hash, row.dropLast()))
            if row[0].int == head.seq + 1, let hash, row[8] == .blob(hash) {
                head = Head(seq: head.seq + 1, hash: hash)
            } else {
                broken = head.seq + 1
            }
        }
        if let broken { throw JournalError.damaged("the hash chain breaks at event \(broken)") }
        return head
    }

    private func checkMark() throws {
        guard let mark = mark?.read() else { return }
        let rows = try database.rows("SELECT hash FROM event WHERE seq = ?", [.int(mark.seq)], "checking")
        let known = rows.first?.first?.blob.map { String(hex: $0) }
        if mark.ledgerID == ledgerID, known == mark.hash { return }
        throw Self.refusal(
            "rolled_back", file, "is older than it was, or another file in its place: event \(mark.seq) is not in it",
            "put the right file back; or, to go on with this one, remove \(file).mark")
    }
}
