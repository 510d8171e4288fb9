package import Glibc
import Synchronization

/// Ctrl-C, and the other signals that ask a program to end, while something is done that has to be tidied up after: they end
/// the program that is being waited for, and this one when that is done.
public enum HeldInterrupts {
    /// The signal that came; 0 when none did.
    private static let pending = Atomic<Int32>(0)
    private static let isHolding = Atomic<Bool>(false)
    /// The group of the child that runs; 0 when none does.
    private static let running = Atomic<pid_t>(0)

    /// Whether somebody wants this program to end, so that nothing more need be said.
    public static var isPending: Bool { pending.load(ordering: .relaxed) != 0 }

    /// Runs `body`; a signal that came meanwhile ends this process when `body` has ended, in whatever way.
    public static func during<Result>(_ body: () throws -> Result) rethrows -> Result {
        isHolding.store(true, ordering: .relaxed)
        let signals = signals()
        defer {
            isHolding.store(false, ordering: .relaxed)
            signals.restore()
            let number = pending.load(ordering: .relaxed)
            if number != 0 { end(by: number) }
        }
        return try body()
    }

    /// Lets a signal end the group of `child`; 0 for none.
    static func setRunning(_ child: pid_t) {
        running.store(child, ordering: .relaxed)
        if child > 0, isPending { kill(-child, SIGKILL) }
    }

    /// Takes the signals; that the terminal is gone is ignored where it was, as under nohup.
    static func signals() -> TakenSignals {
        TakenSignals([SIGINT, SIGTERM, SIGHUP], by: { HeldInterrupts.take($0) }, besidesIgnored: [SIGHUP])
    }

    /// What happens at a signal: only what a signal handler may do.
    private static func take(_ number: Int32) {
        let child = running.load(ordering: .relaxed)
        if child > 0 { kill(-child, SIGKILL) }
        if isHolding.load(ordering: .relaxed) {
            pending.store(number, ordering: .relaxed)
        } else {
            end(by: number)
        }
    }

    private static func end(by number: Int32) {
        signal(number, SIG_DFL)
        raise(number)
    }
}

/// Signals at which something else happens until they are given back.
package struct TakenSignals {
    private let former: [(number: Int32, action: sigaction)]

    /// - Parameter besidesIgnored: Those that stay ignored where they are.
    @discardableResult
    package init(_ numbers: [Int32], by handler: @escaping __sighandler_t, besidesIgnored: [Int32] = []) {
        former = numbers.compactMap { number in
            var (action, former) = (sigaction(), sigaction())
            sigaction(number, nil, &former)
            // SIG_IGN is a number in the place of a function, of the size of one, and Swift compares no functions.
            let earlier = unsafeBitCast(former.__sigaction_handler.sa_handler, to: Int.self)
            if besidesIgnored.contains(number), earlier == unsafeBitCast(SIG_IGN, to: Int.self) { return nil }
            action.__sigaction_handler.sa_handler = handler
            sigaction(number, &action, nil)
            return (number, former)
        }
    }

    func restore() {
        for (number, action) in former {
            var action = action
            sigaction(number, &action, nil)
        }
    }
}
