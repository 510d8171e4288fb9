import LuaSyntax

/// What comments for luacheck say of a script: `-- luacheck: ignore 212`. Behind code they hold for that line, on a
/// line of their own up to the end of the function or file that they stand in, or to the `pop` that belongs to the
/// `push` before.
struct LuacheckComments {
    /// What one comment says, and where it holds.
    struct Rule {
        let kind: Kind
        /// In bytes.
        var range: Range<Int>
    }

    enum Kind: Hashable {
        /// Patterns for codes and names, as luacheck has them; without any, everything.
        case ignore([String])
        /// Names, or names of fields such as `string.trim`.
        case globals([String])
        case standard(String)
        /// Globals that the script sets anywhere are declared.
        case allowsDefined
    }

    private(set) var rules: [Rule] = []

    init(_ tree: LuaTree) {
        let comments = tree.comments.compactMap { range in tree.source.luacheckWords(range).map { (range, $0) } }
        guard !comments.isEmpty else { return }
        let functions = tree.functionRanges
        var pushed: [Int] = []
        for (range, words) in comments {
            for option in words.split(separator: ",") {
                var words = option.split { " \t".contains($0) }.map(String.init)
                if words.first == "pop" {
                    guard let start = pushed.popLast() else { continue }
                    for index in start..<rules.count { rules[index].end(at: range.lowerBound) }
                    continue
                }
                if words.first == "push" {
                    pushed.append(rules.count)
                    words.removeFirst()
                }
                for kind in Self.kinds(words) {
                    rules.append(Rule(kind: kind, range: tree.reach(of: range, functions)))
                }
            }
        }
    }

    private static func kinds(_ words: [String]) -> [Kind] {
        let rest = { (count: Int) in Array(words.dropFirst(count)) }
        switch words.first {
        case "ignore": return [.ignore(rest(1))]
        case "globals": return [.globals(rest(1))]
        case "read" where words.count > 1 && words[1] == "globals": return [.globals(rest(2))]
        case "new" where words.contains("globals"):
            return [.globals(Array(words.drop { $0 != "globals" }.dropFirst()))]
        case "std": return rest(1).map { .standard($0) }
        case "allow": return [.allowsDefined]
        case "no", "not":
            switch words.dropFirst().joined(separator: " ") {
            case "global": return [.ignore(["1"])]
            case "unused": return [.ignore(["2", "3"])]
            case "unused args": return [.ignore(["212"])]
            case "self": return [.ignore(["212/self"])]
            default: return []
            }
        default: return []
        }
    }
}

extension LuacheckComments.Rule {
    fileprivate mutating func end(at offset: Int) {
        if offset < range.upperBound, offset >= range.lowerBound { range = range.lowerBound..<offset }
    }
}

extension LuaSource {
    /// What stands behind `luacheck:` in a comment.
    fileprivate func luacheckWords(_ comment: Range<Int>) -> String? {
        let text = self.text(comment).drop { "-[= \t\n".contains($0) }
        guard text.hasPrefix("luacheck:") else { return nil }
        return String(text.dropFirst("luacheck:".count).prefix { $0 != "]" && $0 != "(" && $0 != "\n" })
    }
}

extension LuaTree {
    /// Where every function is, from `function` to `end`.
    fileprivate var functionRanges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        walk { node in
            switch node {
            case .statement(let statement):
                switch statement.kind {
                case .function(_, _, let body), .localFunction(_, let body): ranges.append(body.range)
                default: break
                }
            case .expression(let expression):
                if case .function(let body) = expression.kind { ranges.append(body.range) }
            }
        }
        return ranges
    }

    /// Where a comment holds: in its line, if code stands before it there.
    fileprivate func reach(of comment: Range<Int>, _ functions: [Range<Int>]) -> Range<Int> {
        let line = source.range(ofLine: source.line(at: comment.lowerBound)) ?? comment
        let isAlone = source.bytes[line.lowerBound..<comment.lowerBound].allSatisfy { $0 <= UInt8(ascii: " ") }
        if !isAlone { return line.lowerBound..<(line.upperBound + 1) }
        let around = functions.filter { $0.contains(comment.lowerBound) }.min { $0.count < $1.count }
        return comment.lowerBound..<(around?.upperBound ?? source.bytes.count + 1)
    }
}
