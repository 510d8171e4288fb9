import LuaKit
import Testing

/// LuaKit from one end to the other, for whoever wants to use it elsewhere: each test is one of its ideas, whole.
struct TourTests {
    @Test func `a function has typed parameters, and says which argument was wrong`() throws {
        let state = try LuaState()
        state.setGlobal(
            "shop",
            LuaModule(
                "shop", doc: "What it costs.",
                functions: [
                    LuaFunction("price", .init("servers", Int.self), .init("discount", Double?.self), doc: "In yuan.") {
                        Double($0) * 100 * (1 - ($1 ?? 0))
                    }
                ]))
        #expect(try state.run("return shop.price(3, 0.5)", returning: Double.self) == 150)
        let error = #expect(throws: LuaError.self) { try state.run("shop.price('three')", chunk: "order.lua") }
        #expect(
            error?.description
                == "order.lua:1: bad argument #1 'servers' to 'shop.price' (integer expected, got string)")
    }

    private struct Nic: LuaDecodable, LuaEncodable {
        var subnet: String
        var ipv6: Bool?
    }

    @Test func `a Codable type is a table, and an error names the field`() throws {
        let state = try LuaState()
        state.setGlobal(
            "second", LuaFunction("second", .init("nics", [Nic].self), doc: "") { $0.count > 1 ? $0[1] : nil })
        let subnet = try state.run(
            "return second({ { subnet = 'a' }, { subnet = 'b' } }).subnet", returning: String.self)
        #expect(subnet == "b")
        let error = #expect(throws: LuaError.self) { try state.run("second({ { subnet = 'a' }, { subnet = 2 } })") }
        #expect(error?.message.contains("[2].subnet: string expected, got integer") == true)
    }

    private final class Counter: LuaObject {
        var count = 0
        static let luaType = "tour.Counter"
        static var luaClass: LuaClass {
            LuaClass(
                doc: "Counts.", fields: [LuaField("count", of: Counter.self, doc: "So far.") { $0.count }],
                methods: [LuaFunction("add", .init("self", Counter.self), doc: "One more.") { $0.count += 1 }])
        }
    }

    @Test func `an object of Swift has fields and methods`() throws {
        let state = try LuaState()
        let counter = Counter()
        state.setGlobal("counter", counter)
        #expect(try state.run("counter:add() counter:add() return counter.count", returning: Int.self) == 2)
        #expect(counter.count == 2)
    }

    private struct SoldOut: Error, Equatable { var zone: String }

    @Test func `an error of Swift passes through a script and is itself again`() throws {
        let state = try LuaState()
        state.setGlobal("buy", LuaFunction("buy", doc: "") { () throws -> Void in throw SoldOut(zone: "cn-east-3a") })
        let error = #expect(throws: LuaError.self) {
            try state.run("local ok, e = pcall(buy) assert(not ok) error(e)")
        }
        #expect(error?.hostError as? SoldOut == SoldOut(zone: "cn-east-3a"))
    }

    @Test func `a function that waits is an ordinary call, and others run meanwhile`() throws {
        let state = try LuaState()
        state.setGlobal("task", LuaModule.tasks())
        state.setGlobal(
            "ask",
            LuaFunction(async: "ask", .init("n", Int.self), doc: "") { n async -> Int in
                await Task.yield()
                return n * 2
            })
        let script = try state.load("return task.parallel({ 1, 2, 3 }, nil, ask)", chunk: "wait.lua")
        let doubled = try state.main(script).first
        state.setGlobal("doubled", doubled ?? .nil)
        #expect(try state.run("return table.concat(doubled, ' ')", returning: String.self) == "2 4 6")
    }

    @Test func `a script that will not stop is stopped, and the state goes on`() throws {
        var options = LuaState.Options()
        options.mode = .sandbox
        options.memoryLimit = 16 << 20
        let state = try LuaState(options)
        state.setDeadline(after: .milliseconds(20))
        let late = #expect(throws: LuaError.self) {
            try state.run("while true do pcall(function() while true do end end) end")
        }
        #expect(late?.message == "deadline exceeded")
        state.setDeadline(after: nil)
        let large = #expect(throws: LuaError.self) { try state.run("local t = {} for i = 1, 1e9 do t[i] = i end") }
        #expect(large?.message == "not enough memory")
        #expect(try state.run("return 'fine'", returning: String.self) == "fine")
    }
}
