import Text

/// What the raw bytes of an answer name as bought, whatever became of it on the way: cut, wrapped, doubled, in another spelling
/// or encoding. It is where to look, and never a proof of anything by itself.
package struct AnswerSalvage {
    /// The order; nil where none is named, or several are.
    private(set) var orderID: String?
    /// The servers, each once.
    private(set) var serverIDs: [String] = []

    private static let orderKeys = ["order_id", "orderId", "orderID", "order-id"]
    private static let serverKeys = ["server_ids", "serverIds", "serverIDs"]
    /// More than any answer to a purchase names.
    private static let most = 100
    /// How often a gateway may have put an answer as text into another: each puts backslashes in front of all marks again.
    private static let wrappings = 3

    init(_ bytes: [UInt8]) {
        // Two bytes for each letter, as in UTF-16, have a zero in each.
        var text = bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
        var inner = text
        for _ in 0..<Self.wrappings {
            inner = Self.unwrapped(inner)
            text += inner
        }
        let orders = Set(Self.orderKeys.flatMap { Self.values(of: $0, in: text) })
        orderID = orders.count == 1 ? orders.first : nil
        var seen: Set<String> = []
        for id in Self.serverKeys.flatMap({ Self.values(of: $0, in: text) })
        where id != orderID && seen.insert(id).inserted {
            serverIDs.append(id)
        }
    }

    /// Whether `text` is what ids are made of: people and programs read them where nothing else may stand.
    package static func isID(_ text: some Collection<UInt8>, most: Int = 64) -> Bool {
        (1...most).contains(text.count)
            && text.allSatisfy { byte in
                isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
                    || byte == 0x2D
            }
    }

    /// What stands as text in JSON and is JSON itself, each on a line: `{"body":"{\"order_id\":…}"}`.
    private static func unwrapped(_ text: [UInt8]) -> [UInt8] {
        var inner: [UInt8] = []
        var rest = text[...]
        while let mark = rest.firstIndex(of: UInt8(ascii: "\"")) {
            rest = rest[rest.index(after: mark)...]
            let first = rest.drop(while: isSpace).first
            guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { continue }
            inner.append(UInt8(ascii: "\n"))
            while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
                inner.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
            }
        }
        return inner
    }

    /// The ids behind every `"key":`, alone or in a list that may be cut. A value whose end is missing is none.
    private static func values(of key: String, in text: [UInt8]) -> [String] {
        let mark = Array("\"\(key)\"".utf8)
        var found: [String] = []
        var rest = text[...]
        while found.count < most, let start = rest.firstRange(of: mark) {
            rest = rest[start.upperBound...].drop(while: isSpace)
            guard rest.popFirst() == UInt8(ascii: ":") else { continue }
            rest = rest.drop(while: isSpace)
            guard rest.first == UInt8(ascii: "[") else {
                if let id = id(&rest) { found.append(id) }
                continue
            }
            rest.removeFirst()
            while found.count < most, let id = id(&rest) {
                found.append(id)
                rest = rest.drop(while: isSpace)
                guard rest.first == UInt8(ascii: ",") else { break }
                rest.removeFirst()
            }
        }
        return found
    }

    /// The id that stands here in quotation marks, taken out of `rest`.
    private static func id(_ rest: inout ArraySlice<UInt8>) -> String? {
        let start = rest.drop(while: isSpace)
        guard start.first == UInt8(ascii: "\"") else { return nil }
        let content = start.dropFirst()
        guard let end = content.firstIndex(of: UInt8(ascii: "\"")), isID(content[..<end]) else { return nil }
        rest = content[content.index(after: end)...]
        return String(decoding: content[..<end], as: UTF8.self)
    }
}
