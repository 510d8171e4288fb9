import LuaKit
import Testing

struct RecordTests {
    let state: LuaState
    let record: LuaRecord

    init() throws {
        state = try LuaState()
        record = try LuaRecord(["name", "count", "end", "a \"b\"\n"], in: state)
    }

    private func read(_ table: String) throws -> [String] {
        let lua = state.context
        let table = try state.run("return \(table)", returning: LuaTable.self)
        lua.push(table)
        defer { lua.pop() }
        return record.read(at: -1, on: lua) { first, unknown in
            (0..<4).map { offset in (try? lua.text(at: first + offset)) ?? "!" } + unknown
        }
    }

    @Test func `reads fields in their order, nil where absent`() throws {
        #expect(try read("{ count = 3, name = 'x' }") == ["x", "3", "nil", "nil"])
        #expect(try read(#"{ ["end"] = true, ["a \"b\"\n"] = 1.5 }"#) == ["nil", "nil", "true", "1.5"])
        #expect(state.context.top == 0)
    }

    @Test func `names what is unknown`() throws {
        #expect(
            try read("{ name = 1, zone = 2, [1] = 3, [true] = 4, az = 5 }").dropFirst(4) == ["?", "?", "az", "zone"])
    }

    @Test func `asks the metamethods of a proxy`() throws {
        #expect(
            try read("setmetatable({ count = 1 }, { __index = function(_, k) return k .. '!' end })")[0...1] == [
                "name!", "1",
            ])
        #expect(try read("setmetatable({}, { __index = error })")[0] == "nil")
    }

    @Test func `makes a table without the fields that are nil`() throws {
        let lua = state.context
        lua.push("x")
        lua.pushNil()
        lua.push(true)
        lua.push(2)
        try record.make(on: lua)
        state.setGlobal("t", lua.value(at: -1))
        lua.pop()
        let source =
            #"local n = 0 for _ in pairs(t) do n = n + 1 end return n .. t.name .. tostring(t["end"]) .. t["a \"b\"\n"]"#
        #expect(try state.run(source, returning: String.self) == "3xtrue2")
        #expect(lua.top == 0)
    }

    @Test func `reads back what it made`() throws {
        let lua = state.context
        for field in record.fields { lua.push(field) }
        try record.make(on: lua)
        let values = record.read(at: -1, on: lua) { first, _ in (0..<4).compactMap { lua.string(at: first + $0) } }
        lua.pop()
        #expect(values == record.fields)
    }
}
