import Bindings
import CPHModel
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
        lua.setOwnMetatable(named: "cph") { lua in
            lua.pushFunction(index)
            lua.rawSet("__index", at: -2)
        }
        lua.pop()
    }

    /// `__index`: `cph` at index 1, the name at index 2.
    private func index(_ lua: LuaContext) throws -> Int32 {
        guard let name = lua.string(at: 2) else { return 0 }
        lua.setTop(2)
        if name == "plan" || name == "renewals" {
            try pushPlans(name, to: lua)
        } else if name == "apply" {
            try pushApply(or: rights.denial(of: "cph.apply", word: LibraryRights.purchaseGrant), to: lua)
        } else if !session.module.push(member: name, for: rights, to: lua) {
            _ = try standard.loadModule(lua)
            CPHModule.refuseSpending(in: name, for: rights, lua)
            return 1
        }
        lua.pushCopy(of: -1)
        lua.rawSet(name, at: 1)
        return 1
    }

    /// Pushes a `cph.plan` or `cph.renewals` whose plans hold what the library may do: as a rule neither a right to buy nor a view of the
    /// ledger. The plans themselves are those of the script, which the library's code cannot change.
    private func pushPlans(_ module: String, to lua: LuaContext) throws(LuaError) {
        try session.standard.push(besides: module, to: lua)
        let make = lua.value(at: -1)
        lua.pop()
        lua.createTable(fieldCount: 2)
        try pushApply(or: rights.denialOfPlan, to: lua)
        lua.rawSet("apply", at: -2)
        lua.pushFunction { lua in
            lua.createTable()
            return 1
        }
        lua.rawSet("recorded", at: -2)
        let held = lua.value(at: -1)
        lua.pop()
        LuaFunction(raw: "cph.\(module)", doc: "An empty plan, which the script can buy.") { lua in
            lua.setTop(2)
            held.push(to: lua)
            return try lua.pass(to: make)
        }
        .push(to: lua)
    }

    /// Pushes the script's own `cph.apply` where the project grants purchases, else a function that raises `denial`
    /// before it looks at its arguments.
    private func pushApply(or denial: CPHError, to lua: LuaContext) throws(LuaError) {
        guard rights.allows(LibraryRights.purchaseGrant) else { return lua.pushFunction { _ in throw denial } }
        try session.standard.push(member: "apply", to: lua)
    }
}
