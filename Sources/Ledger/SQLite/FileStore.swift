import CPHModel
import CSQLite
import Crypto
import Files
import Glibc
import Schema
import Text

/// A ledger in a file of this machine, by SQLite, or in memory.
final class FileStore: Store {
    let place: String
    let database: Database
    /// Whether a commit waits for the disk.
    private var isDurable = true

    /// Connects. Nothing is checked yet.
    init(_ location: Journal.Location, _ access: Journal.Access, on fileSystem: String?) throws {
        switch location {
        case .memory, .server: database = try Database(Self.memory, .write)
        case .image(let bytes):
            database = try Database(Self.memory, .write)
            try database.load(bytes)
        case .file(let path): database = try Database(path, access == .read ? .read : .write, on: fileSystem)
        }
        place = database.file
    }

    private static let memory = ":memory:"

    var isPrivate: Bool { place == Self.memory }
    var owners: ServerOwners? { nil }
    var sessionUser: String? { nil }
    var hasSharedRole: Bool { true }
    var otherNameIndex: String { "INDEXED BY purchase_key" }
    var nameInDetail: String { "json_extract(json_extract(detail, '$.request'), '$.server_name')" }
}

// MARK: - Transactions and statements

extension FileStore {
    func begin(_ operation: String, isDurable: Bool) throws(StoreError) {
        try setDurable(isDurable)
        try database.begin(operation)
        // The ledger may have gone elsewhere since this process opened it.
        if let refusal = Moving.refusal(try database.rows(Moving.question, [], operation), operation, place) {
            database.rollback()
            throw refusal
        }
    }

    /// Sets whether the next commit waits for the disk. It is set before each transaction, so that no failure on the
    /// way leaves a later one with less than it needs.
    private func setDurable(_ isDurable: Bool) throws(StoreError) {
        guard !isPrivate, self.isDurable != isDurable else { return }
        try database.execute("PRAGMA synchronous = \(isDurable ? "FULL" : "NORMAL")", "writing")
        self.isDurable = isDurable
    }

    func beginReading() throws(StoreError) { try database.beginReading() }
    var loss: StoreError? { nil }
    func commit(_ operation: String) throws(StoreError) { try database.commit(operation) }
    func rollback() { database.rollback() }
    func distrust() { database.keepLog() }

    func run(_ sql: String, _ values: [SQLValue], changes: Int?, _ operation: String) throws(StoreError) {
        try database.run(sql, values, operation)
        if let changes, database.changes != changes { throw .raced(operation, place) }
    }

    func rows(_ sql: String, _ values: [SQLValue], _ operation: String) throws(StoreError) -> [[SQLValue]] {
        try database.rows(sql, values, operation)
    }

    func append(_ event: [SQLValue], _ operation: String) throws(StoreError) {
        try run("INSERT INTO event VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", event, changes: 1, operation)
    }

    func head() throws(StoreError) -> [SQLValue]? {
        try rows("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", [], "reading").first
    }

    func image() throws(StoreError) -> [UInt8] { try database.image() }

    func copy(to path: String) throws(StoreError) { try database.run("VACUUM INTO ?", [.text(path)], "copying") }
}

// MARK: - Opening

extension FileStore {
    func open(_ access: Journal.Access, mark: HighWaterMark.Content?) throws -> Int {
        if access == .write, database.isReadOnly {
            throw Journal.refusal("read_only", place, "may not be written", "make the file and its folder writable")
        }
        let isNew = try pragma("application_id") == .int(0) && pragma("user_version") == .int(0) && isEmpty()
        guard isNew else {
            let version = try checkIdentity()
            try settle(access)
            return version
        }
        if mark != nil {
            throw Journal.refusal(
                "gone", place, "is empty, though purchases were recorded in it", Self.goneHint(place))
        }
        guard access == .write else { throw Journal.refusal("empty", place, "is empty", nil) }
        try settle(access)
        try build()
        return LedgerFormat.version
    }

