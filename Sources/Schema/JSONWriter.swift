struct JSONWriter {
    private(set) var text = ""
    /// Levels of indentation so far; nil writes compact text.
    private var indent: Int?

    init(indent: Int?) { self.indent = indent }

    mutating func write(_ value: Value) {
        switch value {
        case .null, .foreign: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .int(let number): text += String(number)
        case .number(let number): text += number.isFinite ? "\(number)" : "null"
        case .string(let string): write(string)
        case .list(let items): write(items, "[", "]") { $0.write($1) }
        case .object(let object):
            write(object.storage, "{", "}") { writer, member in
                writer.write(member.key)
                writer.text += writer.indent == nil ? ":" : ": "
                writer.write(member.value)
            }
        }
    }

    private mutating func write<Item>(
        _ items: [Item], _ open: String, _ close: String, each: (inout JSONWriter, Item) -> Void
    ) {
        text += open
        if !items.isEmpty {
            indent = indent.map { $0 + 1 }
            for (index, item) in items.enumerated() {
                if index > 0 { text += "," }
                newLine()
                each(&self, item)
            }
            indent = indent.map { $0 - 1 }
            newLine()
        }
        text += close
    }

    private mutating func newLine() {
        if let indent { text += "\n" + String(repeating: "  ", count: indent) }
    }

    private mutating func write(_ string: String) {
        text += "\""
        if string.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F }) {
            for scalar in string.unicodeScalars { text += escaped(scalar) }
        } else {
            text += string
        }
        text += "\""
    }

    private func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case _ where scalar.value < 0x20 || scalar.value == 0x7F:
            "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
                + String(scalar.value, radix: 16)
        default: String(Character(scalar))
        }
    }
}
