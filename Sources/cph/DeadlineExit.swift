import Glibc
import Purchasing
import Synchronization

/// The end of a run whose deadline is over and whose script does not stop.
enum DeadlineExit {
    private static let doubtCode = Atomic<Int32>(0)
    private static let deadlineCode = Atomic<Int32>(0)
    private static let isJSON = Atomic<Bool>(false)

    /// Makes what the handler reads: a handler makes nothing.
    static func prepare() {
        _ = PurchaseTally.callsUnderWay.load(ordering: .relaxed)
        doubtCode.store(ExitStatus.inDoubt.rawValue, ordering: .relaxed)
        deadlineCode.store(ExitStatus.deadline.rawValue, ordering: .relaxed)
        isJSON.store(Output.form.isJSON, ordering: .relaxed)
    }

    /// Ends the process from a signal handler: the deadline is over, and the script is where nothing can stop it. The
    /// ledger is written so that a process may end anywhere.
    static func endAtOnce() {
        let isInDoubt = PurchaseTally.callsUnderWay.load(ordering: .relaxed) > 0
        // Nothing is allocated here: the signal may have come inside of malloc.
        let plain: StaticString = """
            cph: deadline exceeded; the script did not stop and was ended. cph ledger list has what was bought, and what is in doubt

            """
        let object: StaticString = """
            {"level":"error","message":"deadline exceeded; the script did not stop and was ended","kind":"deadline","code":null,\
            "hint":"cph ledger list has what was bought, and what is in doubt"}

            """
        let text = isJSON.load(ordering: .relaxed) ? object : plain
        _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
        _exit(isInDoubt ? doubtCode.load(ordering: .relaxed) : deadlineCode.load(ordering: .relaxed))
    }
}
