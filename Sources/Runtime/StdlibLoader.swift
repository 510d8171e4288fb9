import LuaKit
import Schema
import Stdlib

/// Makes `cph.NAME` load `stdlib/cph/NAME.lua` when it is first used: a script pays only for what it needs.
struct StdlibLoader {
    let stdlib: Stdlib

    func install(in state: LuaState) throws(LuaError) {
        guard case .table(let module) = state.global("cph") else { return }
        let lua = state.context
        lua.push(module)
        lua.createTable(fieldCount: 2)
        lua.push("cph")
        lua.rawSet("__name", at: -2)
        lua.pushFunction(loadModule)
        lua.rawSet("__index", at: -2)
        lua.setMetatable(at: -2)
        lua.pop()
    }

    /// `__index` of `cph`: the module at index 1, the name at index 2.
    private func loadModule(_ lua: LuaContext) throws -> Int32 {
        guard let name = lua.string(at: 2) else { return 0 }
        guard let source = stdlib.source(name) else { throw unknown(name, lua) }
        try load(source, name, lua)
        return 1
    }

    /// Pushes the module and keeps it in the table at index 1.
    func load(_ source: [UInt8], _ name: String, environment: LuaTable? = nil, _ lua: LuaContext) throws {
        let chunk = "stdlib/cph/\(name).lua"
        let main =
            try environment.map { try lua.state.load(source, chunk: chunk, environment: $0) }
            ?? lua.state.load(source, chunk: chunk)
        lua.push(main)
        try lua.call(arguments: 0, results: 1)
        lua.pushCopy(of: -1)
        lua.rawSet(name, at: 1)
    }

    func unknown(_ name: String, _ lua: LuaContext) -> LuaError {
        var names = stdlib.names
        lua.forEachPair(at: 1) { if let name = lua.string(at: -2) { names.append(name) } }
        let near = suggestion(for: name, among: names.sorted()).map { "; did you mean cph.\($0)?" } ?? ""
        return LuaError.runtime("cph has no \(quoted(name))\(near)")
    }
}
