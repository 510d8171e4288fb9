import LuaSyntax
import Text

/// Changes one text in a Lua file and leaves everything else as its author wrote it.
struct LuaListEdit {
    private let bytes: [UInt8]
    private let tokens: [LuaToken]

    init(_ text: String) {
        bytes = Array(text.utf8)
        tokens = luaTokens(bytes).filter { $0.kind != .comment }
    }

    /// The text with `new` in place of `old` in `name = { … }`, or behind the last item; nil when there is no such list.
    func replacing(_ old: String?, by new: String, inList name: String) -> String? {
        guard let open = value(of: name), text(open) == "{", let close = closing(open) else { return nil }
        if let old, let index = (open..<close).first(where: { holds($0, old) }) {
            return edited(tokens[index].range, luaLiteral(new))
        }
        if close == open + 1 {
            return edited(tokens[open].range.upperBound..<tokens[close].range.lowerBound, " \(luaLiteral(new)) ")
        }
        let last = tokens[close - 1]
        let isSeparated = text(close - 1) == "," || text(close - 1) == ";"
        let item = isSeparated ? close - 2 : close - 1
        let between = indentation(before: item) ?? " "
        let end = last.range.upperBound
        return edited(end..<end, (isSeparated ? "" : ",") + between + luaLiteral(new) + (isSeparated ? "," : ""))
    }

    /// The text without the item `old` of `name = { … }`; nil when it is not there as a text of its own. What stands behind
    /// it in its line, a comment, goes with it.
    func removing(_ old: String, fromList name: String) -> String? {
        guard let open = value(of: name), text(open) == "{", let close = closing(open),
            let index = (open..<close).first(where: { holds($0, old) })
        else { return nil }
        let isSeparated = [",", ";"].contains(text(index + 1))
        let isFirst = index == open + 1
        guard isSeparated || index + 1 == close, isFirst || [",", ";"].contains(text(index - 1)) else { return nil }
        if let line = line(of: index...(isSeparated ? index + 1 : index)) { return edited(line, "") }
        let range: Range<Int>
        switch (isSeparated, isFirst) {
        case (true, _): range = tokens[index].range.lowerBound..<tokens[index + 2].range.lowerBound
        case (false, false): range = tokens[index - 1].range.lowerBound..<tokens[index].range.upperBound
        case (false, true): range = tokens[open].range.upperBound..<tokens[close].range.lowerBound
        }
        return edited(range, "")
    }

    /// The text with a line more at its end.
    func appending(_ line: String) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        return text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + line + "\n"
    }

    /// The bytes of the line that holds these tokens and no others, with its end; nil when there is no such line.
    private func line(of own: ClosedRange<Int>) -> Range<Int>? {
        let first = tokens[own.lowerBound].range.lowerBound
        let start = bytes[..<first].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard let end = bytes[tokens[own.upperBound].range.upperBound...].firstIndex(of: UInt8(ascii: "\n")) else {
            return nil
        }
        let isAlone = tokens.indices.allSatisfy { index in
            own.contains(index) || tokens[index].range.upperBound <= start || tokens[index].range.lowerBound > end
        }
        return isAlone ? start..<end + 1 : nil
    }

    /// The text with another text as the value of `name = "…"`.
    func replacing(value old: String, by new: String, of name: String) -> String? {
        guard let index = value(of: name), holds(index, old) else { return nil }
        return edited(tokens[index].range, luaLiteral(new))
    }

    /// The index of the token behind `name =`.
    private func value(of name: String) -> Int? {
        tokens.indices.dropLast(2).first { text($0) == name && text($0 + 1) == "=" }.map { $0 + 2 }
    }

    private func closing(_ open: Int) -> Int? {
        var depth = 0
        for index in tokens.indices[open...] where tokens[index].kind == .symbol {
            if text(index) == "{" { depth += 1 }
            if text(index) == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// The line break and blanks in front of an item that begins a line.
    private func indentation(before index: Int) -> String? {
        let before = bytes[..<tokens[index].range.lowerBound]
        let blanks = before.reversed().prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard before.dropLast(blanks.count).last == UInt8(ascii: "\n") else { return nil }
        return "\n" + String(decoding: before.suffix(blanks.count), as: UTF8.self)
    }

    private func text(_ index: Int) -> String { String(decoding: bytes[tokens[index].range], as: UTF8.self) }

    /// Whether the token is a string in quotes that holds `old`, written plainly or as `luaLiteral` writes it.
    private func holds(_ index: Int, _ old: String) -> Bool {
        guard tokens[index].kind == .string, bytes[tokens[index].range.lowerBound] != UInt8(ascii: "[") else {
            return false
        }
        let written = text(index)
        return written == luaLiteral(old) || !old.contains("\\") && written.dropFirst().dropLast() == old
    }

    private func edited(_ range: Range<Int>, _ new: String) -> String {
        String(decoding: bytes[..<range.lowerBound] + Array(new.utf8) + bytes[range.upperBound...], as: UTF8.self)
    }
}
