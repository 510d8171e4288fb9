import Synchronization

/// How something that a task waited for has ended.
enum Outcome: Sendable {
    case values(any LuaResult & Sendable)
    case failure(any Error)

    init(_ result: Result<[LuaValue], LuaError>) {
        switch result {
        case .success(let values): self = .values(ValueList(values: values))
        case .failure(let error): self = .failure(error)
        }
    }

    static var nothing: Outcome { .values(ValueList(values: [])) }

    /// Pushes what the waiting C function expects: true and the values, or false and the error.
    func push(to lua: LuaContext) -> Int32 {
        switch self {
        case .values(let values):
            lua.push(true)
            return 1 + values.pushResults(to: lua)
        case .failure(let error):
            lua.push(false)
            lua.pushError(error)
            return 2
        }
    }
}

/// Something that a task waits for: a Swift function, a sleep, another task.
final class PendingOperation: Sendable {
    private struct State {
        var outcome: Outcome?
        /// True once Lua has started to wait, so that the end must be announced.
        var isAnnounced = false
    }

    let id: Int
    private let inbox: Inbox
    private let state = Mutex(State())

    init(id: Int, inbox: Inbox) {
        self.id = id
        self.inbox = inbox
    }

    var outcome: Outcome? { state.withLock { $0.outcome } }

    /// Ends the operation; of several outcomes the first counts. May be called on any thread.
    func finish(_ outcome: Outcome) {
        if settle(outcome) { inbox.add(finished: id) }
    }

    /// Ends the operation as `finish` does, for callers on Lua's thread, which resume the waiting task themselves. True
    /// when a task waits.
    func settle(_ outcome: Outcome) -> Bool {
        state.withLock { state in
            guard state.outcome == nil else { return false }
            state.outcome = outcome
            return state.isAnnounced
        }
    }

    /// Returns the outcome if there is one. Otherwise returns nil, and the operation's end will be announced to Lua's
    /// thread.
    func outcomeOrAnnounce() -> Outcome? {
        state.withLock { state in
            if state.outcome == nil { state.isAnnounced = true }
            return state.outcome
        }
    }
}

/// Several Lua values as one result.
struct ValueList: LuaResult, Sendable {
    static var luaType: String { "any" }
    let values: [LuaValue]

    func pushResults(to lua: LuaContext) -> Int32 {
        for value in values { value.push(to: lua) }
        return Int32(values.count)
    }
}
