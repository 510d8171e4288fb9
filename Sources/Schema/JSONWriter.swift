/// Writes JSON into a buffer of bytes, which is several times cheaper than growing a `String` piece by piece.
struct JSONWriter {
    private var bytes: [UInt8] = []
    /// Levels of indentation so far; nil writes compact text.
    private var indent: Int?

    init(indent: Int?) {
        self.indent = indent
        bytes.reserveCapacity(512)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func write(_ value: Value) {
        switch value {
        case .null, .foreign: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .int(let number): append(String(number))
        case .number(let number): append(number.isFinite ? "\(number)" : "null")
        case .string(let string): write(string)
        case .list(let items): write(items, "[", "]") { $0.write($1) }
        case .object(let object):
            write(object.storage, "{", "}") { writer, member in
                writer.write(member.key)
                writer.append(writer.indent == nil ? ":" : ": ")
                writer.write(member.value)
            }
        }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func write<Item>(
        _ items: [Item], _ open: String, _ close: String, each: (inout JSONWriter, Item) -> Void
    ) {
        append(open)
        if !items.isEmpty {
            indent = indent.map { $0 + 1 }
            for (index, item) in items.enumerated() {
                if index > 0 { append(",") }
                newLine()
                each(&self, item)
            }
            indent = indent.map { $0 - 1 }
            newLine()
        }
        append(close)
    }

    private mutating func newLine() {
        if let indent { append("\n" + String(repeating: "  ", count: indent)) }
    }

    private mutating func write(_ string: String) {
        append("\"")
        if string.utf8.contains(where: Self.needsEscape) {
            for byte in string.utf8 { write(byte) }
        } else {
            append(string)
        }
        append("\"")
    }

    /// Everything else, UTF-8 included, stands as it is.
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F
    }

    private mutating func write(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        case _ where Self.needsEscape(byte):
            append(byte < 0x10 ? "\\u000" : "\\u00")
            append(String(byte, radix: 16))
        default: bytes.append(byte)
        }
    }
}
