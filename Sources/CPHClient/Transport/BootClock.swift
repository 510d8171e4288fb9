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

extension Duration {
    /// Whole nanoseconds; what does not fit becomes 292 years.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return isOver ? .max / 4 : min(product + attoseconds / 1_000_000_000, .max / 4)
    }
}
