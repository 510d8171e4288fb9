/// What follows `---@param`, `---@field` or `---@alias` in a doc comment: `name? type  words`.
public struct TypeAnnotation: Hashable, Sendable {
    /// The name, without the question mark; `[1]` and `[integer]` for the items of a table.
    public let name: String
    /// The text of the type; `any` where there is none.
    public let type: String
    /// Whether it may be absent.
    public let isOptional: Bool
    /// What is said about it.
    public let words: String

    /// Reads what stands behind the annotation's mark.
    public init(_ text: String) {
        let bytes = Array(text.utf8)
        var end = 0
        while end < bytes.count, bytes[end] != UInt8(ascii: " ") { end += 1 }
        isOptional = end > 0 && bytes[end - 1] == UInt8(ascii: "?")
        name = String(decoding: bytes[..<(isOptional ? end - 1 : end)], as: UTF8.self)
        let start = min(end + 1, bytes.count)
        let typeEnd = endOfType(bytes, from: start)
        type = typeEnd == start ? "any" : String(decoding: bytes[start..<typeEnd], as: UTF8.self)
        var wordsStart = typeEnd
        while wordsStart < bytes.count, bytes[wordsStart] == UInt8(ascii: " ") { wordsStart += 1 }
        words = String(decoding: bytes[wordsStart...], as: UTF8.self)
    }

    /// The limits that the words begin with, as in `1 to 12` and `0 or more`; nil where they begin with none.
    public var limits: ClosedRange<Double>? {
        // Most words begin with a letter, and types are read while a script waits.
        guard let first = words.utf8.first, first <= UInt8(ascii: "9") else { return nil }
        let parts = words.split(separator: " ", maxSplits: 3).map { $0.prefix { !",;:".contains($0) } }
        guard parts.count > 2, let least = Double(parts[0]) else { return nil }
        if parts[1] == "to", let most = Double(parts[2]), least <= most { return least...most }
        return parts[1] == "or" && parts[2] == "more" ? least...Double.greatestFiniteMagnitude : nil
    }
}

/// What follows `---@class` in a doc comment: `(exact) cph.table.Options`, `cph.args.Entry: cph.args.Argument`.
public struct ClassAnnotation: Hashable, Sendable {
    /// The name of the class.
    public let name: String
    /// Whether its tables have no other fields than those that are declared.
    public let isExact: Bool
    /// The class that it extends; nil for most.
    public let parent: String?

    /// Reads what stands behind the annotation's mark.
    public init(_ text: some StringProtocol) {
        isExact = text.hasPrefix("(exact) ")
        let words = text.dropFirst(isExact ? "(exact) ".count : 0)
        name = String(words.prefix { $0 != ":" && $0 != " " })
        let rest = words.firstIndex(of: ":").map { words[words.index(after: $0)...].drop { $0 == " " } }
        parent = rest.map { String($0.prefix { $0 != " " }) }
    }
}

/// A LuaCATS type may hold blanks inside brackets and after a colon: `fun(a: string): integer`. What follows is a
/// name or a comment.
public func splitType(_ text: String) -> (type: String, rest: String) {
    let bytes = Array(text.utf8)
    let end = endOfType(bytes, from: 0)
    return (String(decoding: bytes[..<end], as: UTF8.self), String(decoding: bytes[end...], as: UTF8.self))
}

private func endOfType(_ bytes: [UInt8], from start: Int) -> Int {
    var depth = 0
    var previous = UInt8(ascii: " ")
    var index = start
    while index < bytes.count {
        switch bytes[index] {
        case UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<"): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ">"): depth -= 1
        case UInt8(ascii: " ") where depth == 0 && previous != UInt8(ascii: ":") && previous != UInt8(ascii: ","):
            return index
        default: break
        }
        previous = bytes[index]
        index += 1
    }
    return index
}
