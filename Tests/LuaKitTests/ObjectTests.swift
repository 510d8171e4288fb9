import LuaKit
import Testing

/// An object with everything that a class can have.
private final class Shelf: LuaObject {
    var size: Int
    let names: [String]
    var log: [String] = []
    let live: LiveCount

    init(_ names: [String], size: Int = 10, _ live: LiveCount) {
        (self.names, self.size, self.live) = (names, size, live)
        live.count += 1
    }

    deinit { live.count -= 1 }

    static let luaType = "test.Shelf"

    static var luaClass: LuaClass {
        LuaClass(
            doc: "A shelf.",
            fields: [
                LuaField("size", of: Shelf.self, doc: "Places.", get: \.size) { shelf, size in
                    guard size >= 0 else { throw LuaError.runtime("a shelf has no \(size) places") }
                    shelf.size = size
                },
                LuaField("first", of: Shelf.self, doc: "The first name.") { $0.names.first },
                LuaField("broken", of: Shelf.self, doc: "Fails.") { _ throws -> Int in throw LuaError.runtime("torn") },
            ],
            methods: [
                LuaFunction("item", .init("self", Shelf.self), .init("index", Int.self), doc: "") { shelf, index in
                    shelf.names.indices.contains(index - 1) ? shelf.names[index - 1] : nil
                },
                LuaFunction("free", .init("self", Shelf.self), doc: "") { $0.size - $0.names.count },
            ], metamethods: metamethods)
    }

    private static var metamethods: [LuaFunction] {
        [
            LuaFunction(raw: "__pairs", doc: "") { lua in
                let shelf = try lua.read(Shelf.self, at: 1)
                lua.pushFunction { lua in
                    let index = lua.integer(at: 2) ?? 0
                    guard index < shelf.names.count else { return 0 }
                    lua.push(index + 1)
                    lua.push(shelf.names[index])
                    return 2
                }
                return 1
            },
            LuaFunction("__close", .init("self", Shelf.self), .init("error", LuaValue.self), doc: "") { shelf, error in
                shelf.log.append("closed" + (error.text.map { " after \($0)" } ?? ""))
            },
            LuaFunction("__tostring", .init("self", Shelf.self), doc: "") {
                "a shelf of \($0.names.joined(separator: ", "))"
            },
            LuaFunction("__len", .init("self", Shelf.self), doc: "") { $0.names.count },
            LuaFunction("__lt", .init("a", Shelf.self), .init("b", Shelf.self), doc: "") { $0.size < $1.size },
        ]
    }
}

/// An object with nothing but a method.
private final class Lamp: LuaObject {
    static let luaType = "test.Lamp"
    static var luaClass: LuaClass {
        LuaClass(doc: "A lamp.", methods: [LuaFunction("light", .init("self", Lamp.self), doc: "") { _ in true }])
    }
}

private final class LiveCount {
    var count = 0
}

struct ObjectTests {
    private let live = LiveCount()
    private let state: LuaState
    private let shelf: Shelf

    init() throws { (state, shelf) = try Self.makeState(.standard, live) }

    private static func makeState(_ mode: LuaMode, _ live: LiveCount) throws -> (LuaState, Shelf) {
        var options = LuaState.Options()
        options.mode = mode
        options.strictGlobals = false
        let state = try LuaState(options)
        let shelf = Shelf(["cup", "pot"], live)
        state.setGlobal("shelf", shelf)
        state.setGlobal("same", shelf)
        state.setGlobal("other", Shelf([], size: 3, live))
        state.setGlobal("lamp", Lamp())
        state.setGlobal("make", LuaFunction("make", doc: "") { Shelf([], live) })
        return (state, shelf)
    }

    private func text(_ expression: String) throws -> String {
        try state.run("return tostring(\(expression))", returning: String.self)
    }

    private func message(_ source: String) -> String? {
        #expect(throws: LuaError.self) { try state.run(source, chunk: "s.lua") }?.description
    }

