import LuaKit

/// Something to run: a test, or what a block does before and after its tests. `stdlib/cph/testing/suite.lua` makes them.
struct TestStep {
    enum Kind: String {
        case test, setup, teardown, broken
    }

    var kind = Kind.test
    var name = ""
    var place = ""
    /// The numbers of the blocks around it, the outermost first.
    var blocks: [Int] = []
    var before: [LuaCallback] = []
    var body: LuaCallback?
    var after: [LuaCallback] = []
    var pending: String?
    /// The error that the block's function raised while it declared its tests.
    var message: String?

    static func list(_ suite: LuaTable, filter: String?, in state: LuaState) throws(LuaError) -> [TestStep] {
        let lua = state.context
        let base = lua.top
        defer { lua.setTop(base) }
        suite.push(to: lua)
        lua.rawGet("begin", at: -1)
        try lua.call(arguments: 0, results: 0)
        lua.rawGet("steps", at: -1)
        filter.push(to: lua)
        try lua.call(arguments: 1, results: 1)
        var steps: [TestStep] = []
        for index in 0..<lua.rawLength(at: -1) {
            lua.rawGet(index + 1, at: -1)
            steps.append(TestStep(lua))
            lua.pop()
        }
        return steps
    }

    /// Reads the table on top.
    private init(_ lua: LuaContext) {
        kind = Kind(rawValue: Self.read("kind", lua) { lua.string(at: $0) } ?? "") ?? .broken
        name = Self.read("name", lua) { lua.string(at: $0) } ?? ""
        place = Self.read("place", lua) { lua.string(at: $0) } ?? ""
        pending = Self.read("pending", lua) { lua.string(at: $0) }
        body = Self.read("body", lua) { Self.function(lua, $0) }
        before = Self.list("before", lua) { Self.function(lua, $0) }
        after = Self.list("after", lua) { Self.function(lua, $0) }
        blocks = Self.list("blocks", lua) { lua.integer(at: $0) }
        if kind == .broken { message = Self.read("reason", lua) { (try? lua.text(at: $0)) ?? "failed" } }
    }

    private static func function(_ lua: LuaContext, _ index: Int32) -> LuaCallback? {
        if case .function(let function) = lua.value(at: index) { function } else { nil }
    }

    private static func read<Value>(_ name: String, _ lua: LuaContext, _ value: (Int32) -> Value?) -> Value? {
        defer { lua.pop() }
        return lua.rawGet(name, at: -1) == .nil ? nil : value(-1)
    }

    private static func list<Item>(_ name: String, _ lua: LuaContext, _ item: (Int32) -> Item?) -> [Item] {
        lua.rawGet(name, at: -1)
        defer { lua.pop() }
        var items: [Item] = []
        for index in 0..<lua.rawLength(at: -1) {
            lua.rawGet(index + 1, at: -1)
            item(-1).map { items.append($0) }
            lua.pop()
        }
        return items
    }
}
