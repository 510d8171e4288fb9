import LuaKit
import Testing

/// Shows LuaKit from one end to the other, one idea a test. `Sources/LuaKit/LuaKit.docc/Tour.md` is made from this file:
/// doc comments are its text, bodies its code; see `LuaKitDocumentTests`.
struct TourTests {
    /// A state is one Lua with its own globals. What scripts may call is put there by name, and what they return is read
    /// as the Swift type that is asked for.
    @Test func `a script runs, calls Swift, and returns a value`() throws {
        let state = try LuaState()
        let price = LuaFunction("price", .init("servers", Int.self), doc: "What so many servers cost.") { $0 * 100 }
        state.setGlobal("price", price)
        let total = try state.run("return price(3) + price(4)", returning: Int.self)
        #expect(total == 700)
    }

    /// A module is a table of functions. A function names its parameters and their types, an `Optional` one may be left
    /// out, and a wrong argument is an error of the script that names the parameter.
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
                == "order.lua:1: bad argument #1 to shop.price (servers: integer expected, got string)")
    }

    /// A `Codable` type becomes a table, or is read from one, by conforming to `LuaEncodable` and `LuaDecodable`. A field
    /// of the wrong type is an error with the path to it.
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

    /// A final class that conforms to `LuaObject` is passed by reference. Scripts see the fields and methods that its
    /// `luaClass` lists and nothing else; Lua keeps the object alive.
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

    /// A Swift error that a function throws can be caught in Lua with `pcall`. If nobody catches it, or it is raised again,
    /// the host finds the same Swift error in `LuaError.hostError`.
    private struct SoldOut: Error, Equatable { var zone: String }

    @Test func `an error of Swift passes through a script and is itself again`() throws {
        let state = try LuaState()
        state.setGlobal("buy", LuaFunction("buy", doc: "") { () throws -> Void in throw SoldOut(zone: "cn-east-3a") })
        let error = #expect(throws: LuaError.self) {
            try state.run("local ok, e = pcall(buy) assert(not ok) error(e)")
        }
        #expect(error?.hostError as? SoldOut == SoldOut(zone: "cn-east-3a"))
    }

    /// An `async` function looks blocking to the script. `main` runs the script as a task: while one function waits, other
    /// tasks run, on the same thread.
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

    /// Time and memory are limited, also for a script that catches every error. What it did not return is lost; the state
    /// itself goes on.
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

    /// With a virtual clock a sleep ends at once, once nothing else can run, and every run takes the same order: the way to
    /// test scripts that wait.
    @Test func `a script that sleeps for a day is tested in no time`() throws {
        var options = LuaState.Options()
        options.clock = LuaVirtualClock()
        let state = try LuaState(options)
        state.setGlobal("task", LuaModule.tasks())
        try state.main(state.load("task.sleep('1d')", chunk: "night.lua"))
        #expect(state.clock.now == .seconds(86_400))
    }
}
