import CSQLite

/// One connection to one SQLite file. Not `Sendable`: whoever holds it uses it from one task at a time.
final class Database {
    enum Access: Hashable, Sendable {
        case read, write
    }

    let file: String
    private var handle: OpaquePointer?
    private var statements: [String: Statement] = [:]

    /// Opens an existing file, or a database in memory for the name `:memory:`.
    ///
    /// - Parameter fileSystem: By SQLite's name for it; nil for its own.
    init(_ file: String, _ access: Access, on fileSystem: String? = nil) throws(StoreError) {
        self.file = file
        let flags = access == .read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        let result = sqlite3_open_v2(file, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, fileSystem)
        guard result == SQLITE_OK else { throw error(result, "opening") }
        guard csqlite_defend(handle) == SQLITE_OK else { throw error(sqlite3_extended_errcode(handle), "opening") }
        sqlite3_busy_timeout(handle, Self.busyMilliseconds)
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// How long a statement waits for another process's transaction. SQLite's own default is to fail at once.
    private static let busyMilliseconds: Int32 = 20_000

    /// Whether SQLite fell back to reading because the file may not be written.
    var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    var changes: Int { Int(sqlite3_changes64(handle)) }

    /// Runs statements without parameters or results.
    func execute(_ sql: String, _ operation: String) throws(StoreError) {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw error(result, operation) }
    }

    /// Runs one statement with its parameters.
    func run(_ sql: String, _ values: [SQLValue], _ operation: String) throws(StoreError) {
        try each(sql, values, operation) { _ in }
    }

    func rows(_ sql: String, _ values: [SQLValue], _ operation: String) throws(StoreError) -> [[SQLValue]] {
        var rows: [[SQLValue]] = []
        try each(sql, values, operation) { rows.append($0) }
        return rows
    }

    /// Hands every row to `body`, one at a time.
    func each(
        _ sql: String, _ values: [SQLValue], _ operation: String, _ body: ([SQLValue]) -> Void
    ) throws(StoreError) {
        let statement = try statement(sql, operation)
        defer { statement.reset() }
        var result = statement.bind(values)
        guard result == SQLITE_OK else { throw error(result, operation) }
        result = statement.step()
        while result == SQLITE_ROW {
            body(statement.row())
            result = statement.step()
        }
        guard result == SQLITE_DONE else { throw error(result, operation) }
    }

    /// Takes the write lock before anything is read, so that what is read stays true until the commit.
    func begin(_ operation: String) throws(StoreError) { try run("BEGIN IMMEDIATE", [], operation) }

    /// Holds the file's present state for the reads that follow.
    func beginReading() throws(StoreError) { try run("BEGIN", [], "reading") }

    func commit(_ operation: String) throws(StoreError) { try run("COMMIT", [], operation) }

    /// After a failed COMMIT the transaction may be open or not; either way it must not stay open.
    func rollback() { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }

    /// Leaves the log as it is from now on. After a failed sync the system may have dropped what the log held and say that
    /// all is well; carried over into the file, a part of it would contradict the rest after a power cut.
    func keepLog() { csqlite_keep_log(handle) }

    /// The whole database as the bytes of a file, without what is not committed.
    func image() throws(StoreError) -> [UInt8] {
        var size: sqlite3_int64 = 0
        let bytes = sqlite3_serialize(handle, "main", &size, 0)
        defer { sqlite3_free(bytes) }
        guard let bytes else {
            if size == 0 { return [] }
            throw error(SQLITE_NOMEM, "copying")
        }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(size)))
    }

    /// Puts what `image` gave into a database in memory.
    func load(_ image: [UInt8]) throws(StoreError) {
        guard !image.isEmpty else { return }
        let size = sqlite3_int64(image.count)
        guard let copy = sqlite3_malloc64(sqlite3_uint64(image.count)) else { throw error(SQLITE_NOMEM, "copying") }
        image.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count) }
        let result = sqlite3_deserialize(
            handle, "main", copy.assumingMemoryBound(to: UInt8.self), size, size,
            UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE))
        guard result == SQLITE_OK else { throw error(result, "copying") }
    }

    private func statement(_ sql: String, _ operation: String) throws(StoreError) -> Statement {
        if let statement = statements[sql] { return statement }
        var prepared: OpaquePointer?
        let result = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard result == SQLITE_OK, let prepared else { throw error(result, operation) }
        let statement = Statement(prepared)
        statements[sql] = statement
        return statement
    }

    func error(_ code: Int32, _ operation: String) -> StoreError {
        let words = handle.flatMap(sqlite3_errmsg) ?? sqlite3_errstr(code)
        return StoreError(sqlite: code, words.map { String(cString: $0) } ?? "code \(code)", operation, file)
    }
}

/// SQLite's own version, such as `3.40.1`.
public var sqliteVersion: String { String(cString: sqlite3_libversion()) }
