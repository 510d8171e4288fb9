import CPostgres
import Glibc

/// One connection to a PostgreSQL server. Statements go out in a line and are answered together; nothing waits longer than the
/// patience it is given, whatever the server does.
///
/// Not `Sendable`: whoever holds it uses it from one task at a time.
final class ServerConnection {
    /// A statement with its parameters.
    struct Statement {
        let sql: String
        var values: [SQLValue] = []
    }

    /// What became of a statement.
    struct Outcome {
        var rows: [[SQLValue]] = []
        /// How many rows it changed or found.
        var count = 0
    }

    private let handle: OpaquePointer
    private let place: String
    /// Warnings of SQLSTATE 01000 so far. Its own memory, because libpq keeps its address.
    private let warningCount: UnsafeMutablePointer<Int32>

    /// How long the server may take for an answer, in milliseconds.
    private let patience: Int
    private var isGivenUp = false

    private init(_ handle: OpaquePointer, _ place: String, patience: Int) {
        (self.handle, self.place, self.patience) = (handle, place, patience)
        warningCount = .allocate(capacity: 1)
        warningCount.initialize(to: 0)
        cpostgres_count_warnings(handle, warningCount)
    }

    deinit {
        cpostgres_close(handle)
        warningCount.deallocate()
    }

    /// Connects, as `options` says.
    ///
    /// - Throws: `StoreError` with libpq's words where it can't be used, or the server can't be reached or does not let us in.
    convenience init(_ options: ServerOptions, _ place: String) throws(StoreError) {
        if let reason = cpostgres_load() {
            throw StoreError("no_libpq", String(cString: reason), "connecting", place)
        }
        guard let handle = Self.withOptions(options.pairs, cpostgres_connect) else {
            throw StoreError("no_memory", "out of memory", "connecting", place)
        }
        self.init(handle, place, patience: options.patience)
        guard cpostgres_is_alive(handle) else { throw .unreachable(Self.words(of: handle), place) }
        guard cpostgres_use_pipeline(handle) else { throw .lost(Self.words(of: handle), "connecting", place) }
    }

    /// Calls `body` with the options as libpq takes them.
    static func withOptions<T>(
        _ options: [(keyword: String, value: String)],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<UnsafePointer<CChar>?>?) -> T
    ) -> T {
        var keywords = options.map { UnsafePointer(strdup($0.keyword)) as UnsafePointer<CChar>? } + [nil]
        var values = options.map { UnsafePointer(strdup($0.value)) as UnsafePointer<CChar>? } + [nil]
        defer { for text in keywords + values { free(UnsafeMutablePointer(mutating: text)) } }
        return body(&keywords, &values)
    }

    private static func words(of handle: OpaquePointer) -> String {
        guard let words = cpostgres_error(handle).map({ String(cString: $0) }), !words.isEmpty else {
            return "the connection is gone"
        }
        return words.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }.joined(
            separator: "; ")
    }

    /// Whether statements can be sent. Not after one whose answer did not come in time: it would be taken for the next one's.
    var isAlive: Bool { !isGivenUp && cpostgres_is_alive(handle) }
    var isEncrypted: Bool { cpostgres_is_encrypted(handle) }
    /// How many warnings of SQLSTATE 01000 came so far: a commit that the server could not make as durable as asked says so.
    var warnings: Int { Int(warningCount.pointee) }

    /// Sends statements together and waits for all that they come to.
    ///
    /// - Throws: `StoreError` of the first that failed. What stands behind it was not carried out.
    func exchange(_ statements: [Statement], _ operation: String) throws(StoreError) -> [Outcome] {
        let deadline = cpostgres_now() + Int64(patience)
        for statement in statements { try put(statement, operation) }
        guard cpostgres_send(handle, deadline) else { throw gone(operation, deadline) }
        var outcomes: [Outcome] = []
        var failure: StoreError?
        while true {
            guard let result = cpostgres_take(handle, deadline) else { throw gone(operation, deadline) }
            defer { cpostgres_clear(result) }
            switch cpostgres_status(result) {
            case PGRES_PIPELINE_SYNC:
                if let failure { throw failure }
                return outcomes
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: outcomes.append(Self.outcome(result))
            case PGRES_PIPELINE_ABORTED: break
            default:
                let error = StoreError(server: result, operation, place)
                if failure == nil { failure = error }
                // What ends the connection is not followed by anything.
                if !isAlive { throw error }
            }
        }
    }

    private func gone(_ operation: String, _ deadline: Int64) -> StoreError {
        isGivenUp = true
        if cpostgres_now() < deadline { return .lost(Self.words(of: handle), operation, place) }
        return .lost("the server does not answer, for \(patience / 1000) s", operation, place)
    }

    private func put(_ statement: Statement, _ operation: String) throws(StoreError) {
        var texts: [UnsafePointer<CChar>?] = []
        var types: [Oid] = []
        defer { for text in texts { free(UnsafeMutablePointer(mutating: text)) } }
        for value in statement.values {
            guard let (text, type) = value.parameter else {
                // What was put before it would go out with the next line.
                isGivenUp = true
                throw StoreError("zero_byte", "a text has a zero byte in it", operation, place)
            }
            texts.append(text.map { UnsafePointer(strdup($0)) })
            types.append(type)
        }
        guard cpostgres_put(handle, statement.sql, Int32(texts.count), types, texts) else {
            isGivenUp = true
            throw .lost(Self.words(of: handle), operation, place)
        }
    }

    private static func outcome(_ result: OpaquePointer) -> Outcome {
        let columns = cpostgres_columns(result)
        let types = (0..<columns).map { cpostgres_type(result, $0) }
        let rows = (0..<cpostgres_rows(result)).map { row in
            (0..<columns).map { column -> SQLValue in
                guard !cpostgres_is_null(result, row, column), let text = cpostgres_value(result, row, column) else {
                    return .null
                }
                let length = Int(cpostgres_length(result, row, column))
                return SQLValue(UnsafeRawBufferPointer(start: text, count: length), type: types[Int(column)])
            }
        }
        let changed = cpostgres_changed(result).flatMap { Int(String(cString: $0)) }
        return Outcome(rows: rows, count: changed ?? rows.count)
    }
}

extension SQLValue {
    private static let bytes: Oid = 17

    /// The value as a parameter: its text, nil for NULL, and its type where the server can't guess it. Nil where it can't be one.
    fileprivate var parameter: (text: String?, type: Oid)? {
        switch self {
        case .null: (nil, 0)
        case .int(let number): (String(number), 0)
        case .text(let text): text.utf8.contains(0) ? nil : (text, 0)
        case .blob(let bytes): ("\\x" + String(hex: bytes), Self.bytes)
        }
    }

    /// Reads a column's text by the number of its type.
    fileprivate init(_ text: UnsafeRawBufferPointer, type: Oid) {
        let string = String(decoding: text, as: UTF8.self)
        switch type {
        case 20, 21, 23: self = SQLValue(Int(string))
        case 16: self = .int(string == "t" ? 1 : 0)
        case Self.bytes: self = .blob(Self.unhexed(text.dropFirst(2)))
        default: self = .text(string)
        }
    }

    private static func unhexed(_ digits: some Sequence<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            let value = digit < 0x3A ? digit &- 0x30 : (digit | 0x20) &- 0x57
            guard let first = high else {
                high = value
                continue
            }
            bytes.append(first << 4 | value)
            high = nil
        }
        return bytes
    }
}
