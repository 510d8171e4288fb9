import Bindings
import LuaKit

/// `cph` for a library: each member is made when it is first used.
struct LibraryCPH {
    let rights: LibraryRights
    /// The standard library with the library's own `cph` inside.
    let standard: StdlibLoader
    unowned let session: Session

    init(rights: LibraryRights, environment: LuaTable, session: Session) {
        (self.rights, self.session) = (rights, session)
        standard = StdlibLoader(session.stdlib, environment: environment, in: session.state)
    }

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
            return try standard.loadModule(lua)
        }
        lua.pushCopy(of: -1)
        lua.rawSet(name, at: 1)
        return 1
    }
}
