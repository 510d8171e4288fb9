public import CPHModel
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

        /// Says for messages where it is: the path, or the server without its password.
        public var place: String {
            switch self {
            case .memory, .image: ":memory:"
            case .file(let path): path
            case .server(let address): address.words
            }
        }
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
        /// The folder in which this machine remembers how far a server's ledger had come; nil where nothing is remembered.
        public var memory: String?
        /// A file that remembers the same of the ledger for machines that remember nothing; made where it is missing.
        public var witness: String?
        /// Whether what is remembered is left alone.
        var skipsMarks = false
        /// How long a run counts as living after its last sign, on a server, in milliseconds.
        public var lease = 15_000
        /// For how long after its send a purchase may not show in the account's list, in milliseconds.
        public var lag = 60_000
        /// The time that passes also while the machine sleeps, in milliseconds; leases are measured by it.
        public var uptime: @Sendable () -> Int = { Int(BootClock.now() / 1_000_000) }
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
        do {
            switch location {
            case .memory, .image:
                let store = try FileStore(location, access, on: nil)
                return try open(store, access, mark: nil, point: nil, run, options)
            case .file(let path):
                let mark = HighWaterMark(file: path + ".mark")
                let known = mark.read() ?? options.witness.flatMap { HighWaterMark(file: $0).read() }
                try FileStore.prepare(path, access, mark: known, options)
                let store = try FileStore(location, access, on: options.fileSystem)
                let point = CheckedPoint(file: path + ".checked")
                return try open(store, access, mark: mark, point: point, run, options)
            case .server(let address):
                let store = try ServerStore(address, access, run, options)
                if let memory = options.memory { try? Files.makeFolder(memory, mode: 0o700, isDurable: false) }
                let mark = options.memory.map { HighWaterMark(file: "\($0)/\(address.fileName).mark") }
                return try open(store, access, mark: mark, point: CheckedPoint(file: nil), run, options)
            }
        } catch { throw asCPHError(error, location.place) }
    }

    private static func open(
        _ store: any Store, _ access: Access, mark: HighWaterMark?, point: CheckedPoint?, _ run: RunInfo?,
        _ options: Options
    ) throws -> Journal {
        let journal = Journal(store, mark: mark, point: point, run: run, hook: options.hook)
        if !store.isPrivate { journal.witness = options.witness.map { HighWaterMark(file: $0) } }
        journal.skipsMarks = options.skipsMarks
        try journal.check(access)
        return journal
    }

    static func asCPHError(_ error: any Error, _ file: String) -> CPHError {
        switch error {
        case let error as CPHError: error
        case let error as JournalError: error.asCPHError(file: file, consequence: "nothing was sent")
        case let error as StoreError:
            JournalError(error).asCPHError(file: file, consequence: "nothing was sent")
        default: CPHError(.ledger, "the ledger \(file) could not be opened: \(error); nothing was sent")
        }
    }

    /// Repeats the checks of opening.
    func recheck() throws(CPHError) {
        do {
            try checkStructure()
            try checkAll()
            if !skipsMarks { try checkMarks() }
        } catch { throw Self.asCPHError(error, file) }
    }

    static func refusal(_ code: String, _ path: String, _ what: String, _ hint: String?) -> CPHError {
        CPHError(.ledger, code: code, "the ledger \(path) \(what); nothing was sent", hint: hint)
    }
}

// MARK: - Checks

extension Journal {
    private func check(_ access: Access) throws {
        movesPoint = access == .write
        version = try store.open(access, mark: mark?.read() ?? witness?.read())
        try checkStructure()
        if try !checkRest() { try checkAll() }
        if !skipsMarks { try checkMarks() }
        guard access == .write else { return }
        if let elsewhere = Moving.refusal(try read(Moving.question), "opening", file) { throw elsewhere }
        // What others have recorded is seen from here on, and is missed where it is lost.
        guard !skipsMarks else { return }
        if store.owners != nil { mark?.write(ledgerID: ledgerID, try head()) }
        try beginWitness()
    }

    /// Compares the rows of purchases with the events by which they are found: one that is gone, or is called otherwise, would
    /// be bought again.
    private func checkNames() throws {
        let lost = try store.rows(
            """
            SELECT min(seq) FROM event WHERE purchase IS NOT NULL \
            AND NOT EXISTS (SELECT 1 FROM purchase WHERE id = event.purchase)
            """, [], "checking")
        if let seq = lost.first?.first?.int {
            throw JournalError.damaged("the purchase that event \(seq) is about is gone")
        }
        let renamed = try store.rows(
            """
            SELECT key FROM event JOIN purchase ON purchase.id = event.purchase WHERE kind = 'planned' \
            AND \(store.nameInDetail) <> key LIMIT 1
            """, [], "checking")
        if let key = renamed.first?.first?.text {
            throw JournalError.damaged("the row of \(quoted(key)) is not what its events say")
        }
    }

    private func checkStructure() throws {
        try store.checkStructure(of: version)
        let meta = try read("SELECT value FROM meta WHERE name = 'ledger_id'")
        guard let id = meta.first?.first?.text else { throw JournalError.damaged("it has no id") }
        ledgerID = id
    }

    /// Looks at what was written since the point up to which all was checked; false where there is no such point, or all is
    /// to be looked at again.
    private func checkRest() throws -> Bool {
        guard let known = knownPoint(), known.ledgerID == ledgerID else { return false }
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
        try store.checkPages()
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
        let rows = try store.rows("SELECT hash FROM event WHERE seq = $1", [.int(known.seq)], "checking")
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
        guard point.file == nil else { return point.write(content) }
        // What a server keeps of it is a hint for other machines: nothing hangs on it.
        try? transaction("remembering what was checked", isDurable: false) { () throws(JournalError) in
            do throws(StoreError) {
                try store.run(
                    """
                    INSERT INTO checked VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET point = excluded.point
                    """, [.text(content.line)], "remembering what was checked")
            } catch { throw JournalError(error) }
        }
    }

    /// How far the history was checked when somebody last did.
    private func knownPoint() -> CheckedPoint.Content? {
        guard let point else { return nil }
        if point.file != nil { return point.read() }
        return (try? read("SELECT point FROM checked"))?.first?.first?.text.flatMap(CheckedPoint.Content.init)
    }

    /// Recomputes every hash behind `start`, and returns the end of the chain. SQLite's own check does not see a flipped bit
    /// inside a text.
    private func checkChain(after start: Head) throws -> Head {
        var head = start
        while true {
            let rows = try store.rows(
                "\(Event.select) WHERE seq > $1 ORDER BY seq LIMIT \(Self.chunk)", [.int(head.seq)], "checking")
            for row in rows {
                let hash = try Digest.sha256(HashChain.bytes(after: head.hash, row.dropLast()))
                guard row[0].int == head.seq + 1, row[8] == .blob(hash) else {
                    throw JournalError.damaged("the hash chain breaks at event \(head.seq + 1)")
                }
                head = Head(seq: head.seq + 1, hash: hash)
            }
            if rows.count < Self.chunk { return head }
        }
    }

    /// How many events are read at once.
    private static let chunk = 2000
}
