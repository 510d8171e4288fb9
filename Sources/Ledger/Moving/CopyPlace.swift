import CPHModel
import Files
import Glibc
import Text

/// The place that a ledger is copied to. Until `release`, nobody buys with what is there.
struct CopyPlace {
    let target: Journal.Location
    private let options: Journal.Options

    /// - Parameter target: Absolute.
    init(_ target: Journal.Location, _ options: Journal.Options) throws(CPHError) {
        switch target {
        case .file, .server: break
        case .memory, .image: throw CPHError(.argument, "a ledger is not copied into memory")
        }
        self.target = target
        self.options = options
    }

    /// The file that the copy is written to before it has its name.
    private func draft(_ path: String) -> String { "\(path).copying" }

    private var own: Journal.Options {
        var own = options
        own.skipsMarks = true
        own.hook = { (_: CrashPoint) throws(CrashPointFault) in }
        return own
    }

    /// Puts everything there; what an earlier try left is replaced.
    ///
    /// - Returns: The end of the chain that was copied.
    func fill(from source: Journal) throws -> Journal.Head {
        try checkIsFree(for: source)
        let store = source.store
        switch target {
        case .server(let address):
            let server = try ServerStore(address, .write, nil, options)
            _ = try server.setUp(nil, ServerSchema.migrations)
            try store.beginReading()
            defer { store.rollback() }
            let end = try source.head()
            try server.fill(ledgerID: source.ledgerID, from: store)
            return end
        case .file(let path):
            let draft = draft(path)
            for suffix in ["", "-journal", "-wal", "-shm"] { unlink(draft + suffix) }
            try Files.makeFolder(Files.folder(of: path), mode: 0o700, isDurable: true)
            try Files.create(draft, [], mode: 0o600)
            try store.beginReading()
            defer { store.rollback() }
            let end = try source.head()
            try FileStore.build(draft, ledgerID: source.ledgerID, from: store)
            try Files.sync(draft)
            return end
        case .memory, .image: throw CPHError(.argument, "a ledger is not copied into memory")
        }
    }

    /// Refuses a place where this machine remembers another ledger, and a file that is there.
    private func checkIsFree(for source: Journal) throws {
        if case .file(let path) = target, try Files.status(path) != nil { throw Moving.notEmpty(path) }
        guard let end = mark?.read(), end.ledgerID != source.ledgerID, end.seq > 0 else { return }
        throw CPHError(
            .ledger, code: "not_empty",
            "purchases were recorded in \(target.place) by another ledger; nothing was copied",
            hint: "copy to another place")
    }

    private var mark: HighWaterMark? {
        switch target {
        case .file(let path): HighWaterMark(file: path + ".mark")
        case .server(let address): options.memory.map { HighWaterMark(file: "\($0)/\(address.fileName).mark") }
        case .memory, .image: nil
        }
    }

    /// Checks all of the copy, and that it ends where it has to.
    func verify(_ end: Journal.Head) throws -> Verification {
        let journal: Journal
        if case .file(let path) = target {
            journal = try Journal.open(.file(draft(path)), .read, options: own)
        } else {
            journal = try Journal.open(target, .read, options: own)
        }
        let found = try journal.verify()
        guard found.events == end.seq, found.headHash == String(hex: end.hash) else {
            throw JournalError.damaged("the copy ends at another event")
        }
        return found
    }

    /// Lets runs buy with the copy, and has this machine remember it.
    func release(_ end: Journal.Head, _ copy: Verification) throws {
        switch target {
        case .server(let address): try ServerStore(address, .write, nil, options).release()
        case .file(let path):
            // A name that somebody has taken meanwhile is not taken away.
            try Files.link(draft(path), to: path)
            unlink(draft(path))
            try Files.syncFolder(of: path)
            CheckedPoint(file: path + ".checked").write(
                CheckedPoint.Content(
                    ledgerID: copy.ledgerID, seq: copy.events, hash: copy.headHash, fullSeq: copy.events,
                    fullAt: Journal.milliseconds() / 1000))
        case .memory, .image: break
        }
        if let memory = options.memory, case .server = target {
            try? Files.makeFolder(memory, mode: 0o700, isDurable: false)
        }
        mark?.write(ledgerID: copy.ledgerID, end)
    }

    /// The copy of a source that was marked, where it was released already; nil where it is to be made anew.
    func released(of source: Journal) throws -> Verification? {
        if case .file(let path) = target {
            guard try Files.status(path) != nil else { return nil }
            // Killed between the two names of the file.
            unlink(draft(path))
        }
        guard let journal = try? Journal.open(target, .read, options: own), journal.ledgerID == source.ledgerID,
            try journal.read("SELECT 1 FROM meta WHERE name = '\(Moving.unfinished)'").isEmpty,
            let end = source.movedEnd
        else { return nil }
        let rows = try journal.read("SELECT hash FROM event WHERE seq = $1", [.int(end.seq)])
        guard end.seq == 0 || rows.first?.first?.blob.map({ String(hex: $0) }) == end.hash else { return nil }
        let found = try journal.verify()
        if mark?.read() == nil { mark?.write(ledgerID: found.ledgerID, try journal.head()) }
        return found
    }
}
