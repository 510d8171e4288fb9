import LuaKit

/// What the doc comments of a Lua module say: the lines with `---` above the file, and above each function of it.
struct LuaDocs {
    private(set) var entries: [CatalogEntry] = []
    private let module: String
    private let lines: [String]
    /// The variable that the module returns.
    private let result: String

    init(module: String, source: [UInt8]) {
        self.module = module
        lines = String(decoding: source, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        let last = lines.last { $0.hasPrefix("return ") } ?? ""
        result = String(last.dropFirst("return ".count))
        let header = lines.prefix { $0.hasPrefix("---") }.map(text)
        entries.append(
            CatalogEntry(path: "cph.\(module)", parameters: [], doc: trimmed(joined(Array(header))), isFunction: false))
        read(after: header.count)
    }

    private mutating func read(after start: Int) {
        var comment: [String] = []
        for index in lines.indices.dropFirst(start) {
            if lines[index].hasPrefix("---") {
                comment.append(lines[index])
            } else {
                if let path = path(lines[index]) { add(path, comment, index) }
                comment = []
            }
        }
    }

    /// What scripts call the function that `line` begins; nil for private ones and for everything else.
    private func path(_ line: String) -> String? {
        let text = LuaText(line)
        if text[0] == "local", text[1] == "function" { return text[2] == result ? "cph.\(module)" : nil }
        guard text[0] == "function", text[2] == "." || text[2] == ":" else { return nil }
        let owner = text[1] == result ? "cph.\(module)" : text[2] == ":" ? "cph.\(module)" : nil
        return owner.map { $0 + text[2] + text[3] }
    }

    private mutating func add(_ path: String, _ comment: [String], _ index: Int) {
        var entry = CatalogEntry(path: path, parameters: [], doc: "")
        var doc: [String] = []
        for line in comment {
            if let words = after("---@param ", line) {
                entry.parameters.append(parameter(words))
            } else if let words = after("---@return ", line) {
                let parts = words.split(separator: "  ", maxSplits: 1)
                entry.results = String(parts.first?.split(separator: " ").first ?? "")
                entry.resultDoc = parts.count > 1 ? trimmed(parts[1]) : ""
            } else if !line.hasPrefix("---@") {
                doc.append(text(line))
            }
        }
        entry.doc = trimmed(joined(doc))
        entry.source = (body(from: index), "stdlib/cph/\(module).lua:\(index + 1)")
        entries.append(entry)
    }

    /// The function's text, up to the `end` at the margin.
    private func body(from index: Int) -> String {
        let end = lines[index...].firstIndex { $0 == "end" } ?? index
        return lines[index...end].joined(separator: "\n")
    }

    private func parameter(_ words: String) -> LuaFunction.Parameter {
        let parts = words.split(separator: " ", maxSplits: 1).map(String.init)
        let name = parts.first ?? ""
        // The type may hold blanks inside `fun(…): x`; two blanks part it from the comment.
        let rest = (parts.count > 1 ? parts[1] : "").split(separator: "  ", maxSplits: 1)
        return LuaFunction.Parameter(
            name: name.hasSuffix("?") ? String(name.dropLast()) : name, type: rest.first.map { trimmed($0) } ?? "any",
            isOptional: name.hasSuffix("?"), isVariadic: name == "...",
            doc: rest.count > 1 ? trimmed(rest[1]) : "")
    }

    private func after(_ prefix: String, _ line: String) -> String? {
        line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil
    }

    private func text(_ line: String) -> String { line.hasPrefix("--- ") ? String(line.dropFirst(4)) : "" }

    private func joined(_ lines: [String]) -> String { lines.joined(separator: "\n") }
}
