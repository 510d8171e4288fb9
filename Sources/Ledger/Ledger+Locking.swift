import CPHModel
import Clock
import Text

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
    var isAlone: Bool { lock != nil || journal.store.isPrivate }

    /// Tries to take the lock; returns who has it, nil when this run has it now.
    private func takeLock() throws(CPHError) -> String? {
        // On a server each name has its own owner.
        guard !isAlone, journal.store.owners == nil else { return nil }
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

// MARK: - Names on a server

extension Ledger {
    /// Makes a name this run's, where other machines work beside it; waits for whoever has it and lives.
    func own(_ key: String) async throws(CPHError) {
        guard let owners = journal.store.owners else { return }
        var isSaid = false
        while true {
            let hindrance: ServerOwners.Hindrance?
            do throws(StoreError) { hindrance = try owners.take(key, scope: options.scope) } catch {
                throw fail(JournalError(error), "nothing was sent")
            }
            guard let hindrance else { break }
            if !isSaid { options.announce(hindrance.words(key)) }
            isSaid = true
            guard (try? await Task.sleep(for: .milliseconds(300))) != nil else {
                throw CPHError(
                    .ledger, code: "locked", "\(hindrance.words(key)): stopped; nothing was sent",
                    hint: "run again: what was bought is not bought twice")
            }
        }
        if heart == nil { heart = beat(every: .milliseconds(owners.lease / 3)) }
    }

    /// Lengthens the lease while names are this run's. Time passes here as on the server: a lease is no matter of the run's clock.
    private func beat(every interval: Duration) -> Task<Void, Never> {
        Task { [weak self] in
            while (try? await Task.sleep(for: interval)) != nil, await self?.giveSign() == true {}
        }
    }

    /// Gives a sign of life. Where it fails, the lease may end; what is written then is checked anyway.
    private func giveSign() -> Bool {
        guard active > 0, let owners = journal.store.owners else {
            heart = nil
            return false
        }
        do throws(StoreError) { try owners.renew() } catch { return true }
        return true
    }
}

extension ServerOwners.Hindrance {
    /// What is waited for, and why.
    fileprivate func words(_ key: String) -> String {
        switch self {
        case .held(let holder): "waiting for \(quoted(key)), which \(cleaned(holder)) has"
        case .quarantine(let left):
            "another server has taken over, which may lack what was recorded last: waiting \(left / 1000 + 1) s, until the "
                + "account shows what was bought meanwhile"
        }
    }
}
