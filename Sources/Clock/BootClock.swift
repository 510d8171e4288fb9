import Glibc

/// Time since the machine started, the time it slept included: a laptop that was closed in the middle of a request has
/// kept the server waiting, too.
public enum BootClock {
    /// Reads the time since the machine started, in nanoseconds.
    public static func now() -> Int64 { nanoseconds(CLOCK_BOOTTIME) }
}

/// Reads one of the kernel's clocks, in nanoseconds.
func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
