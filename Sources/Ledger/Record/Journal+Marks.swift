public import CPHModel
import Files
import Glibc
import Schema
import Text

// What remembers how far the ledger had come: the mark of this machine, and a witness that travels.
extension Journal {
    /// Compares the history with everything that remembers a later end of it.
    func checkMarks() throws {
        for remembered in try rememberedEnds() where try isMissing(remembered.end) {
            if try isGivenUp(remembered.end) { continue }
            throw Self.refusal(
                "rolled_back", file,
                "is older than it was, or another\(isServer ? "" : " file") in its place: "
                    + "event \(remembered.end.seq) is not in it, by \(remembered.by)",
                "put the right one back; or, to go on with this one, cph ledger accept-rollback --reason TEXT")
        }
    }

    private var isServer: Bool { store.owners != nil || point?.file == nil && !store.isPrivate }

    /// The ends of the chain that somebody remembers, each with who does.
    private func rememberedEnds() throws -> [(end: HighWaterMark.Content, by: String)] {
        var ends: [(end: HighWaterMark.Content, by: String)] = []
        if let mark, let end = mark.read() { ends.append((end, mark.file)) }
        if let witness {
            guard let end = try readWitness(witness) else { return ends }
            ends.append((end, witness.file))
        }
        return ends
    }

    /// Reads a witness; nil where there is none yet.
    private func readWitness(_ witness: HighWaterMark) throws -> HighWaterMark.Content? {
        guard try Files.status(witness.file) != nil else { return nil }
        guard let end = witness.read() else {
            throw Self.refusal(
                "witness", file, "can't be compared with its witness \(witness.file), which is none",
                "name the right file with --witness")
        }
        guard end.ledgerID == ledgerID else {
            throw Self.refusal(
                "witness", file, "is another one than its witness \(witness.file) knows (\(end.ledgerID))",
                "name the right ledger and its witness; a witness of its own for each ledger")
        }
        return end
    }

    private func isMissing(_ end: HighWaterMark.Content) throws(JournalError) -> Bool {
        guard end.ledgerID == ledgerID else { return true }
        if end.seq == 0 { return false }
        let rows = try read("SELECT hash FROM event WHERE seq = $1", [.int(end.seq)])
        return rows.first?.first?.blob.map { String(hex: $0) } != end.hash
    }

    /// Whether a person has decided to go on without exactly this end: where that was recorded and the mark was not renewed, as
    /// when the program was killed in between, it holds.
    private func isGivenUp(_ end: HighWaterMark.Content) throws(JournalError) -> Bool {
        let lines = try read("SELECT detail FROM event WHERE kind = 'resolved' AND purchase IS NULL")
        return lines.contains { line in
            let detail = line.first?.text.flatMap { try? Value(json: $0) }?.members
            return detail?["decision"] == "rollback_accepted"
                && detail?["given_up"]?.items?.contains(end.value) == true
        }
    }

    /// Remembers where the chain ends now: on this machine, and in the witness.
    func remember(_ end: Head) {
        mark?.write(ledgerID: ledgerID, end)
        witness?.replace(ledgerID: ledgerID, end)
    }

    /// Makes the witness where it is missing, and brings it up to what others have written.
    func beginWitness() throws {
        guard let witness else { return }
        let end = try head()
        guard try Files.status(witness.file) == nil else { return witness.replace(ledgerID: ledgerID, end) }
        do throws(FileError) {
            try Files.makeFolder(Files.folder(of: witness.file), mode: 0o700, isDurable: true)
            try Files.create(witness.file, witness.text(ledgerID: ledgerID, end), mode: 0o600, isDurable: true)
        } catch {
            throw Self.refusal("witness", file, "gets no witness: \(error)", "name another file with --witness")
        }
    }
}

extension HighWaterMark.Content {
    fileprivate var value: Value { ["ledger_id": .string(ledgerID), "seq": .int(seq), "hash": .string(hash)] }
}

// MARK: - Going on with an older ledger

extension Journal {
    /// Records that a person goes on with a ledger that is older than it was, and gives up what this machine and the witness
    /// remember of it.
    ///
    /// - Parameters:
    ///   - reason: Why, in the person's words.
    ///   - run: Who it is.
    /// - Returns: What was given up, in words.
    /// - Throws: `CPHError` of kind `argument` where there is nothing to accept or no reason, of kind `ledger` where the ledger
    ///   can't be opened or written, or a run is using it.
    public static func acceptRollback(
        _ location: Location, reason: String, run: RunInfo, options: Options = Options()
    ) throws(CPHError) -> [String] {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw CPHError(.argument, "say with --reason why it is right to go on with an older ledger")
        }
        var options = options
        options.skipsMarks = true
        let journal = try open(location, .write, run: run, options: options)
        let lock = try journal.lockWhole()
        defer { withExtendedLifetime(lock) {} }
        do {
            var given: [(end: HighWaterMark.Content, by: String)] = []
            for remembered in try journal.rememberedEnds() where try journal.isMissing(remembered.end) {
                given.append(remembered)
            }
            guard !given.isEmpty else {
                throw CPHError(
                    .argument, code: "not_rolled_back",
                    "the ledger \(journal.file) has every event that is remembered of it; nothing was changed")
            }
            let detail: Object = [
                "decision": "rollback_accepted", "reason": .string(reason), "by": .string(run.user),
                "host": .string(run.host), "given_up": .list(given.map(\.end.value)),
            ]
            _ = try journal.note(
                .resolved, detail, at: Self.milliseconds(), "recording the decision", open: .findingOpen,
                durable: .findingDurable)
            return given.map { "event \($0.end.seq) of ledger \($0.end.ledgerID), by \($0.by)" }
        } catch { throw asCPHError(error, journal.file) }
    }

    /// Keeps other runs from writing to a file; nil for a server, where each name has its owner.
    func lockWhole() throws(CPHError) -> RunLock? {
        guard store.owners == nil, !store.isPrivate else { return nil }
        do throws(RunLock.Failure) { return try RunLock(file, holder: run?.holder ?? "cph ledger") } catch {
            switch error {
            case .file(let cause): throw CPHError(.ledger, "\(cause); nothing was changed")
            case .held(let holder):
                throw CPHError(
                    .ledger, code: "locked", "the ledger \(file) is in use by \(holder); nothing was changed",
                    hint: "wait for that run to end")
            }
        }
    }
}
