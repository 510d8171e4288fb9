import Glibc
import Synchronization

/// What the signal handlers below may touch: plain memory, filled in before they are installed.
private struct GuardedTerminal {
    var isRaw: Bool = false
    var wasEnded: Bool = false
    var input: Int32 = -1
    var output: Int32 = -1
    var wakeDescriptor: Int32 = -1
    var cooked = termios()
    /// The modes in which typing is hidden, to which the terminal goes back after a stop while nobody reads it.
    var hidden = termios()
}

// Safe: allocated once and never freed; written by the thread that owns the terminal while the handlers are not installed
// or the write is a single flag; a handler only reads it and sets `wasEnded` and `isRaw`.
private nonisolated(unsafe) let guarded: UnsafeMutablePointer<GuardedTerminal> = {
    let memory = UnsafeMutablePointer<GuardedTerminal>.allocate(capacity: 1)
    memory.initialize(to: GuardedTerminal())
    return memory
}()

// Safe for the same reason: one slot per signal number, written before the handler that reads it is installed.
private nonisolated(unsafe) let previousActions: UnsafeMutablePointer<sigaction> = {
    let memory = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
    memory.initialize(repeating: sigaction(), count: 65)
    return memory
}()

private let isClaimed = Mutex(false)

/// Gives the terminal back in the state it was found in, whatever ends the process: `exit`, a signal or a crash.
///
/// Armed while the terminal is raw, or hides what is typed. A fatal signal restores the terminal, then takes its earlier course: the handler that
/// was there before, or death. SIGTSTP, SIGCONT and SIGWINCH are only passed on as bytes through a pipe, to whoever reads;
/// where typing is hidden nobody does, and the handlers give the terminal back for the time of a stop.
enum SignalGuard {
    private static let fatal = [SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGPIPE]
    private static let passedOn = [SIGTSTP, SIGCONT, SIGWINCH]
    /// `exit` restores too; handlers of `atexit` cannot be removed, so there is one for the process.
    private static let atExit: Void = { atexit { restore() } }()

    /// Whether a fatal signal came, and its earlier handler let the process live.
    static var wasEnded: Bool { guarded.pointee.wasEnded }

    /// Makes the caller the one reader that may be raw: signal handlers have room for one terminal.
    static func claim() -> Bool {
        isClaimed.withLock { isClaimed in
            defer { isClaimed = true }
            return !isClaimed
        }
    }

    static func release() {
        isClaimed.withLock { $0 = false }
    }

    static func arm(cooked: termios, input: Int32, output: Int32, wakeDescriptor: Int32) {
        _ = atExit
        guarded.pointee = GuardedTerminal(
            isRaw: true, input: input, output: output, wakeDescriptor: wakeDescriptor, cooked: cooked)
        for signal in fatal {
            install(signal) {
                // First, so that no other thread takes the terminal again.
                guarded.pointee.wasEnded = true
                restore()
                takeEarlierCourse($0)
            }
        }
        for signal in passedOn { install(signal) { passOn($0) } }
    }

    /// Guards a terminal that is in `hidden` modes and that nobody reads.
    static func arm(cooked: termios, hidden: termios, input: Int32, output: Int32) {
        arm(cooked: cooked, input: input, output: output, wakeDescriptor: -1)
        guarded.pointee.hidden = hidden
        sigaction(SIGWINCH, previousActions + Int(SIGWINCH), nil)
        replace(SIGTSTP) { stop($0) }
        replace(SIGCONT) { _ in goOn() }
    }

    static func disarm() {
        restore()
        for signal in fatal + passedOn { sigaction(signal, previousActions + Int(signal), nil) }
    }

    private static func install(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = action(handler)
        sigaction(signal, &action, previousActions + Int(signal))
        // A signal that is ignored (nohup) stays ignored.
        if isIgnored(signal) { sigaction(signal, previousActions + Int(signal), nil) }
    }

    /// Sets another handler for a signal that has one of ours.
    private static func replace(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        guard !isIgnored(signal) else { return }
        var action = action(handler)
        sigaction(signal, &action, nil)
    }

    private static func isIgnored(_ signal: Int32) -> Bool { Terminal.isIgnored(previousActions[Int(signal)]) }
}

private func action(_ handler: @escaping @convention(c) (Int32) -> Void) -> sigaction {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_ONSTACK
    sigemptyset(&action.sa_mask)
    return action
}

/// Gives the terminal back its modes. Async-signal-safe: it calls only tcsetattr and write, on memory that is already
/// there.
private func restore() {
    guard guarded.pointee.isRaw else { return }
    guarded.pointee.isRaw = false
    let saved = errno
    tcsetattr(guarded.pointee.input, TCSANOW, &guarded.pointee.cooked)
    let bytes: StaticString = "\u{1B}[?2004l\u{1B}[?25h\u{1B}[0m"
    _ = write(guarded.pointee.output, bytes.utf8Start, bytes.utf8CodeUnitCount)
    errno = saved
}

private func takeEarlierCourse(_ signal: Int32) {
    // The reader may wait on another thread, which this signal doesn't interrupt.
    passOn(signal)
    sigaction(signal, previousActions + Int(signal), nil)
    raise(signal)
}

private func passOn(_ signal: Int32) {
    let saved = errno
    var byte = UInt8(signal)
    _ = write(guarded.pointee.wakeDescriptor, &byte, 1)
    errno = saved
}

/// The slot of the handler's table that no signal has, in which `stop` is kept for `goOn`.
private let noSignal = 0

/// Handles Ctrl-Z while typing is hidden: gives the terminal back as it was found, and lets the signal take its earlier
/// course once this returns.
private func stop(_ signal: Int32) {
    restore()
    var earlier = sigaction()
    sigaction(signal, previousActions + Int(signal), &earlier)
    previousActions[noSignal] = earlier
    raise(signal)
}

/// Hides typing again after `stop`. A job in the background leaves the terminal alone: setting its modes would stop it
/// again.
private func goOn() {
    guard !guarded.pointee.isRaw else { return }
    let saved = errno
    sigaction(SIGTSTP, previousActions + noSignal, nil)
    if tcgetpgrp(guarded.pointee.input) == getpgrp() {
        guarded.pointee.isRaw = true
        tcsetattr(guarded.pointee.input, TCSANOW, &guarded.pointee.hidden)
    }
    errno = saved
}
