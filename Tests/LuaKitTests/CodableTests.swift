import LuaKit
import Testing

private struct Nic: Codable, Hashable {
    var subnet: String
    var ipv6: Bool?
}

private struct Body: LuaDecodable, LuaEncodable, Hashable {
    var name: String
    var count: Int
    var ratio: Double
    var small: UInt8
    var nics: [Nic]
    var tags: [String: String]
    var note: String?
}

/// A type that walks its containers by hand.
private struct Point: Codable, Hashable {
    var x, y: Int
    var names: [String]

    enum Keys: String, CodingKey { case at, x, y, names }

    init(x: Int, y: Int, names: [String]) { (self.x, self.y, self.names) = (x, y, names) }

    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: Keys.self)
        let at = try keyed.nestedContainer(keyedBy: Keys.self, forKey: .at)
        var list = try keyed.nestedUnkeyedContainer(forKey: .names)
        (x, y, names) = (try at.decode(Int.self, forKey: .x), try at.decode(Int.self, forKey: .y), [])
        while !list.isAtEnd { names.append(try list.decode(String.self)) }
    }

    func encode(to encoder: any Encoder) throws {
        var keyed = encoder.container(keyedBy: Keys.self)
        var at = keyed.nestedContainer(keyedBy: Keys.self, forKey: .at)
        var list = keyed.nestedUnkeyedContainer(forKey: .names)
        for name in names { try list.encode(name) }
        try at.encode(x, forKey: .x)
        try at.encode(y, forKey: .y)
    }
}

private enum Effect: String, LuaReadable, LuaPushable, CaseIterable { case read, purchase }

private struct Options: LuaOptions {
    var limit: Int?
    var mode: String?

    enum Keys: String, CodingKey, CaseIterable { case limit, mode }
}

struct CodableTests {
    let state: LuaState
    private let example = Body(
        name: "game", count: 3, ratio: 0.5, small: 255, nics: [Nic(subnet: "a", ipv6: true), Nic(subnet: "b")],
        tags: ["k": "v"])

    init() throws {
        state = try LuaState()
        state.setGlobal("body", LuaFunction("body", .init("body", Body.self), doc: "") { $0 })
        state.setGlobal("effect", LuaFunction("effect", .init("effect", Effect.self), doc: "") { $0 })
        state.setGlobal(
            "options",
            LuaFunction("options", .init("options", Options?.self), doc: "") { $0.map { $0.limit ?? 0 } ?? -1 })
    }

    private func message(_ source: String) -> String {
        #expect(throws: LuaError.self) { try state.run(source) }?.message ?? ""
    }

    @Test func `reads back what it wrote`() throws {
        let lua = state.context
        try lua.encode(example)
        #expect(try lua.decode(Body.self, at: -1) == example)
        lua.pop()
        let point = Point(x: 1, y: -2, names: ["a", "b"])
        try lua.encode([point, point])
        #expect(try lua.decode([Point].self, at: -1) == [point, point])
        lua.pop()
        #expect(lua.top == 0)
    }

    @Test func `is a plain table for the script`() throws {
        let source = """
            local b = body { name = 'x', count = 2, ratio = 1, small = 0, nics = { { subnet = 's' } }, tags = {} }
            local n = 0
            for _ in pairs(b) do n = n + 1 end
            return b.name .. b.count .. b.nics[1].subnet .. #b.nics .. n
            """
        #expect(try state.run(source, returning: String.self) == "x2s16")
    }

    @Test(arguments: [
        ("name = 1", "name: string expected, got integer"), ("count = 1.5", "count: integer expected, got number"),
        ("small = 256", "small: integer from 0 to 255 expected, got 256"),
        ("nics = { { subnet = 'a' }, {} }", "nics[2].subnet: string expected, got nil"),
        ("nics = { { subnet = 'a', ipv6 = 1 } }", "nics[1].ipv6: boolean expected, got integer"),
        ("tags = { k = {} }", "tags.k: string expected, got table"), ("nics = 'x'", "nics: table expected, got string"),
        ("tags = { k = 'v', [true] = 'w' }", "tags: string as a key expected, got boolean"),
    ])
    func `tells the path to what is wrong`(field: String, expected: String) {
        let text = message(
            "local t = { name = 'x', count = 2, ratio = 1, small = 0, nics = {}, tags = {} } for k, v in pairs { \(field) } do t[k] = v end body(t)"
        )
        #expect(text.contains(expected), "\(text)")
        #expect(state.context.top == 0)
    }

    @Test func `refuses tables inside themselves`() throws {
        struct Node: LuaDecodable { var next: [Node] }
        state.setGlobal("node", LuaFunction("node", .init("node", Node.self), doc: "") { _ in })
        #expect(message("local t = {} t.next = { t } node(t)").contains("tables at most 64 deep"))
        try state.run("node { next = { { next = {} } } }")
    }

    @Test func `reads a proxy like what it stands for`() throws {
        let source = """
            local real = { name = 'x', count = 2, ratio = 1, small = 0, nics = {}, tags = {} }
            return body(setmetatable({}, { __index = real })).name
            """
        #expect(try state.run(source, returning: String.self) == "x")
    }

    @Test func `an integer that Lua has not is an error`() throws {
        #expect(throws: EncodingError.self) { try state.context.encode(["n": UInt64.max]) }
        #expect(state.context.top == 0)
    }

    @Test func `enums are their raw values`() throws {
        #expect(try state.run("return effect 'read'", returning: String.self) == "read")
        #expect(message("effect 'buy'").contains("one of 'read', 'purchase' expected, got 'buy'"))
        #expect(message("effect(1)").contains("string expected, got integer"))
    }

    @Test func `options are named, few, and checked`() throws {
        #expect(try state.run("return options() + options { limit = 5 } + options {}", returning: Int.self) == 4)
        #expect(message("options { limt = 5 }").contains("got 'limt'; did you mean 'limit'?"))
        #expect(message("options { limit = 'x' }").contains("limit: integer expected, got string"))
        #expect(message("options(1)").contains("table expected, got integer"))
    }
}