    @Test(arguments: [
        ("shelf.size", "10"), ("shelf.first", "cup"), ("other.first", "nil"), ("shelf:item(2)", "pot"),
        ("shelf:item(9)", "nil"), ("shelf:free()", "8"), ("shelf.item(shelf, 1)", "cup"), ("#shelf", "2"),
        ("shelf", "a shelf of cup, pot"), ("shelf == same", "true"), ("shelf == other", "false"),
        ("shelf ~= lamp", "true"), ("shelf == io.stdout", "false"), ("io.stdout == shelf", "false"),
        ("rawequal(shelf, same)", "false"), ("other < shelf", "true"), ("type(shelf)", "userdata"),
        ("lamp:light()", "true"), ("tostring(lamp):match '^test.Lamp: 0x' ~= nil", "true"),
        ("getmetatable(shelf)", "false"),
        (
            "(function() local t = {} for i, n in pairs(shelf) do t[i] = i .. n end return table.concat(t) end)()",
            "1cup2pot"
        ),
    ])
    func `does what its class says`(expression: String, expected: String) throws {
        #expect(try text(expression) == expected)
    }

    @Test func `a field with a setter can be set`() throws {
        try state.run("shelf.size = shelf.size + 1")
        #expect(shelf.size == 11)
        #expect(message("shelf.size = -1") == "s.lua:1: a shelf has no -1 places")
        #expect(
            message("shelf.size = 'x'")
                == "s.lua:1: test.Shelf.size: integer expected, got string")
    }

    @Test(arguments: [
        ("return shelf.sise", "test.Shelf has no field 'sise' (did you mean 'size'?)"),
        ("shelf:itme(1)", "test.Shelf has no field 'itme' (did you mean 'item'?)"),
        ("return shelf.xyzzy", "test.Shelf has no field 'xyzzy'"),
        ("return shelf[1]", "test.Shelf has names for its fields, not a integer"),
        ("lamp:ligth()", "test.Lamp has no field 'ligth' (did you mean 'light'?)"),
        ("shelf.sise = 1", "test.Shelf has no field 'sise' (did you mean 'size'?)"),
        ("shelf.first = 'x'", "'first' of a test.Shelf cannot be set"),
        ("shelf.item = print", "'item' of a test.Shelf cannot be set"),
        ("lamp.light = print", "'light' of a test.Lamp cannot be set"),
        ("return shelf.broken", "torn"), ("return #lamp", "attempt to get length of a test.Lamp value (global 'lamp')"),
        ("return shelf < 1", "bad argument #2 to __lt (b: test.Shelf expected, got integer)"),
        ("setmetatable(shelf, {})", "bad argument #1 to 'setmetatable' (table expected, got test.Shelf)"),
        ("for _ in pairs(lamp) do end", "bad argument #1 to 'for iterator' (table expected, got test.Lamp)"),
    ])
    func `refuses what its class does not have, and says where`(source: String, expected: String) {
        #expect(message(source) == "s.lua:1: \(expected)")
    }

    @Test(arguments: [
        ("shelf.free()", "test.Shelf expected, got no value; methods are called with ':'"),
        ("shelf.free({})", "test.Shelf expected, got table; methods are called with ':'"),
        ("shelf.free(lamp)", "test.Shelf expected, got test.Lamp; methods are called with ':'"),
        ("shelf.free(io.stdout)", "test.Shelf expected, got FILE*; methods are called with ':'"),
        (
            "shelf.free(setmetatable({}, { __name = 'test.Shelf', __index = shelf }))",
            "test.Shelf expected, got test.Shelf"
        ),
        ("shelf.free(coroutine.create(print))", "test.Shelf expected, got thread"),
    ])
    func `takes no other value for its object`(source: String, expected: String) {
        #expect(message(source)?.contains("bad argument #0 to test.Shelf:free (self: \(expected)") == true)
        #expect(message("shelf:item()")?.contains("bad argument #1 to test.Shelf:item (index") == true)
    }

    @Test func `closes with the error that ends its scope`() throws {
        try state.run("do local s <close> = shelf end")
        _ = try? state.run("local s <close> = shelf error('fire', 0)")
        _ = try? state.run("pcall(function() local s <close> = shelf error({}) end)")
        #expect(shelf.log == ["closed", "closed after fire", "closed"])
        #expect(message("local l <close> = lamp") == "s.lua:1: variable 'l' got a non-closable value")
    }

    @Test func `lives as long as Lua or Swift holds it`() throws {
        #expect(live.count == 2)
        try state.run("for i = 1, 100 do make():free() end kept = make()")
        try state.collectGarbage()
        #expect(live.count == 3)
        try state.run("kept, other, shelf, same = nil")
        try state.collectGarbage()
        #expect(live.count == 1, "Swift still has one")
        #expect(shelf.names == ["cup", "pot"])
    }

    /// Only Lua's debug library gets at metatables of objects.
    @Test(arguments: [
        ("debug.getmetatable(shelf).__gc(shelf) return shelf:free()", "test.Shelf expected, got one that is gone"),
        ("debug.getmetatable(shelf).__gc(shelf) return shelf.size", "test.Shelf expected, got one that is gone"),
        (
            "local gc = debug.getmetatable(shelf).__gc gc() gc({}) gc(io.stdout) gc(shelf) gc(shelf) gc(lamp) return 1",
            "1"
        ),
        (
            "return shelf.free(debug.setmetatable(lamp, debug.getmetatable(shelf)))",
            "test.Shelf expected, got test.Shelf"
        ),
        ("debug.setmetatable(shelf, { __index = debug.getmetatable(shelf).__index }) return shelf:free()", "8"),
        ("return debug.setmetatable(5, debug.getmetatable(shelf)):free()", "test.Shelf expected, got integer"),
        (
            "local old = debug.getmetatable(io.stdout) debug.setmetatable(io.stdout, debug.getmetatable(shelf)) local ok, e = pcall(function() return io.stdout.size end) debug.setmetatable(io.stdout, old) error(e)",
            "test.Shelf expected, got test.Shelf"
        ),
        (
            "local n = 0 for _, mt in pairs(debug.getregistry()) do if type(mt) == 'table' and rawget(mt, '__gc') then for _, v in ipairs { false, 1, {}, shelf, io.stdout } do pcall(mt.__gc, v) end end end return 'safe'",
            "safe"
        ),
    ])
    func `cannot be faked, even by a trusted script`(source: String, expected: String) throws {
        let (state, _) = try Self.makeState(.trusted, live)
        var outcome: String
        do { outcome = try state.run("return tostring((function() \(source) end)())", returning: String.self) } catch {
            outcome = error.message
        }
        #expect(outcome.contains(expected), "\(outcome)")
    }

    @Test(arguments: ["shelf.free", "coroutine.wrap(print)", "('x'):gmatch('.')", "load", "table.sort", "os.getenv"])
    func `keeps what host functions rely on from trusted scripts`(function: String) throws {
        let (state, _) = try Self.makeState(.trusted, live)
        let source = """
            local f = \(function)
            for i = 1, 3 do assert(debug.setupvalue(f, i, nil) == nil) end
            collectgarbage()
            return select('#', pcall(f, shelf)) > 0
            """
        #expect(try state.run(source, returning: Bool.self))
    }

    @Test func `a finalizer that comes after the objects it needs is told so`() throws {
        let source = """
            do
              local all = setmetatable({}, { __gc = function(t)
                local ok, e = pcall(t.object.free, t.object) report(tostring(e))
                ok, e = pcall(t.make) report(tostring(e))
              end })
              all.object, all.make = make(), maker()
            end
            """
        var (state, _) = try Self.makeState(.standard, live)
        let reports = Reports()
        for isClosing in [false, true] {
            state.setGlobal(
                "maker",
                LuaFunction("maker", doc: "") { [live] in
                    LuaFunction("made", doc: "") { Shelf([], live) }
                })
            state.setGlobal(
                "report", LuaFunction("report", .init("s", String.self), doc: "") { reports.texts.append($0) })
            try state.run(isClosing ? source.replacing("local all", with: "all") : source)
            if isClosing { (state, _) = try Self.makeState(.standard, live) } else { try state.collectGarbage() }
        }
        #expect(reports.texts.count >= 2)
        #expect(reports.texts[0].contains("one that is gone"))
        #expect(reports.texts[1] == "attempt to call a function of the host that is gone")
    }

    private final class Reports { var texts: [String] = [] }

    @Test func `outlives its state`() throws {
        var kept: Shelf?
        do {
            let (state, shelf) = try Self.makeState(.standard, live)
            try state.run("shelf.size = 77")
            kept = shelf
        }
        #expect(kept?.size == 77)
        kept = nil
        #expect(live.count == 2, "those of this test's own state")
    }
}
