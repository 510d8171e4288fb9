import CLua

/// A piece of Lua that runs beside others, on the same thread: it goes on until it waits for something.
public final class LuaTask {
    enum Phase {
        /// Its stack holds what it is resumed with.
        case ready(count: Int32)
        case running
        case waiting(Int)
        case finished(Result<[LuaValue], LuaError>)
    }

    /// Counts the tasks of a state from 1, in the order they were made.
    public let number: Int
    /// A Lua thread; kept alive by `anchor`.
    let thread: LuaContext
    private let anchor: LuaReference
    var phase: Phase
    /// Set while the task cannot be unwound because it is below others on the C stack.
    var isCancelled = false
    /// True once somebody has asked how it ended, so that its failure is not lost.
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
