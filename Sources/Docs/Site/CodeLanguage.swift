import LuaSyntax

/// The languages of the examples in texts, as a site marks their parts.
enum CodeLanguage: String {
    case lua, sh, json, yaml, hcl

    /// The language of a text that doesn't say it: lines for a shell, or Lua.
    init(of text: String) {
        let first = text.split(separator: "\n").first { !$0.hasPrefix("#") } ?? ""
        let programs = ["$ ", "cph", "sudo ", "export ", "scripts/", "tar ", "alias ", "CPH_"]
        // `cph.order` is Lua, `cph doc` is not.
        let isCommand = programs.contains { first.hasPrefix($0) } && !first.hasPrefix("cph.")
        self = isCommand || text.hasPrefix("#!/bin/") ? .sh : .lua
    }

    /// A text in this language with its parts in elements.
    func html(_ text: String) -> String {
        switch self {
        case .lua: Self.lua(text)
        case .sh, .yaml, .hcl: Self.commented(text)
        case .json: escaped(text)
        }
    }

    private static func lua(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var (result, end) = ("", 0)
        func piece(_ range: Range<Int>) -> String { escaped(String(decoding: bytes[range], as: UTF8.self)) }
        for token in luaTokens(bytes) {
            result += piece(end..<token.range.lowerBound) + marked(piece(token.range), token.kind)
            end = token.range.upperBound
        }
        return result + piece(end..<bytes.count)
    }

    private static func marked(_ text: String, _ kind: LuaToken.Kind) -> String {
        switch kind {
        case .name, .symbol: text
        default: "<span class=\"\(kind)\">\(text)</span>"
        }
    }

    /// Text whose comments begin with `#` at the beginning of a line, or behind two blanks.
    private static func commented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let mark = line.hasPrefix("#") ? line.startIndex : line.firstRange(of: "  #")?.lowerBound
            guard let mark else { return escaped(line) }
            return "\(escaped(line[..<mark]))<span class=\"comment\">\(escaped(line[mark...]))</span>"
        }
        .joined(separator: "\n")
    }
}
