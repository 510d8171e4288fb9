import Glibc
import LuaKit

/// A statement that is repeated, and the least time that one repetition took in any round.
final class Loop {
    let times: Int
    private let function: LuaCallback
    private(set) var best = Double.infinity

    private static let locals = [
        "c_nothing", "c_add", "c_length", "c_decode", "c_encode", "s_nothing", "s_add", "s_length", "s_throw",
        "s_ready", "s_decode", "s_encode", "pcall", "error", "task",
    ].joined(separator: ", ")

    init(_ statement: String, times: Int = 100_000, in state: LuaState) throws {
        let prelude = "local \(Self.locals) = \(Self.locals)\nlocal text, server = '0123456789', c_encode()\n"
        self.times = times
        function = try state.load("\(prelude)for i = 1, \(times) do \(statement) end", chunk: "bench")
    }

    /// Nanoseconds of processor time per repetition.
    func run(in state: LuaState, clock: clockid_t = CLOCK_THREAD_CPUTIME_ID) throws {
        let start = nanoseconds(of: clock)
        try state.main(function)
        best = min(best, (nanoseconds(of: clock) - start) / Double(times))
    }
}

private func nanoseconds(of clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}
