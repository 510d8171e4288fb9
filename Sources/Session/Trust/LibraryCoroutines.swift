import LuaKit

/// `coroutine` for a library. Of coroutines that it has not made itself it gets a stand-in, which is equal to itself, and
/// which nobody runs: with the coroutine it could resume or close what the script waits in.
struct LibraryCoroutines {
    let state: LuaState

    /// Makes `create` and `running`; the chunk keeps which coroutines are the library's own.
    private static let source = """
        local create, running, setmetatable = ...
        local weak = { __mode = "k" }
        local own, standing = setmetatable({}, weak), setmetatable({}, weak)
        local function made(body)
          local thread = create(body)
          own[thread] = true
          return thread
        end
        local function current()
          local thread, is_main = running()
          if own[thread] then
            return thread, is_main
          end
          local stand_in = standing[thread]
          if not stand_in then
            stand_in = create(function() end)
            standing[thread] = stand_in
          end
          return stand_in, is_main
        end
        return made, current
        """

    /// Replaces two functions of the copy of `coroutine` on top.
    func replace(in lua: LuaContext) {
        guard case .table(let coroutine) = state.global("coroutine") else { return }
        let original = Dictionary(uniqueKeysWithValues: lua.fields(of: coroutine))
        let made = try? lua.call(
            state.load(Self.source, chunk: "=coroutine"), original["create"] ?? .nil, original["running"] ?? .nil,
            state.global("setmetatable"))
        // Without memory for these two, a library has neither.
        for (name, index) in [("create", 0), ("running", 1)] {
            (made.flatMap { $0.count == 2 ? $0[index] : nil } ?? .nil).push(to: lua)
            lua.rawSet(name, at: -2)
        }
    }
}
