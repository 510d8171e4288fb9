import LuaKit
import Schema
import Text

/// A table whose members are made when a script first asks for them: most scripts use two or three of very many.
/// `pairs` walks all of them in their order, and an unknown name is an error that names the nearest.
struct LazyTable<Member>: LuaPushable {
    static var luaType: String { "table" }
    /// The name in messages, such as `cph.api`. A state has one such table of each name.
    let name: String
    /// Lists the members; it is called at the first use, because making the descriptions of all operations is a sixth
    /// of a start.
    let members: () -> [Member]
    let memberName: (Member) -> String
    /// Pushes what a script finds under the member's name.
    let pushMember: (Member, LuaContext) -> Void

    func push(to lua: LuaContext) {
        lua.createTable()
        lua.pushMetatable(named: name) { lua in
            lua.pushFunction(index)
            lua.rawSet("__index", at: -2)
            lua.pushFunction(pairs)
            lua.rawSet("__pairs", at: -2)
        }
        lua.setMetatable(at: -2)
    }

    /// Answers `__index` for the table at 1 and the name at 2.
    private func index(_ lua: LuaContext) throws -> Int32 {
        guard let name = lua.string(at: 2) else { return 0 }
        let members = members()
        guard let member = members.first(where: { memberName($0) == name }) else {
            throw unknownMember(name, of: self.name, among: members.map(memberName))
        }
        pushMember(member, lua)
        lua.pushCopy(of: -1)
        lua.rawSet(name, at: 1)
        return 1
    }

    private func pairs(_ lua: LuaContext) -> Int32 {
        var rest = members()[...]
        lua.pushFunction { lua in
            guard let member = rest.popFirst() else { return 0 }
            lua.push(memberName(member))
            lua.pushCopy(of: -1)
            try lua.get(at: 1)
            return 2
        }
        lua.pushCopy(of: 1)
        return 2
    }
}

/// Makes the error `cph.api has no "list_subnet"; did you mean list_subnets?`.
func unknownMember(_ name: String, of owner: String, _ kind: String = "", among names: [String]) -> LuaError {
    let near = suggestion(for: name, among: names).map { "; did you mean \($0)?" } ?? ""
    return .runtime("\(owner) has no \(kind)\(quoted(name))\(near)")
}
