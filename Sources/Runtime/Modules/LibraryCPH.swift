import Bindings
import LuaKit

/// `cph` for a library: each member is made when it is first used.
struct LibraryCPH {
    let rights: LibraryRights
    let environment: LuaTable
    unowned let session: Session

    func fill(_ table: LuaTable) {
        let lua = session.state.context
        lua.push(table)
        lua.createTable(fieldCount: 3)
        lua.push("cph")
        lua.rawSet("__name", at: -2)
        lua.push(false)
        lua.rawSet("__metatable", at: -2)
        lua.pushFunction(index)
        lua.rawSet("__index", at: -2)
        lua.setMetatable(at: -2)
        lua.pop()
    }

    /// `__index`: `cph` at index 1, the name at index 2.
    private func index(_ lua: LuaContext) throws -> Int32 {
        guard let name = lua.string(at: 2) else { return 0 }
        lua.setTop(2)
        if name == "plan" {
            // Plans are the same for all: the script buys what libraries plan. Who may buy is asked at `plan.apply`.
            session.state.global("cph").push(to: lua)
            lua.push(name)
            try lua.get(at: -2)
        } else if !session.module.push(member: name, for: rights, to: lua) {
            return try loadStandard(name, lua)
        }
        lua.pushCopy(of: -1)
        lua.rawSet(name, at: 1)
        return 1
    }

    /// A module of the standard library, with the library's own `cph` inside.
    private func loadStandard(_ name: String, _ lua: LuaContext) throws -> Int32 {
        let loader = StdlibLoader(stdlib: session.stdlib)
        guard let source = session.stdlib.source(name) else { throw loader.unknown(name, lua) }
        try loader.load(source, name, environment: environment, lua)
        return 1
    }
}
