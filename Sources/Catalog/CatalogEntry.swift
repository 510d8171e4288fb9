public import LuaKit

/// What is known of a function or module: help, completion, the reference and editor stubs read it.
public struct CatalogEntry: Sendable {
    /// The name as scripts write it: `cph.servers.create`, `cph.plan:add`.
    public var path: String
    /// The parameters in order, without the object of a method; empty for a module.
    public var parameters: [LuaFunction.Parameter]
    /// LuaCATS types of the results.
    public var results = ""
    /// What the results are; may be empty.
    public var resultDoc = ""
    /// What it is or does, in Markdown; may be empty.
    public var doc: String
    /// Whether it can be called; false for a module.
    public var isFunction = true
    /// Whether it belongs to a module that is there for other modules: shown to those who ask for it by name.
    public var isInternal = false
    /// What its `---@deprecated` says, which may be nothing; nil for what is not deprecated.
    public var deprecation: String?
    /// Whether `---@private`, `---@protected` or `---@package` keeps it to its own module.
    public var isPrivate = false
    /// Its text, for a function written in Lua, and where that is.
    public var source: (text: String, place: String)?

    /// Describes a function; what has a default is set afterwards.
    public init(path: String, parameters: [LuaFunction.Parameter], doc: String) {
        (self.path, self.parameters, self.doc) = (path, parameters, doc)
    }

    /// How it is called: `cph.plan(name, options?)`.
    public var signature: String {
        guard isFunction else { return path }
        let names = parameters.map { $0.isVariadic ? "..." : $0.isOptional ? "\($0.name)?" : $0.name }
        return "\(path)(\(names.joined(separator: ", ")))"
    }

    /// The first sentence of `doc`, for lists.
    public var firstSentence: String { doc.firstSentence }
}
