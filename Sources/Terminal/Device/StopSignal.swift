import Glibc

/// Stops this process and its group as Ctrl-Z does, exactly once, and returns when it goes on.
///
/// A signal that is sent to a process may arrive on any of its threads, after the sender has gone on; whoever takes the
/// terminal again meanwhile is stopped later, and again. So the group is told while this process ignores the signal, and this
/// thread then sends it to itself: such a signal has arrived when `raise` returns. In a group that nobody could wake again
/// (its shell is gone) the system drops it, and this returns at once.
///
/// The handler that is there counts for nothing, but one that ignores the signal (nohup) does.
func stopGroup() {
    var (earlier, ignoring, stopping) = (sigaction(), sigaction(), sigaction())
    ignoring.__sigaction_handler.sa_handler = SIG_IGN
    sigaction(SIGTSTP, &ignoring, &earlier)
    kill(0, SIGTSTP)
    guard !isIgnored(earlier) else { return }
    stopping.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(SIGTSTP, &stopping, nil)
    // Threads of a pool have all signals blocked.
    var (only, mask) = (sigset_t(), sigset_t())
    sigemptyset(&only)
    sigaddset(&only, SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &only, &mask)
    raise(SIGTSTP)
    pthread_sigmask(SIG_SETMASK, &mask, nil)
    sigaction(SIGTSTP, &earlier, nil)
}

/// Whether `action` is to do nothing.
func isIgnored(_ action: sigaction) -> Bool {
    unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
