import Bindings
import LuaKit
import LuaSyntax
import Text

/// What the doc comments of a Lua module say: the lines with `---` above the file, and above each class and function.
package struct LuaDocs {
    private(set) var entries: [CatalogEntry] = []
    /// Functions that are not for everybody: in no list and on no page.
    private(set) var privateEntries: [CatalogEntry] = []
    private(set) var types: [TableType] = []
    private(set) var aliases: [TypeAnnotation] = []
    /// The module as editors read it: its classes and public functions without their bodies.
    package private(set) var stub = ""
    /// The name that scripts have for the module: `cph.plan`, or the name that they `require`.
    private let path: String
    private let file: String
    private let text: LuaModuleText
    /// Whether the header says `---@package` or `---@private`, or a part of the name begins with `_`: it is there for other
    /// modules of the library.
    private let isInternal: Bool

    /// Reads a module of the standard library.
    package init(module: String, source: [UInt8]) {
        self.init(path: "cph.\(module)", file: "stdlib/cph/\(module).lua", source: source)
    }

    init(path: String, file: String, source: [UInt8]) {
        (self.path, self.file) = (path, file)
        text = LuaModuleText(source)
        isInternal = text.header?.isPrivate == true || path.split(separator: ".").contains { $0.hasPrefix("_") }
        var entry = CatalogEntry(path: path, parameters: [], doc: text.header?.doc ?? "")
        entry.isFunction = false
        entry.isInternal = isInternal
        entries.append(entry)
        for part in text.parts {
            switch part {
            case .types(let comment): addTypes(comment)
            case .function(let function, let comment): add(function, comment)
            }
        }
        stub = stubHead + stub
    }

    private mutating func add(_ function: LuaModuleShape.Function, _ comment: LuaDocComment?) {
        guard let names = Names(function, in: path) else { return }
        addStub(function, names, comment)
        // Left out of lists and pages; who uses it from elsewhere is told.
        let isPrivate =
            !function.names.isEmpty
            && (comment?.isPrivate == true || function.names.contains { $0.hasPrefix("_") })
        var entry = CatalogEntry(
            path: names.path, parameters: parameters(of: function, comment), doc: comment?.doc ?? "")
        for words in comment?.annotations("---@return ") ?? [] { entry.addResult(words) }
        // A module that is a function has the header's words, then its own.
        if let header = entries.first, header.path == names.path, comment != text.header {
            entry.doc = [header.doc, entry.doc].filter { !$0.isEmpty }.joined(separator: "\n\n")
        }
        entry.isInternal = isInternal
        entry.deprecation = comment?.annotations("---@deprecated").first.map(trimmed)
        entry.isPrivate = isPrivate
        entry.source = (text.declaration(function), "\(file):\(text.source.line(at: function.range.lowerBound))")
        guard !isPrivate else { return privateEntries.append(entry) }
        addTables(above: function)
        entries.removeAll { $0.path == names.path }
        entries.append(entry)
    }

    /// Adds the tables inside the module that contain `function`, such as `cph.a` for `cph.a.f`, so that lists lead to
    /// it.
    private mutating func addTables(above function: LuaModuleShape.Function) {
        guard function.owner == .module else { return }
        for count in function.names.indices.dropFirst() {
            let table = ([path] + function.names.prefix(count)).joined(separator: ".")
            if entries.contains(where: { $0.path == table }) { continue }
            var entry = CatalogEntry(path: table, parameters: [], doc: "")
            (entry.isFunction, entry.isInternal) = (false, isInternal)
            entries.append(entry)
        }
    }

    /// Describes the parameters by the comment's `---@param` lines; one that has no line is taken from the text. A
    /// parameter called `_` is not used and left out.
    private func parameters(
        of function: LuaModuleShape.Function, _ comment: LuaDocComment?
    ) -> [LuaFunction.Parameter] {
        let described = (comment?.annotations("---@param ") ?? []).map(LuaFunction.Parameter.init(annotation:))
            .filter { $0.name != "self" }
        let names = function.parameterNames
        guard described.allSatisfy({ names.contains($0.name) }) else { return described }
        return names.filter { $0 != "_" }.map { name in
            described.first { $0.name == name }
                ?? LuaFunction.Parameter(name: name, type: "", isOptional: true, isVariadic: name == "...")
        }
    }

    // MARK: Types

    private static let visibilities = Array(privateScopes) + ["public"]

    private mutating func addTypes(_ comment: LuaDocComment) {
        var lines = comment.lines
        if let declared = comment.annotations("---@class ").first.map({ ClassAnnotation($0) }) {
            let written = comment.annotations("---@field ")
            var type = TableType(declared.name, doc: comment.doc, fields: written.compactMap(Self.publicField))
            type.isExact = declared.isExact
            type.module = path
            let all = written.map { LuaFunction.Parameter(annotation: $0.without(first: Self.visibilities)).name }
            type.privateFields = Set(all).subtracting(type.fields.map(\.name))
            type.parent = declared.parent
            let isHidden = comment.isPrivate && comment != text.header
            if !isHidden, !declared.name.split(separator: ".").contains(where: { $0.hasPrefix("_") }) {
                types.append(type)
            }
            // The table that its methods are put into.
            if let variable = text.local(below: comment) { lines.append("local \(variable) = {}") }
        }
        aliases += comment.annotations("---@alias ").map { TypeAnnotation($0) }
        if comment != text.header { stub += "\n" + lines.joined(separator: "\n") + "\n" }
    }

    /// What follows `---@field`, unless the field is private: `private name type`, or a name that begins with `_`.
    private static func publicField(_ annotation: String) -> LuaFunction.Parameter? {
        let word = String(annotation.prefix { $0 != " " })
        let rest = trimmed(annotation.dropFirst(word.count))
        let hasScope = rest.contains(" ") && (word == "public" || privateScopes.contains(word))
        if hasScope && word != "public" || word.hasPrefix("_") { return nil }
        let field = LuaFunction.Parameter(annotation: hasScope ? rest : annotation)
        return field.name.hasPrefix("_") ? nil : field
    }

    // MARK: Stub

    private var stubHead: String {
        let isFunction = entries.contains { $0.path == path && $0.isFunction }
        return isFunction ? "" : (text.header?.lines ?? []).joined(separator: "\n") + "\n\(path) = {}\n"
    }

    private mutating func addStub(_ function: LuaModuleShape.Function, _ names: Names, _ comment: LuaDocComment?) {
        let mark = isInternal && names.path == path ? ["---@package"] : []
        let line = "function \(names.stub)(\(function.parameterNames.joined(separator: ", "))) end"
        stub += "\n" + ((comment?.lines ?? []) + mark + [line]).joined(separator: "\n") + "\n"
    }
}

