import CLua
import Text

extension LuaState {
    /// Stops everything this state runs once `duration` from now is over; nil takes the limit away.
    ///
    /// Set it while nothing runs. It costs nothing until it strikes; then the error cannot be caught by the script.
    public func setDeadline(after duration: Duration?) {
        let now = clua_monotonic_nanoseconds()
        vm.pointee.deadline =
            duration.map { now.addingReportingOverflow($0.nanoseconds) }.map { $1 ? .max : max(1, $0) } ?? 0
    }

    /// Sets what is called when a limit of time is over and the script does not stop within two seconds: some loops of Lua's
    /// own C code look for nothing, such as that over a `__call` which is no function. It runs in a signal handler on Lua's
    /// thread, where only what is safe there may be done, such as `_exit`.
    public func setLastResort(_ action: (@convention(c) (Int32) -> Void)?) { vm.pointee.last_resort = action }

    /// Limits the CPU time that all further runs together may use on Lua's thread; nil takes the limit away.
    public func setCPUTime(_ duration: Duration?) {
        vm.pointee.cpu_left = duration.map { max(1, $0.nanoseconds) } ?? 0
    }
}
