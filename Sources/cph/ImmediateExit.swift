import Clock
import Files
import Glibc
import Purchasing
import Synchronization

/// The end of the process from a signal handler, where nothing else ends it: the ledger is written so that a process may end
/// anywhere.
///
/// Handlers allocate nothing and make nothing: a signal may come inside of malloc.
enum ImmediateExit {
    private static let doubtCode = Atomic<Int32>(0)
    private static let deadlineCode = Atomic<Int32>(0)
    private static let isJSON = Atomic<Bool>(false)
    /// When the program began to wait for answers, in nanoseconds since the machine started.
    private static let waitingSince = Atomic<Int64>(0)

    /// Makes what the handlers read.
    static func prepare() {
        _ = (PurchaseTally.callsUnderWay.load(ordering: .relaxed), PurchaseTally.hasDoubts.load(ordering: .relaxed))
        doubtCode.store(ExitStatus.inDoubt.rawValue, ordering: .relaxed)
        deadlineCode.store(ExitStatus.deadline.rawValue, ordering: .relaxed)
        isJSON.store(Output.form.isJSON, ordering: .relaxed)
    }

    /// Ends the process: the deadline is over, and the script is where nothing can stop it.
    static func afterDeadline() {
        say(
            """
            cph: deadline exceeded; the script did not stop and was ended. cph ledger list has what was bought, and what is in doubt

            """,
            """
            {"level":"error","message":"deadline exceeded; the script did not stop and was ended","kind":"deadline","code":null,\
            "hint":"cph ledger list has what was bought, and what is in doubt"}

            """)
        _exit(isInDoubt ? doubtCode.load(ordering: .relaxed) : deadlineCode.load(ordering: .relaxed))
    }

    /// From now on Ctrl-C, SIGTERM and SIGHUP end the process at once and say so where something is in doubt, or may become so;
    /// elsewhere they do what they always do. SIGTERM and SIGHUP that are ignored stay ignored.
    ///
    /// - Parameter isRepeated: Whether one of these has come, and its repetition is to be expected.
    static func onNextSignal(isRepeated: Bool) {
        prepare()
        waitingSince.store(isRepeated ? BootClock.now() : .min / 2, ordering: .relaxed)
        let ends = LimitOptions.endSignals
        TakenSignals([SIGINT] + ends, by: { ImmediateExit.after(signal: $0) }, besidesIgnored: ends)
    }

    private static func after(signal number: Int32) {
        let second: Int64 = 1_000_000_000
        // timeout(1) sends its signal twice, and shells repeat the kernel's.
        if number != SIGINT, BootClock.now() - waitingSince.load(ordering: .relaxed) < second { return }
        guard isInDoubt else {
            signal(number, SIG_DFL)
            raise(number)
            return
        }
        say(
            """
            cph: ended at once; cph ledger list has what was bought, and what is in doubt

            """,
            """
            {"level":"error","message":"ended at once","kind":"in_doubt","code":null,\
            "hint":"cph ledger list has what was bought, and what is in doubt"}

            """)
        _exit(doubtCode.load(ordering: .relaxed))
    }

    private static var isInDoubt: Bool {
        PurchaseTally.callsUnderWay.load(ordering: .relaxed) > 0 || PurchaseTally.hasDoubts.load(ordering: .relaxed)
    }

    private static func say(_ plain: StaticString, _ object: StaticString) {
        let text = isJSON.load(ordering: .relaxed) ? object : plain
        _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
    }
}
