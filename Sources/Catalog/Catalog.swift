public import Bindings
import CPHModel
public import LuaKit
public import Schema
public import Stdlib

/// Everything that has a description, by its path: `cph.servers.create`, `cph.models.CreateServer`, `string.format`.
public struct Catalog {
    /// The description of every function and module, by the path that scripts write.
    public private(set) var entries: [String: CatalogEntry] = [:]
    /// The functions of modules that are not for everybody, by path: for who checks how they are used.
    private var privateEntries: [String: CatalogEntry] = [:]
    /// The tables that functions take and return, by the name of their type; models are not among them.
    public private(set) var types: [String: TableType] = [:]

    /// The types that stand behind names, by the name: `string|number` of `cph.time.Duration`.
    public private(set) var aliases: [String: String] = [:]

    /// The paths of modules that are not the host's, in the order in which they were added.
    public private(set) var projectModules: [String] = []

    /// Describes nothing yet.
    public init() {}

    /// Describes the host's functions, every model, the standard library and Lua's own library.
    ///
    /// - Parameter library: The part of `cph` that is written in Swift.
    public init(_ library: LuaModule, _ stdlib: Stdlib) {
        self.init(library)
        for name in stdlib.names {
            add(LuaDocs(module: name, source: stdlib.source(name) ?? []))
        }
        for entry in luaOwnLibrary { add(entry) }
    }

    /// Describes what is written in Swift, and every model.
    public init(_ library: LuaModule) {
        add(library, path: library.name)
        for model in Models.all { add(model) }
        for type in hostTypes { types[type.name] = type }
        for type in hostClasses {
            for method in type.luaClass.methods { add(method, path: "\(type.luaType):\(method.name)") }
        }
    }

    /// Describes the standard library's module `name`, and nothing else.
    public init(module name: String, _ stdlib: Stdlib) {
        add(LuaDocs(module: name, source: stdlib.source(name) ?? []))
    }

    /// The description of what `path` leads to; nil where nothing is described under it.
    public subscript(path: String) -> CatalogEntry? { entries[path] }

    /// The description of what `path` leads to, also where it is not for everybody.
    public func entry(evenPrivate path: String) -> CatalogEntry? { entries[path] ?? privateEntries[path] }

    /// The paths of everything that is described, also of what is not for everybody.
    public var allPaths: [String] { Array(entries.keys) + privateEntries.keys }

    /// Finds a method by its name alone, whatever its object is called: `add` finds `cph.plan:add`. Of several the
    /// first by path.
    public func method(_ name: String) -> CatalogEntry? {
        entries.values.filter { $0.path.hasSuffix(":\(name)") }.min { $0.path < $1.path }
    }

    /// Lists the functions that return exactly this type, and so can build the value of a field of it; sorted by path.
    public func builders(of type: String) -> [CatalogEntry] {
        entries.values.filter { $0.isFunction && !$0.isInternal && $0.results == type }.sorted { $0.path < $1.path }
    }

    /// Whether it is shown only to those who ask for it by name, and left out of lists: it is internal, in a module
    /// that is not.
    public func isHidden(_ path: String) -> Bool {
        guard entries[path]?.isInternal == true, let mark = path.lastIndex(where: { $0 == "." || $0 == ":" }) else {
            return false
        }
        return entries[String(path[..<mark])]?.isInternal != true
    }

    /// The functions and modules directly inside a module, sorted, without those that are hidden.
    public func members(of path: String) -> [CatalogEntry] {
        let inside = entries.values.filter {
            !isHidden($0.path) && ($0.path.hasPrefix(path + ".") || $0.path.hasPrefix(path + ":"))
                && !$0.path.dropFirst(path.count + 1).contains { $0 == "." || $0 == ":" }
        }
        return inside.sorted { $0.path < $1.path }
    }

    /// Adds a module that scripts find by `require`.
    ///
    /// - Parameter file: The file's name, as the description shows where a function is written.
    public mutating func add(module path: String, file: String, source: [UInt8]) {
        add(LuaDocs(path: path, file: file, source: source))
        projectModules.append(path)
    }

    private mutating func add(_ docs: LuaDocs) {
        for entry in docs.entries { add(entry) }
        for entry in docs.privateEntries { privateEntries[entry.path] = entry }
        for type in docs.types { types[type.name] = type }
        for alias in docs.aliases { aliases[alias.name] = alias.type }
    }

    private mutating func add(_ entry: CatalogEntry) { entries[entry.path] = entry }

    private mutating func add(_ module: LuaModule, path: String) {
        var entry = CatalogEntry(path: path, parameters: [], doc: module.doc)
        (entry.isFunction, entry.isInternal) = (false, module.isInternal)
        add(entry)
        for function in module.functions {
            let inside = "\(path).\(function.name)"
            add(function, path: inside)
            entries[inside]?.isInternal = module.isInternal
        }
        for inner in module.modules { add(inner, path: "\(path).\(inner.name)") }
    }

    private mutating func add(_ function: LuaFunction, path: String) {
        let parameters = function.parameters.filter { $0.name != "self" }
        var entry = CatalogEntry(path: path, parameters: parameters, doc: function.doc)
        (entry.results, entry.resultDoc) = (function.results, function.resultDoc)
        add(entry)
    }

    private mutating func add(_ model: any Model.Type) {
        let parameter = LuaFunction.Parameter(name: "value", type: model.luaType)
        var entry = CatalogEntry(path: "cph.models.\(model.name)", parameters: [parameter], doc: model.doc)
        entry.results = model.luaType
        add(entry)
        (entry.path, entry.results) = ("\(entry.path).validate", "cph.Problem[]")
        entry.doc = "Checks a value of \(model.name) and sends nothing."
        add(entry)
        (entry.path, entry.results) = ("cph.models.\(model.name).examine", "\(model.luaType)?, cph.Problem[]")
        entry.doc = "Checks a value of \(model.name) and builds it, both in one go; sends nothing."
        add(entry)
    }
}

extension Catalog {
    /// The model a LuaCATS type names: `cph.OrderParam`, `cph.NicForSingleServer[]`, `cph.CreateServer?`.
    public static func model(ofType type: String) -> (model: any Model.Type, isList: Bool)? {
        let name = type.hasSuffix("?") ? String(type.dropLast()) : type
        let isList = name.hasSuffix("[]")
        let item = isList ? String(name.dropLast(2)) : name
        return Models.all.first { $0.luaType == item }.map { ($0, isList) }
    }
}
