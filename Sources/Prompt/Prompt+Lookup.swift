import LuaKit

/// Looks up what names joined by dots stand for. Nothing here runs Lua code, metamethods included.
extension Prompt {
    /// Pushes the table whose member the chain's last name is, without metamethods; false, and nothing pushed, when it
    /// cannot be found that way.
    func pushOwner(of chain: Chain) -> Bool {
        let lua = session.state.context
        lua.push(scope.table)
        for name in chain.owner {
            guard pushMember(name, lua) else {
                lua.pop()
                return false
            }
            lua.remove(at: -2)
        }
        return true
    }

    /// Pushes a member of the table on top, following `__index` tables only.
    func pushMember(_ name: String, _ lua: LuaContext) -> Bool {
        let base = lua.top
        lua.pushCopy(of: base)
        for _ in 0..<8 {
            guard lua.type(at: -1) == .table else { break }
            if lua.rawGet(name, at: -1) != .nil {
                lua.replace(at: base + 1)
                lua.setTop(base + 1)
                return true
            }
            lua.pop()
            guard pushParent(lua) else { break }
            lua.remove(at: -2)
        }
        lua.setTop(base)
        return false
    }

    /// The string keys of the table at `index` and of the tables it inherits from, in no order.
    func names(of index: Int32) -> [String] {
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        var names: Set<String> = []
        lua.pushCopy(of: index)
        for _ in 0..<8 {
            guard lua.type(at: -1) == .table else { break }
            lua.forEachPair(at: -1) { if let name = lua.string(at: -2) { names.insert(name) } }
            guard pushParent(lua) else { break }
        }
        return names.sorted()
    }

    /// Pushes what the table on top inherits from; false, and nothing pushed, when it inherits from nothing.
    private func pushParent(_ lua: LuaContext) -> Bool {
        lua.pushMetafield(PromptScope.globals, at: -1) || lua.pushMetafield("__index", at: -1)
    }
}
