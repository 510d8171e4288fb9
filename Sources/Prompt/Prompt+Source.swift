import LuaKit
import LuaSyntax
import Schema
import Session
import Text

/// Answers `??x`, and helps with functions that only their own text describes.
extension Prompt {
    /// The text of a function in Lua: of the standard library, a module, a script or what was typed.
    func source(of topic: String) -> PromptReply {
        if let source = catalog[topic]?.source { return .shown(.text("-- \(source.place)\n\(source.text)")) }
        guard let value = value(of: topic) else {
            let near = suggestion(for: topic, among: topics).map { "; did you mean \($0)?" } ?? ""
            return .failed("nothing is called \(quoted(topic))\(near)")
        }
        let lua = session.state.context
        value.push(to: lua)
        defer { lua.pop() }
        guard lua.type(at: -1) == .function else {
            return .failed("\(quoted(topic)) is no function, and only functions have a source")
        }
        guard let source = lua.source(at: -1) else {
            return .failed("no Lua source of \(quoted(topic)): it is not written in Lua")
        }
        guard let lines = session.lines(of: source.chunk) else {
            return .failed("\(quoted(topic)) stands in \(source.place), whose text is not at hand")
        }
        return .shown(.text("-- \(source.place)\n\(lines[source.lines].joined(separator: "\n"))"))
    }

    /// How a function is called, and the comment above it; nil for one that is not written in Lua.
    func page(ofFunctionAt index: Int32, called name: String?, _ lua: LuaContext) -> String? {
        guard let source = lua.source(at: index) else { return nil }
        let lines = session.lines(of: source.chunk)
        let place = "  source: \(source.place)" + (lines != nil && name != nil ? "; ??\(name ?? "") shows it" : "")
        let head = "\(name ?? "function")(\(source.parameters.joined(separator: ", ")))"
        return ([head] + (lines?.comment(above: source.lines.lowerBound) ?? []) + [place]).joined(separator: "\n")
    }
}

extension LuaFunctionSource {
    fileprivate var place: String { "\(chunk):\(lines.lowerBound)" }
}

/// The lines of a chunk; numbers count from 1.
struct ChunkLines {
    private let lines: [Substring]

    init(_ source: [UInt8]) {
        lines = String(decoding: source, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The lines in `range` that the chunk has.
    subscript(range: ClosedRange<Int>) -> ArraySlice<Substring> {
        lines[min(range.lowerBound - 1, lines.count)..<min(range.upperBound, lines.count)]
    }

    /// The words of the comment that ends right above a line; annotations for editors are left out.
    func comment(above number: Int) -> [String] {
        let above = lines.prefix(number - 1).reversed().prefix { isComment($0) }.reversed()
        return above.filter { !$0.contains("---@") }.map { line in
            let words = line.drop { $0.isWhitespace }.drop { $0 == "-" }
            return String(words.first == " " ? words.dropFirst() : words)
        }
    }

    private func isComment(_ line: Substring) -> Bool { line.drop { $0.isWhitespace }.hasPrefix("--") }
}

extension Session {
    /// The text of a chunk that has been run here, or belongs to the standard library.
    func lines(of chunk: String) -> ChunkLines? {
        if let source = source(of: chunk) { return ChunkLines(source) }
        return stdlib.source(chunk: chunk).map(ChunkLines.init)
    }
}