/// The names of a function, for scripts and for editors.
private struct Names {
    /// The name that scripts call it by.
    let path: String
    /// The name in the definitions for editors, where methods belong to their class.
    let stub: String

    /// Nil for functions that nobody outside of the module at `module` calls by name.
    init?(_ function: LuaModuleShape.Function, in module: String) {
        guard let last = function.names.last else {
            (path, stub) = (module, module)
            return
        }
        switch function.owner {
        case .module:
            let owner = ([module] + function.names.dropLast()).joined(separator: ".")
            path = owner + (function.isMethod ? ":" : ".") + last
            stub = path
        case .object(let owner):
            if last.hasPrefix("__") { return nil }
            (path, stub) = ("\(module):\(last)", "\(owner):\(last)")
        case .hidden: return nil
        }
    }
}

extension LuaModuleShape.Function {
    /// The names of the parameters, without the `self` of a method, and with `...` last where it takes more.
    fileprivate var parameterNames: [String] {
        let names = body.parameters.map(\.name) + (body.isVariadic ? ["..."] : [])
        return isMethod && names.first == "self" ? Array(names.dropFirst()) : names
    }
}

extension LuaFunction.Parameter {
    /// - Parameter annotation: What follows `---@param` or `---@field`: `name? type  comment`.
    init(annotation: String) {
        let read = TypeAnnotation(annotation)
        self.init(
            name: read.name, type: read.type, isOptional: read.isOptional, isVariadic: read.name == "...",
            doc: read.words)
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

/// What annotations call what is not for everybody.
private let privateScopes: Set<String> = ["private", "protected", "package"]

extension String {
    /// The text behind its first word, if that is one of `words`.
    fileprivate func without(first words: [String]) -> String {
        guard let word = words.first(where: { hasPrefix("\($0) ") }) else { return self }
        return String(dropFirst(word.count).drop { $0 == " " })
    }
}

extension LuaDocComment {
    /// Whether it says that what is below is not for everybody.
    fileprivate var isPrivate: Bool { annotations("---@").contains { privateScopes.contains(trimmed($0)) } }

    /// The comment's text, behind what it says of being deprecated.
    fileprivate var doc: String {
        guard let line = lines.first(where: { $0 == "---@deprecated" || $0.hasPrefix("---@deprecated ") }) else {
            return text
        }
        let reason = trimmed(line.dropFirst("---@deprecated".count))
        let end = reason.isEmpty || ".!?".contains(reason.suffix(1)) ? "" : "."
        let mark = reason.isEmpty ? "Deprecated." : "Deprecated: \(reason)\(end)"
        return [mark, text].filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// The rest of each line that begins with `prefix`.
    fileprivate func annotations(_ prefix: String) -> [String] {
        lines.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

    /// The comment's text, without annotations and lines of dashes; the indentation of examples stays.
    fileprivate var text: String {
        let words = lines.filter { !$0.hasPrefix("---@") && !$0.dropFirst(3).hasPrefix("-") }.map { line in
            line.hasPrefix("--- ") ? String(line.dropFirst(4)) : String(line.dropFirst(3))
        }
        return trimmed(words.joined(separator: "\n"))
    }
}
