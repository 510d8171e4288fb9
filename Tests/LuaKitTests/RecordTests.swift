import LuaKit
import Testing

/// Any value, as `tostring` shows it.
private struct Text: LuaReadable {
    static let luaType = "any"
    static let isOptional = true
    let text: String

    static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Text {
        Text(text: (try? lua.text(at: index)) ?? "!")
    }
}

struct RecordTests {
    let state: LuaState
    let record: LuaRecord

    init() throws {
        state = try LuaState()
        record = LuaRecord(["name", "count", "end", "a \"b\"\n"])
    }

    private func read(_ table: String) throws -> [String] {
        let lua = state.context
        let table = try state.run("return \(table)", returning: LuaTable.self)
        lua.push(table)
        defer { lua.pop() }
        return try record.read(at: -1, on: lua) { fields in
            var texts: [String] = []
            for _ in record.fields { texts.append(try fields.next(Text.self).text) }
            return texts + fields.unknown()
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
        #expect(throws: LuaError.self) { try read("setmetatable({}, { __index = function() error 'no' end })") }
        #expect(state.context.top == 0)
    }

    @Test func `says which field is wrong`() throws {
        let lua = state.context
        lua.push(try state.run("return { name = 'x', count = 'many' }", returning: LuaTable.self))
        defer { lua.pop() }
        let mismatch = #expect(throws: LuaMismatch.self) {
            try record.read(at: -1, on: lua) { (try $0.next(String.self), try $0.next(Int.self)) }
        }
        #expect(mismatch?.description == "count: integer expected, got string")
        lua.push(1)
        #expect(throws: LuaMismatch.self) { try record.read(at: -1, on: lua) { try $0.next(String.self) } }
        lua.pop()
    }

    @Test func `makes a table without the fields that are nil`() throws {
        let lua = state.context
        try record.make(on: lua) {
            lua.push("x")
            lua.pushNil()
            lua.push(true)
            lua.push(2)
        }
        state.setGlobal("t", lua.value(at: -1))
        lua.pop()
        let source =
            #"local n = 0 for _ in pairs(t) do n = n + 1 end return n .. t.name .. tostring(t["end"]) .. t["a \"b\"\n"]"#
        #expect(try state.run(source, returning: String.self) == "3xtrue2")
        #expect(lua.top == 0)
    }

    @Test func `reads back what it made`() throws {
        let lua = state.context
        try record.make(on: lua) { for field in record.fields { lua.push(field) } }
        let values = try record.read(at: -1, on: lua) { fields in
            [try fields.next(String.self), try fields.next(), try fields.next(), try fields.next()]
        }
        lua.pop()
        #expect(values == record.fields)
    }
}
