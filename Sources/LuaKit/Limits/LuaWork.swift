import CLua

/// Work that Swift does for a script, such as a walk over its tables: what it holds meanwhile is charged to the state's
/// memory limit, and it ends where the script has to stop. One for each piece of work, from its start to its end.
///
/// Tables that are shared are walked, and so charged, as often as they are reached.
public final class LuaWork {
    /// What a value costs besides its text: itself, and its share of the list or object that holds it.
    public static let valueCost = 64
    private static let interval = 1024

    private let state: LuaState
    private var bytes = 0
    private var steps = 0

    /// Begins work on behalf of the script that runs on `lua`.
    public init(on lua: LuaContext) { state = lua.state }

    /// Notes a step that keeps `more` bytes until the work is done. Looks at memory and interrupts every thousand steps, and at
    /// once when there are many bytes.
    ///
    /// - Throws: `LuaError` of kind `memory`, or of an interrupt.
    public func note(bytes more: Int = LuaWork.valueCost) throws(LuaError) {
        steps += 1
        bytes += more
        if steps & (Self.interval - 1) == 0 || more >= 1 << 15 { try look() }
    }

    /// Whether so many times of what was noted, and what was noted itself, still fits into the memory limit.
    public func hasRoom(times count: Int) -> Bool {
        let memory = state.memory
        return bytes <= (memory.limit - memory.used) / (count + 1)
    }

    /// Looks at memory and interrupts now.
    public func look() throws(LuaError) {
        if state.isInterrupted, let error = state.pendingInterrupt { throw error }
        let memory = state.memory
        guard bytes <= memory.limit - memory.used else { throw LuaError.memory }
    }
}
