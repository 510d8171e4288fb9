import CPHModel
import Clock

/// Waits for the lock of the file, or refuses to buy without it.
extension Ledger {
    /// Takes the lock of the file at the first purchase; readers and scripts that only read take none.
    func prepareToBuy() async throws(CPHError) {
        if let poison { throw poisoned(poison) }
        var patience = options.lockWait.milliseconds
        while let holder = try takeLock() {
            guard patience > 0, (try? await options.clock.pause(for: .milliseconds(Self.lockPause))) != nil else {
                throw locked(by: holder)
            }
            patience -= Self.lockPause
        }
        do { try journal.upgrade() } catch { throw fail(error, "nothing was sent") }
        try deliverSpool()
    }

    /// The pause between two tries to take the lock, in milliseconds.
    private static let lockPause = 100

    /// Whether nobody else can write to the journal now.
    var isAlone: Bool { lock != nil || journal.file == ":memory:" }

    /// Tries to take the lock; returns who has it, nil when this run has it now.
    private func takeLock() throws(CPHError) -> String? {
        guard !isAlone else { return nil }
        do throws(RunLock.Failure) {
            lock = try RunLock(journal.file, holder: journal.run?.holder ?? "a run without a name")
            return nil
        } catch {
            switch error {
            case .file(let cause): throw CPHError(.ledger, "\(cause); nothing was sent")
            case .held(let holder): return holder
            }
        }
    }

    private func locked(by holder: String) -> CPHError {
        CPHError(
            .ledger, code: "locked", "the ledger \(journal.file) is in use by \(holder); nothing was sent",
            hint: "wait for that run to end, then run again: what it bought is not bought twice")
    }
}
