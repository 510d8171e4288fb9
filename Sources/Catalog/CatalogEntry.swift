public import LuaKit

/// What is known of a function or module: help, completion, the reference and editor stubs read it.
public struct CatalogEntry: Sendable {
    /// As scripts write it: `cph.servers.create`, `cph.plan:add`.
    public var path: String
    public var parameters: [LuaFunction.Parameter]
    /// LuaCATS types of the results.
    public var results = ""
    public var resultDoc = ""
    /// In Markdown; may be empty.
    public var doc: String
    public var isFunction = true
    /// Whether it belongs to a module that is there for other modules: shown to those who ask for it by name.
    public var isInternal = false
    /// Its text, for a function written in Lua, and where that is.
    public var source: (text: String, place: String)?

    public init(path: String, parameters: [LuaFunction.Parameter], doc: String) {
        (self.path, self.parameters, self.doc) = (path, parameters, doc)
    }

    /// How it is called: `cph.plan(name, options?)`.
    public var signature: String {
        guard isFunction else { return path }
        let names = parameters.map { $0.isVariadic ? "..." : $0.isOptional ? "\($0.name)?" : $0.name }
        return "\(path)(\(names.joined(separator: ", ")))"
    }

    public var firstSentence: String { doc.firstSentence }
}
