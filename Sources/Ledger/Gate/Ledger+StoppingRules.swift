import CPHModel
import Schema
import Text

// When a run may send no more, whatever was approved.
extension Ledger {
    /// How many sends in a row may end in doubt: two mean that something is wrong which more purchases would make
    /// worse.
    static let doubtsAllowed = 2

    /// Refuses a send under the limits that hold even for an approved purchase.
    func checkMaySend(_ attempt: PurchaseAttempt) throws(CPHError) {
        if let poison { throw poisoned(poison) }
        if doubtsInARow >= Self.doubtsAllowed {
            throw stopped(attempt)
        }
        if let late = attempt.record?.lateAnswer { throw contradicted(late, attempt) }
        if sends[attempt.name, default: 0] >= options.attempts {
            throw CPHError(
                .denied, code: "attempts",
                "\(quoted(attempt.name)) was tried \(counted(options.attempts, "time")) in this run and never got through",
                hint: "look at the connection, or buy fewer at once, then run again", operation: attempt.call.operation)
        }
    }

    func stopped(_ attempt: PurchaseAttempt) -> CPHError {
        CPHError(
            .denied, code: "stopped",
            "\(counted(doubtsInARow, "purchase")) in a row ended in doubt; this run sends no more",
            hint: "find out what became of them (cph ledger list), then run again", operation: attempt.call.operation)
    }

    private func contradicted(_ late: String, _ attempt: PurchaseAttempt) -> CPHError {
        CPHError(
            .denied, code: "late_answer",
            "\(quoted(attempt.name)) is \(attempt.record?.state.words ?? ""), and \(late); nothing was sent",
            hint:
                "look at the account, then cph ledger resolve \(attempt.name) --adopt IDS, or --absent --evidence TEXT",
            operation: attempt.call.operation)
    }

    func poisoned(_ cause: String) -> CPHError {
        CPHError(
            .ledger, code: "poisoned",
            "this run may buy nothing more, because its ledger failed: \(cause); nothing was sent",
            hint: "look at the disk, then run again")
    }

    /// Counts sends in doubt. A clear outcome ends their row; what an earlier run left behind, and a request that never
    /// arrived, do not count.
    func count(_ state: PurchaseState, isOutcome: Bool, _ name: String) {
        switch state {
        case .inDoubt: doubtsInARow += isOutcome ? 1 : 0
        case .notSent: sends[name, default: 0] += 1
        default: (doubtsInARow, sends[name]) = (0, nil)
        }
    }
}
