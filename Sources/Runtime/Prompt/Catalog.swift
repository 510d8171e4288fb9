import Bindings
import CPHModel
import LuaKit
import Schema
import Stdlib

/// What is known of a function or module: help and completion read it.
struct CatalogEntry {
    /// As scripts write it: `cph.servers.create`, `cph.plan:add`.
    var path: String
    var parameters: [LuaFunction.Parameter]
    /// LuaCATS types of the results.
    var results = ""
    var resultDoc = ""
    var doc: String
    var isFunction = true
    /// Its text, for a function written in Lua, and where that is.
    var source: (text: String, place: String)?

    var signature: String {
        guard isFunction else { return path }
        let names = parameters.map { $0.isVariadic ? "..." : $0.isOptional ? "\($0.name)?" : $0.name }
        return "\(path)(\(names.joined(separator: ", ")))"
    }

    var firstSentence: String {
        let line = doc.split(separator: "\n").first.map(String.init) ?? ""
        guard let end = line.firstIndex(of: ".") else { return line }
        let next = line.index(after: end)
        return next == line.endIndex || line[next] == " " ? String(line[...end]) : line
    }
}

/// Everything that is described, by path. Made when it is first asked for.
struct Catalog {
    private(set) var entries: [String: CatalogEntry] = [:]

    init(_ library: LuaModule, _ stdlib: Stdlib) {
        add(library, path: library.name)
        for model in Models.all { add(model) }
        for name in stdlib.names {
            for entry in LuaDocs(module: name, source: stdlib.source(name) ?? []).entries { add(entry) }
        }
        for entry in luaManual { add(entry) }
    }

    subscript(path: String) -> CatalogEntry? { entries[path] }

    /// The entry of a method, whatever its object is called.
    func method(_ name: String) -> CatalogEntry? {
        entries.values.filter { $0.path.hasSuffix(":\(name)") }.min { $0.path < $1.path }
    }

    /// Functions whose result has this type: what can build a field of it.
    func builders(of type: String) -> [CatalogEntry] {
        entries.values.filter { $0.isFunction && $0.results == type }.sorted { $0.path < $1.path }
    }

    private mutating func add(_ entry: CatalogEntry) { entries[entry.path] = entry }

    private mutating func add(_ module: LuaModule, path: String) {
        add(CatalogEntry(path: path, parameters: [], doc: module.doc, isFunction: false))
        for function in module.functions {
            add(
                CatalogEntry(
                    path: "\(path).\(function.name)", parameters: function.parameters, results: function.results,
                    resultDoc: function.resultDoc, doc: function.doc))
        }
        for inner in module.modules { add(inner, path: "\(path).\(inner.name)") }
    }

    private mutating func add(_ model: any Model.Type) {
        let parameter = LuaFunction.Parameter(name: "value", type: model.luaType)
        let path = "cph.models.\(model.name)"
        add(CatalogEntry(path: path, parameters: [parameter], results: model.luaType, doc: model.doc))
        add(
            CatalogEntry(
                path: path + ".validate", parameters: [parameter], results: "cph.Problem[]",
                doc: "Checks a value of \(model.name) and sends nothing."))
    }
}

/// The model a LuaCATS type names: `cph.OrderParam`, `cph.NicForSingleServer[]`, `cph.CreateServer?`.
func model(ofType type: String) -> (model: any Model.Type, isList: Bool)? {
    let name = type.hasSuffix("?") ? String(type.dropLast()) : type
    let isList = name.hasSuffix("[]")
    let item = isList ? String(name.dropLast(2)) : name
    return Models.all.first { $0.luaType == item }.map { ($0, isList) }
}
