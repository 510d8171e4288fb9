import Glibc

/// Time since the machine started, in nanoseconds, the time it slept included: a laptop that was closed in the middle of
/// a request has kept the server waiting, too.
enum BootClock {
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
