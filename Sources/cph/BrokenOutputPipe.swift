import Glibc
import Synchronization

/// What happens when nobody reads the results any more (`cph report.lua | head`): the run ends at once, as any tool does,
/// unless it has bought or changed something. Then it goes on to its end: a purchase must not be cut off, and what was
/// bought has to be recorded.
enum BrokenOutputPipe {
    private static let mustGoOn = Atomic<Bool>(false)

    /// Watches standard output if it is a pipe, as only a pipe can lose its reader; the network's broken connections
    /// are told by their errors.
    static func watch() {
        var status = stat()
        guard fstat(1, &status) == 0, status.st_mode & S_IFMT == S_IFIFO || status.st_mode & S_IFMT == S_IFSOCK else {
            _ = signal(SIGPIPE, SIG_IGN)
            return
        }
        signal(SIGPIPE) { number in
            guard !BrokenOutputPipe.mustGoOn.load(ordering: .relaxed), BrokenOutputPipe.isLost else { return }
            signal(number, SIG_DFL)
            raise(number)
        }
    }

    /// Lets the run go on without a reader from now on, because something is about to be bought or changed.
    static func goOnRegardless() { mustGoOn.store(true, ordering: .relaxed) }

    /// Whether the signal is about standard output and not about a connection. Async-signal-safe.
    private static var isLost: Bool {
        let saved = errno
        var descriptor = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
        let isLost = poll(&descriptor, 1, 0) > 0 && descriptor.revents & Int16(POLLERR | POLLHUP) != 0
        errno = saved
        return isLost
    }
}
