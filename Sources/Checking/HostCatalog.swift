import Bindings
import Catalog
import LuaKit
import LuaSyntax
import Session

/// The descriptions of what the host offers. Each file of the standard library is read when something in it is asked for:
/// reading all of them takes longer than all of a check.
final class HostCatalog {
    private let session: Session
    /// What is written in Swift, and the models.
    private lazy var host = Catalog(session.library)
    private var modules: [String: Catalog] = [:]
    /// The modules that declare a class, by its name.
    private var declaring: [String: String?] = [:]

    private var fieldsSet: [String: Set<String>] = [:]

    init(_ session: Session) { self.session = session }

    /// The description of what `path` leads to; nil for what is not the host's.
    subscript(path: String) -> CatalogEntry? {
        guard let name = moduleName(of: path) else { return nil }
        return read(name)?[path] ?? host[path]
    }

    /// A table that functions take and return, by the name of its type; nil for a model.
    func type(_ name: String) -> TableType? {
        guard name.hasPrefix("cph.") else { return nil }
        return module(declaring: name)?.types[name] ?? host.types[name]
    }

    /// What a name stands for that a module declares as an alias; nil for every other name.
    func alias(_ name: String) -> TypeExpression? {
        guard name.hasPrefix("cph.") else { return nil }
        return (module(declaring: name)?.aliases[name] ?? host.aliases[name]).flatMap { TypeExpression($0) }
    }

    /// The function that makes objects of class `type` and has their methods: `cph.plan` for `cph.Plan`.
    func constructor(of type: String) -> String? {
        guard type.hasPrefix("cph."), Catalog.model(ofType: type) == nil, let module = module(declaring: type) else {
            return nil
        }
        return module.entries.values.first { entry in
            entry.results == type && module.entries.keys.contains { $0.hasPrefix("\(entry.path):") }
        }?.path
    }

    /// The names of the methods of what the function at `path` makes, sorted.
    func methods(of path: String) -> [String] {
        guard let module = moduleName(of: path).flatMap(read) else { return [] }
        return module.entries.keys.filter { $0.hasPrefix("\(path):") }.map { String($0.dropFirst(path.count + 1)) }
            .sorted()
    }

    /// Whether the module that declares `type` makes objects with methods.
    func hasMethods(inModuleOf type: TableType) -> Bool {
        guard let path = type.module, let module = moduleName(of: path).flatMap(read) else { return false }
        return module.entries.keys.contains { $0.contains(":") }
    }

    /// The names of fields that the file of the function at `path` sets, in whatever table.
    func fieldsSet(inModuleOf path: String) -> Set<String> {
        guard let name = moduleName(of: path) else { return [] }
        if let known = fieldsSet[name] { return known }
        let tree = session.stdlib.source(name).flatMap { try? LuaTree(parsing: LuaSource($0)) }
        fieldsSet[name] = tree?.assignedFields ?? []
        return fieldsSet[name] ?? []
    }

    /// `plan` for `cph.plan:add`.
    private func moduleName(of path: String) -> String? {
        guard path.hasPrefix("cph.") else { return nil }
        return String(path.dropFirst("cph.".count).prefix { $0 != "." && $0 != ":" })
    }

    /// The standard library's module of that name.
    private func read(_ name: String) -> Catalog? {
        if let module = modules[name] { return module }
        guard session.stdlib.source(name) != nil else { return nil }
        let module = Catalog(module: name, session.stdlib)
        modules[name] = module
        return module
    }

    private func module(declaring type: String) -> Catalog? {
        if let known = declaring[type] { return known.flatMap(read) }
        let words = ["---@class ", "---@class (exact) ", "---@alias "].map { Array("\($0)\(type)".utf8) }
        let found = session.stdlib.names.first { name in
            session.stdlib.source(name).map { text in words.contains(where: text.declares) } == true
        }
        declaring[type] = .some(found)
        return found.flatMap(read)
    }
}

extension [UInt8] {
    /// Whether the text has `words`, and no longer name there.
    fileprivate func declares(_ words: [UInt8]) -> Bool {
        var start = startIndex
        while let found = self[start...].firstRange(of: words) {
            if found.upperBound == endIndex || "\n: ".utf8.contains(self[found.upperBound]) { return true }
            start = found.upperBound
        }
        return false
    }
}
