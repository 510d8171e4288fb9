public import Bindings
public import CPHModel
public import LuaKit
public import Projects
public import Stdlib

/// One Lua with everything a script sees, and the chunks it has run.
public final class Session {
    /// The Lua that runs the scripts.
    public let state: LuaState
    /// The functions written in Swift, with their descriptions; made when a prompt asks for help.
    public private(set) lazy var library = module.library
    /// The part of `cph` that is written in Lua.
    package let standard: StdlibLoader
    /// The texts of the part of `cph` that is written in Lua.
    public var stdlib: Stdlib { standard.stdlib }
    /// Where the script's messages go; nowhere until the host says so.
    public let console = ScriptConsole()
    let module: CPHModule
    /// What answers `require`.
    private(set) var modules: ModuleLoader?
    /// What `cph.repl()` in a script opens.
    public let scriptPrompt = ScriptPrompt()
    /// How many columns a text takes where reports are shown, so that carets stand where they point.
    public var width: (String) -> Int = { $0.count }
    private var scripts: [String: Script] = [:]

    /// - Parameters:
    ///   - api: What answers the script's calls.
    ///   - control: The money gate and the ledger behind `api`, if there are any.
    ///   - modules: Where `require` looks.
    ///   - arguments: `arg`, with the script's own name at 0.
    ///   - stdlib: The part of `cph` that is written in Lua.
    public init(
        _ api: any CloudPhoneAPI, control: (any PurchaseControl)? = nil, version: String, script name: String,
        arguments: [String], options: LuaState.Options = LuaState.Options(), stdlib: Stdlib = .embedded,
        modules: ModuleSettings = ModuleSettings()
    ) throws(LuaError) {
        state = try LuaState(options)
        state.translateError = translated
        module = CPHModule(
            api, control: control, prompt: scriptPrompt, console: console, version: version, state: state)
        state.setGlobal("cph", module)
        state.setGlobal("arg", ArgumentTable(name: name, arguments: arguments))
        standard = StdlibLoader(stdlib, in: state)
        standard.install(in: state)
        self.modules = ModuleLoader(self, modules, mode: options.mode)
    }

    /// Compiles and runs `script` with `arguments` as its `...`, and returns what it returns.
    public func run(_ script: Script, arguments: [String] = []) throws(LuaError) -> [LuaValue] {
        scripts[script.name] = script
        let main = try state.load(script.source, chunk: script.name)
        return try state.main(main, arguments: arguments)
    }

    /// Runs `script` as one of the standard library's own files: its `...` is what loads the parts.
    @discardableResult
    package func run(asStandardLibrary script: Script) throws(LuaError) -> [LuaValue] {
        scripts[script.name] = script
        return try state.main(state.load(script.source, chunk: script.name), standard.require)
    }

    /// Runs `code` as an expression if it is one, else as statements, as the prompt does.
    public func evaluate(_ code: String, name: String) throws(LuaError) -> [LuaValue] {
        let script: Script
        do throws(ScriptError) {
            script = try Script(name: name, bytes: Array(code.utf8))
        } catch {
            throw LuaError.runtime(error.description)
        }
        scripts[name] = script
        if let expression = try? state.load("return \(code)", chunk: name) { return try state.main(expression) }
        return try state.main(state.load(script.source, chunk: name))
    }

    /// Describes an error for people: where and what, the line of the script with a caret, a hint, and the calls that
    /// led there.
    public func report(_ error: LuaError, hint: String? = nil) -> String {
        let position = position(of: error)
        var text = (position.map { "\($0): " } ?? "") + (words(of: error) ?? error.message)
        if let position { text += excerpt(error, position) }
        if let hint = hint ?? self.hint(for: error) { text += "\n  hint: \(hint)" }
        if error.traceback.count > 1 {
            text += "\n" + error.traceback.map { "  at \($0)" }.joined(separator: "\n")
        }
        return text
    }
}

