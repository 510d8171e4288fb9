import CSQLite

/// One prepared statement. Owned by its `Database`, which finalizes it before it closes.
final class Statement {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { sqlite3_finalize(handle) }

    /// Binds `values` from the first parameter on. The code is SQLite's.
    func bind(_ values: [SQLValue]) -> Int32 {
        for (index, value) in values.enumerated() {
            let result = bind(value, at: Int32(index + 1))
            if result != SQLITE_OK { return result }
        }
        return SQLITE_OK
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .int(let number): return sqlite3_bind_int64(handle, index, Int64(number))
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    csqlite_bind_text(handle, index, $0.baseAddress, Int32($0.count))
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes { csqlite_bind_blob(handle, index, $0.baseAddress, Int32($0.count)) }
        }
    }

    func step() -> Int32 { sqlite3_step(handle) }

    /// Makes the statement ready for the next use.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// The columns of the row that `step` stopped at.
    func row() -> [SQLValue] { (0..<sqlite3_column_count(handle)).map(column) }

    private func column(_ index: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .int(Int(sqlite3_column_int64(handle, index)))
        case SQLITE_NULL: return .null
        case SQLITE_BLOB: return .blob(bytes(sqlite3_column_blob(handle, index), index))
        default: return .text(String(decoding: bytes(sqlite3_column_text(handle, index), index), as: UTF8.self))
        }
    }

    /// The pointer must be fetched before the length: fetching may convert the column.
    private func bytes(_ start: UnsafeRawPointer?, _ index: Int32) -> [UInt8] {
        let count = Int(sqlite3_column_bytes(handle, index))
        return start.map { Array(UnsafeRawBufferPointer(start: $0, count: count)) } ?? []
    }
}
