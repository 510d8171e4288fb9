import CPHModel
import Catalog
import Schema

/// The LuaCATS type of what a function returns, and who knows what it means.
struct ResultType {
    /// Without the `?` of what may be nil: `cph.Server[]`.
    let name: String
    /// The path of the function.
    private let path: String
    /// The project's module whose function it is; nil for the host's.
    let module: OwnModule?

    /// The first of the results of the function at `path`.
    init(ofResults results: String, _ path: String, module: OwnModule? = nil) {
        let first = Self.first(of: results)
        name = String(first.hasSuffix("?") ? first.dropLast() : first[...])
        (self.path, self.module) = (path, module)
    }

    /// The first of several types: up to the comma that is outside of all brackets.
    private static func first(of results: String) -> String {
        var depth = 0
        let end = results.firstIndex { character in
            if "{(<[".contains(character) { depth += 1 }
            if "})>]".contains(character) { depth -= 1 }
            return character == "," && depth == 0
        }
        return String(results[..<(end ?? results.endIndex)])
    }

    /// Another type that is told by this one.
    func other(_ name: String) -> ResultType { ResultType(ofResults: name, path, module: module) }

    /// Names of fields that the file of the function sets, perhaps in what it returns.
    func extras(_ catalog: HostCatalog) -> Set<String> { module?.fields ?? catalog.fieldsSet(inModuleOf: path) }

    /// The type of the items, for a list and for what a loop calls.
    var item: ResultType? {
        if name.hasSuffix("[]") { return other(String(name.dropLast(2))) }
        return name.hasPrefix("fun(): ") ? other(String(name.dropFirst("fun(): ".count))) : nil
    }

    /// The types of the fields, by their names; nil where there may be others.
    func fields(_ catalog: HostCatalog) -> [String: String]? {
        if let (model, isList) = Catalog.model(ofType: name) {
            return isList ? nil : Dictionary(uniqueKeysWithValues: model.fieldInfos.map { ($0.name, $0.luaType) })
        }
        if let table = module?.catalog.types[name] {
            guard table.isClosed else { return nil }
            let methods = module?.methods.map { ($0, "function") } ?? []
            return Dictionary(table.fields.map { ($0.name, $0.type) } + methods) { first, _ in first }
        }
        return OptionTable(name, catalog, hasMethods: false)?.types.mapValues { "\($0)" }
    }

    /// Whether asking a value for a field that the type does not have is an error at run time.
    var isModel: Bool { Catalog.model(ofType: name) != nil }

    /// The fields that only the class itself is to use.
    var privateFields: Set<String> { module?.catalog.types[name]?.privateFields ?? [] }

    /// What messages call it: `ServerList`, `Fleet`, or `the result`.
    var words: String {
        if name.hasPrefix("{") { return "the result" }
        return Catalog.model(ofType: name).map { $0.model.name } ?? name
    }
}