extension Session {
    private func hint(for error: LuaError) -> String? {
        guard case .memory = error.kind else { return nil }
        return "the limit is \(state.memory.limit >> 20) MiB; --memory sets another"
    }

    /// Shows the contents of a plain table that a script has raised: `tostring` would give only its address. Nil for
    /// other errors.
    private func words(of error: LuaError) -> String? {
        guard case .runtime = error.kind, case .table = error.value, error.message.hasPrefix("table: 0x") else {
            return nil
        }
        return try? text(of: error.value, depth: 4)
    }

    /// Where to show an error: the innermost line of the reader's own code, which says more than one in the standard
    /// library.
    package func position(of error: LuaError) -> LuaPosition? {
        error.traceback.lazy.compactMap(\.position).first { self.scripts[$0.chunk] != nil } ?? error.position
    }

    /// Keeps a chunk's text for reports.
    package func remember(_ script: Script) { scripts[script.name] = script }

    /// The text of a chunk that has been run.
    package func source(of chunk: String) -> [UInt8]? { scripts[chunk]?.source }

    /// Whether a chunk of this name has been run, or is one of the program's own.
    func knows(chunk name: String) -> Bool { scripts[name] != nil || Stdlib.owns(chunk: name) }

    /// The source line at `position`, if the chunk is one of the reader's own.
    package func line(_ position: LuaPosition) -> String? { scripts[position.chunk]?.line(position.line) }
}

extension Session {
    /// The line of the error, with a caret below it where the column is known.
    private func excerpt(_ error: LuaError, _ position: LuaPosition) -> String {
        guard let script = scripts[position.chunk] else { return "" }
        let caret = Caret(error, in: script, at: position.line, width: width)
        let number = caret?.line ?? position.line
        guard let line = script.line(number) else { return "" }
        let margin = "\(number) | "
        let mark = caret.map { "\n  " + String(repeating: " ", count: margin.count) + $0.column } ?? ""
        return "\n  \(margin)\(line)\(mark)"
    }
}

/// `arg` as `lua` sets it: the script at 0, its arguments from 1 on.
private struct ArgumentTable: LuaPushable {
    static var luaType: String { "string[]" }
    let name: String
    let arguments: [String]

    func push(to lua: LuaContext) {
        lua.createTable(arrayCount: arguments.count, fieldCount: 1)
        for (index, text) in ([name] + arguments).enumerated() {
            lua.push(text)
            lua.rawSet(index, at: -2)
        }
    }
}

extension Session {
    /// A value as people read it: text as it is, tables as Lua writes them.
    public func text(of value: LuaValue) throws(LuaError) -> String { try text(of: value, depth: 8) }

    /// Shows a value as `text(of:)` does.
    ///
    /// - Parameter depth: How many levels of nested tables are shown.
    package func text(of value: LuaValue, depth: Int) throws(LuaError) -> String {
        if let text = value.text { return text }
        let lua = state.context
        let base = lua.top
        defer { lua.setTop(base) }
        guard case .table = value else {
            value.push(to: lua)
            return try lua.text(at: -1)
        }
        value.push(to: lua)
        if lua.pushMetafield("__tostring", at: -1) {
            lua.pop()
            return try lua.text(at: -1)
        }
        return try inspect(value, depth)
    }

    private func inspect(_ value: LuaValue, _ depth: Int) throws(LuaError) -> String {
        let lua = state.context
        guard case .table(let module) = state.global("cph") else { return try lua.text(at: -2) }
        lua.push(module)
        lua.push("inspect")
        try lua.get(at: -2)
        value.push(to: lua)
        lua.createTable(fieldCount: 1)
        lua.push(depth)
        lua.rawSet("depth", at: -2)
        try lua.call(arguments: 2, results: 1)
        return try lua.text(at: -1)
    }

    /// A value as JSON text.
    public func json(_ value: LuaValue) throws(LuaError) -> String {
        let lua = state.context
        value.push(to: lua)
        defer { lua.pop() }
        return try jsonText(of: lua, at: -1, isPretty: true)
    }
}
