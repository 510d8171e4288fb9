import LuaKit
import Synchronization
import Testing

/// Errors that a script catches: each is what Swift threw, until Lua collects it.
struct RaisedErrorTests {
    private final class Token: Error, CustomStringConvertible {
        let number: Int
        let live: Counter
        init(_ number: Int, _ live: Counter) {
            (self.number, self.live) = (number, live)
            live.add(1)
        }
        deinit { live.add(-1) }
        var description: String { "token \(number)" }
    }

    private final class Counter: Sendable {
        private let count = Atomic(0)
        var value: Int { count.load(ordering: .relaxed) }
        func add(_ change: Int) { count.add(change, ordering: .relaxed) }
    }

    private func makeState(_ live: Counter) throws -> LuaState {
        let state = try LuaState()
        state.setGlobal(
            "throw",
            LuaFunction("throw", .init("n", Int.self), doc: "") { (n: Int) throws -> Void in throw Token(n, live) })
        return state
    }

    @Test func `a million caught errors leave nothing behind`() throws {
        let live = Counter()
        let state = try makeState(live)
        try state.run("local pcall, throw = pcall, throw for i = 1, 1e6 do pcall(throw, i) end")
        #expect(live.value < 100_000, "they are let go of along the way")
        try state.collectGarbage()
        #expect(live.value == 0)
    }

    @Test func `errors that a script keeps stay themselves while others come and go`() throws {
        let live = Counter()
        let state = try makeState(live)
        let texts = try state.run(
            """
            local kept = {}
            for i = 1, 20000 do
              local _, e = pcall(throw, i)
              if i % 1000 == 0 then kept[#kept + 1] = e collectgarbage() end
            end
            local texts = {}
            for i, e in ipairs(kept) do texts[i] = tostring(e) end
            return texts
            """, returning: [String].self)
        #expect(texts == (1...20).map { "token \($0 * 1000)" })
    }

    @Test func `errors of a closed state are let go of`() throws {
        let live = Counter()
        do {
            let state = try makeState(live)
            try state.run("rawset(_G, 'kept', {}) for i = 1, 100 do kept[i] = select(2, pcall(throw, i)) end")
            #expect(live.value == 100)
        }
        #expect(live.value == 0)
    }

    @Test func `an error thrown on is the Swift error again`() throws {
        let live = Counter()
        let state = try makeState(live)
        let error = #expect(throws: LuaError.self) {
            try state.run("local _, e = pcall(throw, 7) for i = 1, 1000 do pcall(throw, i) end error(e)")
        }
        #expect((error?.hostError as? Token)?.number == 7)
    }

    @Test func `an error that a finalizer brings back has let go of the Swift error, and says so`() throws {
        let live = Counter()
        let state = try makeState(live)
        try state.run(
            """
            do
              local _, e = pcall(throw, 1)
              setmetatable({}, { __gc = function() rawset(_G, 'late', e) end })
            end
            """)
        try state.collectGarbage()
        #expect(
            try state.run("return tostring(rawget(_G, 'late'))", returning: String.self)
                == "an error of the host that is gone")
        #expect(live.value == 0)
    }
}
