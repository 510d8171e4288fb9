import LuaKit
import Testing

/// Lua's own API, as a callback uses it.
struct StackTests {
    let state: LuaState
    var lua: LuaContext { state.context }

    init() throws {
        state = try LuaState()
    }

    @Test func `equality and length ask metamethods, sameness and raw length do not`() throws {
        try state.run(
            """
            local meta = { __eq = function() return true end, __len = function() return 'seven' end }
            a, b = setmetatable({ 1, 2 }, meta), setmetatable({}, meta)
            """)
        lua.push(state.global("a"))
        lua.push(state.global("b"))
        #expect(try lua.isEqual(1, 2))
        #expect(!lua.isSame(1, 2))
        #expect(try lua.length(at: 1).text == "seven")
        #expect(lua.rawLength(at: 1) == 2)
        #expect(lua.top == 2)
    }

    @Test func `what a metamethod raises is thrown, and takes nothing with it`() throws {
        try state.run("bad = setmetatable({}, { __eq = error, __len = function() error('no length', 0) end })")
        lua.push(state.global("bad"))
        let error = #expect(throws: LuaError.self) { try lua.length(at: 1) }
        #expect(error?.message == "no length")
        #expect(lua.top == 1)
    }

    @Test func `values move on the stack as in Lua's own API`() {
        for number in 1...4 { lua.push(number) }
        lua.insert(at: 1)  // 4 1 2 3
        lua.remove(at: 2)  // 4 2 3
        lua.replace(at: 1)  // 3 2
        lua.pushCopy(of: -1)
        #expect((1...lua.top).map { lua.integer(at: $0) } == [3, 2, 2])
        #expect(lua.absolute(-1) == 3)
        lua.pop(2)
        #expect(lua.top == 1)
    }

    @Test func `a callback that is about to push much asks whether it may`() {
        #expect(throws: LuaError.self) { try lua.reserve(bytes: .max) }
        #expect(throws: LuaError.self) { try lua.ensureStack(2_000_000) }
    }

    @Test func `a state keeps one object of each type for its host`() {
        final class Cache { var hits = 0 }
        state.attachment { Cache() }.hits += 1
        #expect(state.attachment { Cache() }.hits == 1)
    }
}
