import CLua

/// A piece of Lua that runs beside others, on the same thread: it goes on until it waits for something.
public final class LuaTask {
    enum Phase {
        /// It can go on; its stack holds `count` values that it is resumed with (for a new one its function, too).
        case ready(count: Int32)
        case running
        case waiting(Int)
        case finished(Result<[LuaValue], LuaError>)
    }

    /// Numbers the tasks of a state from 1, in the order they were made; the line of a prompt is 0.
    public let number: Int
    /// The Lua coroutine that runs it, which `anchor` keeps alive.
    let thread: LuaContext
    private let anchor: LuaReference
    var phase: Phase
    /// Set when it was cancelled while it could not be unwound, as it was running below others on the C stack; it ends
    /// at its next wait.
    var isCancelled = false
    /// True once something has asked for its result, which then reports a failure; otherwise the host is told.
    var isObserved = false
    /// The task that started it, as long as that exists.
    weak var parent: LuaTask?
    var onFinish: [(Result<[LuaValue], LuaError>) -> Void] = []

    /// Starts with a function and `count` arguments, popped from the top of `lua`.
    init(number: Int, popping lua: LuaContext, arguments count: Int32) {
        self.number = number
        thread = LuaContext(lua_newthread(lua.stack))
        anchor = LuaReference(popping: lua)
        clua_mark_task(thread.stack)
        lua_checkstack(thread.stack, count + 1)
        lua_xmove(lua.stack, thread.stack, count + 1)
        phase = .ready(count: count + 1)
    }

    var result: Result<[LuaValue], LuaError>? {
        if case .finished(let result) = phase { result } else { nil }
    }

    func finish(_ result: Result<[LuaValue], LuaError>) {
        phase = .finished(result)
        for body in onFinish { body(result) }
        onFinish = []
    }
}
