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
    var scripts: [String: Script] = [:]

    /// - Parameters:
    ///   - api: What answers the script's calls.
    ///   - control: The money gate and the ledger behind `api`, if there are any.
    ///   - modules: Where `require` looks.
    ///   - arguments: `arg`, with the script's own name at 0.
    ///   - command: The words in front of the script, which a trusted one has in `arg` too, below 0.
    ///   - stdlib: The part of `cph` that is written in Lua.
    public init(
        _ api: any CloudPhoneAPI, control: (any PurchaseControl)? = nil, version: String, script name: String,
        arguments: [String], command: [String] = [], options: LuaState.Options = LuaState.Options(),
        stdlib: Stdlib = .embedded, modules: ModuleSettings = ModuleSettings()
    ) throws(LuaError) {
        state = try LuaState(options)
        state.translateError = translated
        module = CPHModule(
            api, control: control, prompt: scriptPrompt, console: console, version: version, state: state)
        state.setGlobal("cph", module)
        let before = options.mode == .trusted ? command : []
        state.setGlobal("arg", ArgumentTable(command: before, name: name, arguments: arguments))
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
        // With something in front of it a call is no tail call, which would leave this line out of what an error says.
        if let expression = try? state.load("return nil, \(code)", chunk: name) {
            return Array(try state.main(expression).dropFirst())
        }
        return try state.main(state.load(script.source, chunk: name))
    }
}

extension Session {
    /// Keeps a chunk's text for reports.
    package func remember(_ script: Script) { scripts[script.name] = script }

    /// The text of a chunk that has been run.
    package func source(of chunk: String) -> [UInt8]? { scripts[chunk]?.source }

    /// Whether a chunk of this name has been run, or is one of the program's own.
    func knows(chunk name: String) -> Bool { scripts[name] != nil || Stdlib.owns(chunk: name) }

    /// The source line at `position`, if the chunk is one of the reader's own.
    package func line(_ position: LuaPosition) -> String? { scripts[position.chunk]?.line(position.line) }
}

/// `arg` as `lua` sets it: the script at 0, its arguments from 1 on, and what was in front of it from -1 downwards.
private struct ArgumentTable: LuaPushable {
    static var luaType: String { "string[]" }
    let command: [String]
    let name: String
    let arguments: [String]

    func push(to lua: LuaContext) {
        lua.createTable(arrayCount: arguments.count, fieldCount: 1 + command.count)
        for (index, text) in (command + [name] + arguments).enumerated() {
            lua.push(text)
            lua.rawSet(index - command.count, at: -2)
        }
    }
}
