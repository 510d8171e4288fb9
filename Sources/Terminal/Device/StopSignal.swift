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
    var (earlier, ignoring) = (sigaction(), sigaction())
    ignoring.__sigaction_handler.sa_handler = SIG_IGN
    sigaction(SIGTSTP, &ignoring, &earlier)
    kill(0, SIGTSTP)
    if !isIgnored(earlier) { stopHere(SIGTSTP) }
    sigaction(SIGTSTP, &earlier, nil)
}

/// Stops again and again until this process has the terminal: who continues it in the background (`bg`) has not given it that.
func waitForForeground(_ terminal: Int32) {
    // In a group that nobody could wake again the system stops nobody; then the terminal is somebody else's for good.
    var triesLeft = 100
    while triesLeft > 0, tcgetpgrp(terminal) > 0, tcgetpgrp(terminal) != getpgrp() {
        stopHere(SIGTTIN)
        // The shell hands the terminal over a moment before or after it wakes this process.
        usleep(20_000)
        triesLeft -= 1
    }
}

/// Stops this process by a signal to this thread, with the system's own action.
private func stopHere(_ signal: Int32) {
    var (earlier, stopping) = (sigaction(), sigaction())
    stopping.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(signal, &stopping, &earlier)
    // Threads of a pool have all signals blocked.
    var (only, mask) = (sigset_t(), sigset_t())
    sigemptyset(&only)
    sigaddset(&only, signal)
    pthread_sigmask(SIG_UNBLOCK, &only, &mask)
    raise(signal)
    pthread_sigmask(SIG_SETMASK, &mask, nil)
    sigaction(signal, &earlier, nil)
}

/// Whether `action` is to do nothing.
func isIgnored(_ action: sigaction) -> Bool {
    unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