    private func isEmpty() throws(StoreError) -> Bool {
        try database.rows("SELECT count(*) FROM sqlite_schema", [], "opening").first == [.int(0)]
    }

    private func checkIdentity() throws -> Int {
        guard try pragma("application_id") == .int(FileSchema.applicationID),
            case .int(let version) = try pragma("user_version")
        else { throw Journal.refusal("not_a_ledger", place, "is a database of another program", nil) }
        if version > LedgerFormat.version {
            throw Journal.refusal(
                "newer", place, "was made by a newer cph (format \(version), this one knows \(LedgerFormat.version))",
                "use that cph")
        }
        if version < LedgerFormat.readable.lowerBound {
            throw Journal.refusal(
                "older", place,
                "was made by an older cph (format \(version), this one needs \(LedgerFormat.readable.lowerBound))",
                "export it with that cph and keep the export")
        }
        return version
    }

    /// Sets what makes a commit survive a power cut, and reads it back: a setting that was not taken is no setting.
    private func settle(_ access: Journal.Access) throws {
        try database.execute("PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON", "opening")
        guard access == .write, !isPrivate else { return }
        try useLog()
        try database.execute("PRAGMA synchronous = FULL", "opening")
        guard try pragma("journal_mode") == .text("wal"), try pragma("synchronous") == .int(2) else {
            throw Journal.refusal(
                "not_durable", place, "can't be set to survive a power cut (WAL, synchronous FULL)", nil)
        }
    }

    /// Lets commits go into a log beside the file. While another run does so too, SQLite says at once that the file is locked,
    /// however long others may wait.
    private func useLog() throws {
        var triesLeft = 500
        while true {
            do throws(StoreError) { return try database.execute("PRAGMA journal_mode = WAL", "opening") } catch {
                triesLeft -= 1
                guard error.name == "busy", triesLeft > 0 else { throw error }
                // Five seconds at most, in all: opening is nothing that a task could be suspended in.
                usleep(10_000)
            }
        }
    }

    func pragma(_ name: String) throws(StoreError) -> SQLValue {
        try database.rows("PRAGMA \(name)", [], "opening").first?.first ?? .null
    }

    private func build() throws {
        let ledgerID = String(hex: try Crypto.randomBytes(16))
        try database.begin("creating it")
        do throws(StoreError) {
            // Another run may have made the tables since we looked.
            if try isEmpty() { try makeTables(ledgerID) }
            try commit("creating it")
        } catch {
            rollback()
            throw error
        }
        if !isPrivate { try Files.syncFolder(of: place) }
    }

    private func makeTables(_ ledgerID: String) throws(StoreError) {
        for statement in FileSchema.statements(of: LedgerFormat.version) {
            try database.execute(statement, "creating it")
        }
        try database.run("INSERT INTO meta VALUES ('ledger_id', ?)", [.text(ledgerID)], "creating it")
        try database.execute("PRAGMA application_id = \(FileSchema.applicationID)", "creating it")
        try database.execute("PRAGMA user_version = \(LedgerFormat.version)", "creating it")
    }

    func checkStructure(of version: Int) throws {
        let schema = try database.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", [], "checking")
        // A copy has them in another order.
        guard schema.map({ $0.first?.text ?? "" }).sorted() == FileSchema.statements(of: version).sorted() else {
            throw JournalError.damaged("its tables are not those of a ledger")
        }
    }

    func checkPages() throws {
        let pages = try database.rows("PRAGMA integrity_check(1)", [], "checking")
        guard pages == [[.text("ok")]] else {
            throw JournalError.damaged(pages.first?.first?.text ?? "it can't be read")
        }
    }

    func version() throws(StoreError) -> Int { try pragma("user_version").int ?? 0 }

    func upgrade(from version: Int) throws(StoreError) {
        for statement in FileSchema.upgrade(from: version) {
            try database.execute(statement, "bringing it to a newer format")
        }
        try database.execute("PRAGMA user_version = \(LedgerFormat.version)", "bringing it to a newer format")
    }
}
