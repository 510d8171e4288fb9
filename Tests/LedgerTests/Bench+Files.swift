import CSQLite
import Glibc
import Testing

@testable import Ledger

// What tests do to files behind the ledger's back.
extension Bench {
    struct Unreadable: Error { let path: String }
    struct SQLFailure: Error { let message: String }

    func bytes(_ name: String) throws -> [UInt8] {
        guard let bytes = Self.bytes(at: "\(folder)/\(name)") else { throw Unreadable(path: name) }
        return bytes
    }

    /// Nil where there is no such file.
    static func bytes(at path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    func read(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func write(_ bytes: [UInt8], _ name: String) throws {
        let path = "\(folder)/\(name)"
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw Unreadable(path: name) }
        defer { close(descriptor) }
        guard bytes.withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
            throw Unreadable(path: name)
        }
    }

    /// Removes what SQLite keeps beside the file, so that the file alone speaks.
    func removeSideFiles() { for suffix in ["-wal", "-shm"] { unlink(file + suffix) } }

    func makeFolder(_ name: String) throws { mkdir("\(folder)/\(name)", 0o700) }

    /// Permission bits.
    func mode(_ name: String) throws -> UInt32 {
        var status = stat()
        guard lstat("\(folder)/\(name)", &status) == 0 else { throw Unreadable(path: name) }
        return status.st_mode & 0o777
    }

    /// Runs SQL on the file as any other program could.
    func execute(_ sql: String) throws {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        guard sqlite3_open_v2(file, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
            throw Unreadable(path: file)
        }
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw SQLFailure(message: String(cString: sqlite3_errmsg(handle)))
        }
    }
}

extension Journal {
    /// What keeps its tables, in a file.
    func fileStore() throws -> FileStore { try #require(store as? FileStore) }
}

extension Ledger {
    /// Lets the file grow no more: SQLite itself then reports a full disk.
    func limitPages() throws {
        let pages = try journal.fileStore().database.rows("PRAGMA page_count", [], "test").first?.first?.int ?? 0
        try journal.fileStore().database.execute("PRAGMA max_page_count = \(pages + 2)", "test")
    }
}
