import CLua
import Synchronization

/// Keeps all Lua of a state from going on, while what Swift does for it goes on: somebody is asked on the terminal, where
/// nothing else may draw, and answers of the network are taken meanwhile. May be used from any thread.
///
/// It takes effect before the next step of Lua: at once where it begins between two steps, as in Swift work on Lua's thread.
public final class LuaPause: Sendable {
    private let inbox: Inbox

    init(_ inbox: Inbox) { self.inbox = inbox }

    /// Begins a pause; each lasts until an `end` of its own.
    public func begin() { inbox.pauses.add(1, ordering: .acquiringAndReleasing) }

    /// Ends a pause; with the last one, Lua goes on.
    public func end() {
        inbox.pauses.subtract(1, ordering: .acquiringAndReleasing)
        clua_wakeup_signal(inbox.wakeup)
    }
}

extension LuaState {
    /// Makes what keeps this state's Lua from going on.
    public var pause: LuaPause { LuaPause(scheduler.executor.inbox) }
}
