import Glibc

/// A pipe that ends a `poll`: signal handlers write their number into it, other threads a zero.
final class WakePipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Holds the pipe, so that a late `wake()` never writes into a descriptor that has become another file.
    var waker: Waker {
        Waker { [self] in
            var zero: UInt8 = 0
            _ = write(writeEnd, &zero, 1)
        }
    }

    /// Drops what asked for a stop, or told of its end, before now: the stop has happened. Other events become a wake-up.
    func forgetStops() {
        var byte: UInt8 = 0
        var others = false
        while read(readEnd, &byte, 1) == 1 { others = others || ![SIGTSTP, SIGCONT].contains(Int32(byte)) }
        if others { waker.wake() }
    }

    /// The next event waiting in the pipe.
    func event() -> TerminalEvent? {
        var byte: UInt8 = 0
        guard read(readEnd, &byte, 1) == 1 else { return nil }
        switch Int32(byte) {
        case SIGTSTP: return .stopRequested
        case SIGCONT: return .resumed
        case SIGWINCH: return .resized
        default: return .woken
        }
    }
}
