package import LuaKit
import Schema
import Stdlib
import Text

/// Loads the standard library for one set of globals: the script's, or those of an installed library.
///
/// `cph.NAME` is `stdlib/cph/NAME.lua`, loaded when it is first used: a script pays only for what it needs. Each of these
/// files is called with a `require` of its own, which finds the parts in the folders beside them: `require
/// "cph.plan.rows"`. Nobody else is handed that function, so nobody else can load a part.
package final class StdlibLoader {
    let stdlib: Stdlib
    private let environment: LuaTable?
    private let types: ArgumentTypes
    /// The parts that were loaded, by their names, and what modules have returned beside themselves.
    private let parts: LuaTable
    /// The `cph` that loads from here, once it is installed.
    private(set) var module: LuaTable?

    /// - Parameter environment: The globals of what is loaded; those of the state when absent.
    init(_ stdlib: Stdlib, environment: LuaTable? = nil, in state: LuaState) {
        (self.stdlib, self.environment, parts) = (stdlib, environment, state.emptyTable())
        types = ArgumentTypes(stdlib)
    }

    /// Makes the global `cph` load what it does not have yet.
    func install(in state: LuaState) {
        guard case .table(let module) = state.global("cph") else { return }
        self.module = module
        let lua = state.context
        lua.push(module)
        lua.setOwnMetatable(named: "cph") { lua in
            lua.pushFunction(loadModule)
            lua.rawSet("__index", at: -2)
        }
        lua.pop()
    }

    /// Loads a module for the `__index` of `cph`: the table, which keeps the module, is at index 1, the name at 2.
    ///
    /// - Throws: `LuaError` when there is no such module, or what its file raises.
    func loadModule(_ lua: LuaContext) throws -> Int32 {
        guard let name = lua.string(at: 2) else { return 0 }
        guard let source = stdlib.source(name) else { throw unknown(name, lua) }
        try load(name, source, lua)
        lua.pushCopy(of: -1)
        lua.rawSet(name, at: 1)
        return 1
    }

    /// Pushes what `cph.NAME` is here.
    ///
    /// - Throws: `LuaError`, what the module's file raises.
    func push(member name: String, to lua: LuaContext) throws(LuaError) {
        guard let module else { return lua.pushNil() }
        lua.push(module)
        lua.push(name)
        try lua.get(at: -2)
        lua.remove(at: -2)
    }

    /// Pushes what the file of `cph.NAME` returns beside the module, which is for the host; nil when it returns no more.
    ///
    /// - Throws: `LuaError`, what the file raises.
    func push(besides name: String, to lua: LuaContext) throws(LuaError) {
        lua.push(parts)
        if lua.rawGet("cph.\(name)", at: -1) == .nil, let source = stdlib.source(name) {
            try load(name, source, lua)
            lua.pop(2)
            lua.rawGet("cph.\(name)", at: -1)
        }
        lua.remove(at: -2)
    }

    /// Loads a part of the standard library, once; raises an error when there is none of that name.
    package var require: LuaFunction {
        LuaFunction(raw: "require", doc: "Loads a part of the standard library, once.") { [self] lua in
            try requirePart(lua)
        }
    }

    private func requirePart(_ lua: LuaContext) throws -> Int32 {
        let name = lua.string(at: 1) ?? ""
        lua.setTop(0)
        lua.push(parts)
        if lua.rawGet(name, at: 1) != .nil { return 1 }
        guard let path = Stdlib.path(ofPart: name), let source = stdlib.source(path: path) else {
            throw LuaError.runtime("the standard library has no part \(quoted(name))")
        }
        try load(path, source, lua)
        lua.pushCopy(of: -1)
        lua.rawSet(name, at: 1)
        return 1
    }

    /// Pushes what the file at `path` returns first, and keeps what it returns beside that.
    private func load(_ path: String, _ source: [UInt8], _ lua: LuaContext) throws(LuaError) {
        let chunk = Stdlib.chunk(path: path)
        let checks = ArgumentChecks(of: source, path: path, types)
        let text = checks?.text ?? source
        let main =
            if let environment {
                try lua.state.load(text, chunk: chunk, environment: environment)
            } else {
                try lua.state.load(text, chunk: chunk)
            }
        lua.push(main)
        require.push(to: lua)
        checks.map { lua.pushFunction($0.check) }
        try lua.call(arguments: checks == nil ? 1 : 2, results: 2)
        lua.push(parts)
        lua.insert(at: -2)
        lua.rawSet("cph.\(path)", at: -2)
        lua.pop()
    }

    private func unknown(_ name: String, _ lua: LuaContext) -> LuaError {
        var names = stdlib.names
        lua.forEachPair(at: 1) { if let name = lua.string(at: -2) { names.append(name) } }
        let near = suggestion(for: name, among: names.sorted()).map { "; did you mean cph.\($0)?" } ?? ""
        return LuaError.runtime("cph has no \(quoted(name))\(near)")
    }
}
