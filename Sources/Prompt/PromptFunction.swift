import LuaKit

/// A function that works on the stack.
struct PromptFunction: LuaPushable {
    static var luaType: String { "function" }
    let body: (LuaContext) throws -> Int32

    init(_ body: @escaping (LuaContext) throws -> Int32) { self.body = body }

    func push(to lua: LuaContext) { lua.pushFunction(body) }
}
