import LuaSyntax

/// The text of a Lua module as documentation reads it: its functions and types with the comments above them.
package struct LuaModuleText {
    enum Part {
        /// A comment that declares types.
        case types(LuaDocComment)
        case function(LuaModuleShape.Function, LuaDocComment?)
    }

    let source: LuaSource
    /// The comment about the module as a whole.
    let header: LuaDocComment?
    /// The functions and type comments, in the order of the text. Of a text that is not Lua only the type comments are
    /// known.
    private(set) var parts: [Part] = []
    private let tree: LuaTree?

    init(_ bytes: [UInt8]) {
        source = LuaSource(bytes)
        tree = try? LuaTree(parsing: source)
        let places = tree?.comments ?? luaTokens(bytes).filter { $0.kind == .comment }.map(\.range)
        let comments = source.docComments(among: places)
        let shape = tree.map(LuaModuleShape.init)
        header = Self.header(comments, source, tree, shape)
        parts = Self.parts(comments, source, shape?.functions ?? [])
    }

    private static func parts(
        _ comments: [LuaDocComment], _ source: LuaSource, _ functions: [LuaModuleShape.Function]
    ) -> [Part] {
        let byEnd = Dictionary(comments.map { ($0.range.upperBound, $0) }, uniquingKeysWith: { $1 })
        let types = comments.filter(\.declaresTypes).map { ($0.range.upperBound, Part.types($0)) }
        let described = functions.map { function in
            let lines = function.places.map { source.line(at: $0) }
            let comment = lines.lazy.compactMap { byEnd[$0 - 1] }.first
            return (source.line(at: function.range.lowerBound), Part.function(function, comment))
        }
        return (types + described).sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The first comment, when it is above all code and is not about what stands right below it, unless that is the table
    /// that the module returns.
    private static func header(
        _ comments: [LuaDocComment], _ source: LuaSource, _ tree: LuaTree?, _ shape: LuaModuleShape?
    ) -> LuaDocComment? {
        guard let first = comments.first, let start = source.range(ofLine: first.range.lowerBound)?.lowerBound else {
            return nil
        }
        if source.bytes[..<start].allSatisfy({ $0 <= UInt8(ascii: " ") }) { return first }
        guard let code = tree?.block.statements.first.map({ source.line(at: $0.range.lowerBound) }) else { return nil }
        let below = first.range.upperBound + 1
        let result = shape?.result.map { source.line(at: $0.range.lowerBound) }
        return below < code || (below == code && below == result) ? first : nil
    }

    /// The name of the local that is declared right below `comment`.
    func local(below comment: LuaDocComment) -> String? {
        guard let line = source.range(ofLine: comment.range.upperBound + 1) else { return nil }
        let variable = tree?.variables.first { line.contains($0.range.lowerBound) }
        return variable?.kind == .local ? variable?.name : nil
    }

    /// The text of a function, with its common indentation taken off.
    func declaration(_ function: LuaModuleShape.Function) -> String {
        let line = source.line(at: function.range.lowerBound)
        let indentation = source.text(ofLine: line)?.prefix { $0 == " " || $0 == "\t" } ?? ""
        if indentation.isEmpty { return source.text(function.range) }
        let lines = source.text(function.range).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { $0.hasPrefix(indentation) ? $0.dropFirst(indentation.count) : $0 }.joined(separator: "\n")
    }
}

extension LuaDocComment {
    fileprivate var declaresTypes: Bool {
        lines.contains { $0.hasPrefix("---@class ") || $0.hasPrefix("---@alias ") }
    }
}
