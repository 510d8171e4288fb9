import LuaKit

/// What the doc comments of a Lua module say: the lines with `---` above the file, and above each class and function.
struct LuaDocs {
    private(set) var entries: [CatalogEntry] = []
    private(set) var types: [TableType] = []
    /// The module as editors read it: its classes and public functions without their bodies.
    private(set) var stub = ""
    /// What scripts call it: `cph.plan`, or the name that they `require`.
    private let path: String
    private let file: String
    private let lines: [String]
    /// The variable that the module returns.
    private let result: String
    /// Whether the header says `---@package`: it is there for other modules of the library.
    private let isInternal: Bool

    /// A module of the standard library.
    init(module: String, source: [UInt8]) {
        self.init(path: "cph.\(module)", file: "stdlib/cph/\(module).lua", source: source)
    }

    init(path: String, file: String, source: [UInt8]) {
        (self.path, self.file) = (path, file)
        lines = String(decoding: source, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        result = Self.variable(returnedBy: lines.last { $0.hasPrefix("return ") } ?? "")
        let header = lines.prefix { $0.hasPrefix("---") }
        isInternal = header.contains("---@package")
        var entry = CatalogEntry(path: path, parameters: [], doc: text(header))
        entry.isFunction = false
        entry.isInternal = isInternal
        entries.append(entry)
        read(after: header.count)
        stub = stubHead(header) + stub
    }

    /// The last word: `return args`, `return setmetatable(args, …)`.
    private static func variable(returnedBy line: String) -> String {
        let rest = line.dropFirst("return ".count).drop { $0 == " " }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard name == "setmetatable" else { return String(name) }
        return String(rest.dropFirst(name.count + 1).prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }

    private mutating func read(after start: Int) {
        var comment: [String] = []
        for index in lines.indices.dropFirst(start) {
            if lines[index].hasPrefix("---") {
                comment.append(lines[index])
            } else {
                if !comment.isEmpty { addTypes(comment, before: lines[index]) }
                if let function = LuaFunctionLine(lines[index]), let path = path(function) {
                    add(path, comment, index)
                    addStub(function, path, comment)
                }
                comment = []
            }
        }
    }

    /// What scripts call the function; nil for private ones.
    private func path(_ function: LuaFunctionLine) -> String? {
        guard !function.owner.isEmpty else { return function.name == result ? path : nil }
        guard function.owner == result || function.separator == ":" else { return nil }
        return "\(path)\(function.separator)\(function.name)"
    }

    private mutating func add(_ path: String, _ comment: [String], _ index: Int) {
        var entry = CatalogEntry(path: path, parameters: [], doc: text(comment[...]))
        for line in comment {
            if let words = after("---@param ", line) {
                entry.parameters.append(LuaFunction.Parameter(annotation: words))
            } else if let words = after("---@return ", line) {
                entry.addResult(words)
            }
        }
        // A module that is a function has the header's words, then its own.
        if let header = entries.first, header.path == path {
            entry.doc = [header.doc, entry.doc].filter { !$0.isEmpty }.joined(separator: "\n\n")
        }
        entry.isInternal = isInternal
        entry.source = (body(from: index), "\(file):\(index + 1)")
        entries.removeAll { $0.path == path }
        entries.append(entry)
    }

    /// The function's text, up to the `end` at the margin.
    private func body(from index: Int) -> String {
        let end = lines[index...].firstIndex { $0 == "end" } ?? index
        return lines[index...end].joined(separator: "\n")
    }

    // MARK: Types

    private mutating func addTypes(_ comment: [String], before code: String) {
        guard let start = comment.firstIndex(where: { $0.hasPrefix("---@class ") || $0.hasPrefix("---@alias ") })
        else { return }
        var lines = comment
        if let name = after("---@class ", comment[start]).map({ $0.prefix { $0 != ":" && $0 != " " } }) {
            let fields = comment.compactMap { after("---@field ", $0).map(LuaFunction.Parameter.init(annotation:)) }
            var type = TableType(String(name), doc: text(comment[...]), fields: fields)
            type.module = path
            types.append(type)
            // The table that its methods are put into.
            if code.hasPrefix("local "), code.hasSuffix("= {}") { lines.append(code) }
        }
        stub += "\n" + lines.joined(separator: "\n") + "\n"
    }

    // MARK: Stub

    private func stubHead(_ header: ArraySlice<String>) -> String {
        let isFunction = entries.contains { $0.path == path && $0.isFunction }
        return isFunction ? "" : header.joined(separator: "\n") + "\n\(path) = {}\n"
    }

    private mutating func addStub(_ function: LuaFunctionLine, _ path: String, _ comment: [String]) {
        let name = function.separator == ":" ? "\(function.owner):\(function.name)" : path
        let mark = isInternal && name == self.path ? ["---@package"] : []
        stub += "\n" + (comment + mark + ["function \(name)\(function.parameters) end"]).joined(separator: "\n") + "\n"
    }
}

/// The line that begins a function: `local function name(…)`, `function owner.name(…)`, `function Owner:name(…)`.
private struct LuaFunctionLine {
    var owner = ""
    var separator = ""
    var name: String
    /// With the parentheses.
    var parameters: String

    init?(_ line: String) {
        let isLocal = line.hasPrefix("local function ")
        guard isLocal || line.hasPrefix("function "), let open = line.firstIndex(of: "("),
            let close = line[open...].firstIndex(of: ")")
        else { return nil }
        parameters = String(line[open...close])
        name = String(line[..<open].dropFirst(isLocal ? "local function ".count : "function ".count))
        guard let mark = name.lastIndex(where: { $0 == "." || $0 == ":" }) else { return }
        (owner, separator) = (String(name[..<mark]), String(name[mark]))
        name = String(name[name.index(after: mark)...])
    }
}

extension LuaFunction.Parameter {
    /// - Parameter annotation: What follows `---@param` or `---@field`: `name? type  comment`.
    init(annotation: String) {
        let name = annotation.prefix { $0 != " " }
        let (type, rest) = splitType(String(annotation.dropFirst(name.count + 1)))
        let isOptional = name.hasSuffix("?")
        self.init(
            name: String(isOptional ? name.dropLast() : name), type: type.isEmpty ? "any" : type,
            isOptional: isOptional, isVariadic: name == "...", doc: trimmed(rest))
    }
}

extension CatalogEntry {
    /// - Parameter annotation: What follows `---@return`: `type name  comment`, of which only the type must be there.
    fileprivate mutating func addResult(_ annotation: String) {
        let (type, rest) = splitType(annotation)
        let name = rest.hasPrefix("  ") ? "" : trimmed(rest).prefix { $0 != " " }
        let words = trimmed(trimmed(rest).dropFirst(name.count))
        let doc = name.isEmpty || words.isEmpty ? name + words : "\(name): \(words)"
        results += (results.isEmpty ? "" : ", ") + type
        resultDoc += (resultDoc.isEmpty || doc.isEmpty ? "" : "; ") + doc
    }
}

/// A LuaCATS type may hold blanks inside brackets and after a colon: `fun(a: string): integer`. What follows is a
/// name or a comment.
public func splitType(_ text: String) -> (type: String, rest: String) {
    var depth = 0
    var previous: Character = " "
    for (index, character) in zip(text.indices, text) {
        if "({[<".contains(character) { depth += 1 }
        if ")}]>".contains(character) { depth -= 1 }
        if character == " ", depth == 0, previous != ":", previous != "," {
            return (String(text[..<index]), String(text[index...]))
        }
        previous = character
    }
    return (text, "")
}

private func after(_ prefix: String, _ line: String) -> String? {
    line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil
}

/// The words of a comment without annotations; the indentation of examples stays.
private func text(_ comment: ArraySlice<String>) -> String {
    let lines = comment.filter { !$0.hasPrefix("---@") }.map { line in
        line.hasPrefix("--- ") ? String(line.dropFirst(4)) : String(line.dropFirst(3))
    }
    return trimmed(lines.joined(separator: "\n"))
}

/// Without blanks and line ends at both ends.
func trimmed(_ text: some StringProtocol) -> String {
    let rest = text.drop { $0.isWhitespace }
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
}
