import Bindings
import CPHModel
import Catalog
import Docs
import LuaKit
import Schema
import Text

/// Answers `help(x)`, `?x` and `:help` from the descriptions that documentation, completion and checks use too.
extension Prompt {
    /// Sets the global `help`, which returns a text: so help is printed, paged and kept as any result is.
    func installHelp() {
        scope.set(
            "help",
            PromptFunction { [unowned self] lua in
                let page = help(onValueAt: 1, lua)
                helpShown = page
                lua.push(page)
                return 1
            })
    }

    /// `?x` is help, `??x` the source.
    func help(questionMark text: String) -> PromptReply {
        let wantsSource = text.hasPrefix("??")
        let topic = trimmed(text.dropFirst(wantsSource ? 2 : 1))
        if topic.isEmpty { return .shown(.page(overview)) }
        if wantsSource { return source(of: topic) }
        return help(on: topic)
    }

    func help(on topic: String) -> PromptReply {
        let others = LastPart(topic, among: catalog.entries.values.filter { !$0.isInternal }.map(\.path))
        if let text = page(on: topic) ?? pageOnExpression(topic) ?? others.only.flatMap(page) {
            return .shown(.page(text))
        }
        if let several = others.words { return .failed(several) }
        let near =
            suggestion(for: topic, among: topics).map { "; did you mean \($0)?" } ?? ". :help lists what there is"
        return .failed("no help on \(quoted(topic))\(near)")
    }

    /// The page of a path, a model, a field, an error code or a command.
    func page(on topic: String) -> String? {
        if topic.hasPrefix(":") { return PromptCommand.named(String(topic.dropFirst())).map(\.page) }
        let name = topic.hasPrefix("cph.models.") ? String(topic.dropFirst("cph.models.".count)) : topic
        if let model = Models.all.first(where: { $0.name == name || $0.luaType == name }) { return modelPage(model) }
        if let entry = catalog[topic] { return page(of: entry) }
        if let error = ErrorCatalog.entry(topic) { return "\(error.code): \(error.meaning)\n  \(error.hint)" }
        return fieldPage(topic)?.text ?? PromptCommand.all.first { $0.name == topic }?.page
    }

    private func pageOnExpression(_ topic: String) -> String? {
        guard let value = value(of: topic) else { return nil }
        let lua = session.state.context
        value.push(to: lua)
        defer { lua.pop() }
        return help(onValueAt: lua.top, called: topic, lua)
    }

    /// The value of an expression; nil also where it fails.
    func value(of expression: String) -> LuaValue? {
        let source = Array("return \(expression)".utf8)
        guard let function = try? session.state.load(source, chunk: "<help>", environment: scope.table),
            let value = (try? session.state.line(function))?.first
        else { return nil }
        if case .nil = value { return nil }
        return value
    }

    /// The page of a function or module.
    private func page(of entry: CatalogEntry) -> String {
        catalog.page(of: entry).text + (entry.source == nil ? "" : "; ??\(entry.path) shows it")
    }

    private func members(of path: String) -> [String] {
        catalog.members(of: path).map { "  \($0.signature)  \($0.firstSentence)" }
    }

    var topics: [String] {
        catalog.entries.values.filter { !$0.isInternal }.map(\.path).sorted()
            + Models.all.flatMap { [$0.name] + $0.fieldInfos.map(\.name) }
    }

    // MARK: Values

    /// Describes a value.
    ///
    /// - Parameter name: The name that it was asked for by; nil for other expressions.
    private func help(onValueAt index: Int32, called name: String? = nil, _ lua: LuaContext) -> String {
        switch lua.type(at: index) {
        case .none, .nil: return overview
        case .string:
            return lua.string(at: index).flatMap(page) ?? "a string of \(counted(lua.rawLength(at: index), "byte"))"
        case .function, .table:
            if let path = path(ofValueAt: index, lua), let page = page(on: path) { return page }
            if let page = page(ofFunctionAt: index, called: name, lua) { return page }
            let type = lua.describe(at: index)
            return Models.all.first { $0.luaType == type }.map(modelPage) ?? "a \(type); no description is known"
        case .number: return lua.integer(at: index) == nil ? "a number" : "an integer"
        default: return "a \(lua.describe(at: index))"
        }
    }

    /// The path under which the catalog has the very same function or table, found without metamethods.
    private func path(ofValueAt index: Int32, _ lua: LuaContext) -> String? {
        let wanted = lua.identity(at: index)
        let base = lua.top
        defer { lua.setTop(base) }
        for path in catalog.entries.keys.sorted() where !path.contains(":") {
            lua.setTop(base)
            lua.push(scope.table)
            let names = path.split(separator: ".").map(String.init)
            if names.allSatisfy({ pushMember($0, lua) }), lua.identity(at: -1) == wanted { return path }
        }
        return nil
    }

    var overview: String {
        """
        Type Lua: an expression is printed, a ; at its end mutes it, `_` holds the last result and _1 to _9 the last nine.
        A local at the top survives to the next line. Ctrl-C clears a line or stops what runs; Ctrl-D leaves.

          ?name     help on a function, a model, a field or an error code: ?cph.servers.create, ?CreateServer, ?period_type
          ??name    the source of a function that is written in Lua
          help(x)   help on a value

        \(PromptCommand.all.map(\.line).joined(separator: "\n"))

        cph has
        \(members(of: "cph").joined(separator: "\n"))
        """
    }
}
