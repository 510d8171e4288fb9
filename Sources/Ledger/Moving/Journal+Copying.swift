public import CPHModel
import Clock
import Files
import Glibc
import Schema
import Text

/// Moves a ledger from one place to another, in an order in which no two places ever buy: the copy is made and checked where
/// nobody buys with it yet; the source is marked as moved, after which nobody buys with it any more; then the copy is
/// released. Killed at any point, it can be run again.
extension Journal {
    /// Copies a ledger, with the same id, events and hashes, and leaves the source for reading alone.
    ///
    /// - Parameters:
    ///   - target: A place that holds no ledger: a file that is not there, or a server, whose tables are made where they are
    ///     missing.
    ///   - run: Who does it; recorded in the source.
    /// - Returns: What the copy holds.
    /// - Throws: `CPHError` of kind `ledger` that says at which step it failed. Until the source is marked it is as it was.
    public static func move(
        _ source: Location, to target: Location, run: RunInfo, options: Options = Options()
    ) throws(CPHError) -> Verification {
        let target = target.absolute
        guard source.absolute != target else {
            throw CPHError(.argument, "a ledger is not copied onto itself; nothing was changed")
        }
        let place = try CopyPlace(target, options)
        do {
            let reader = try open(source, .read, options: options)
            if let other = try reader.movedTo() {
                guard other == target.place else {
                    throw CPHError(
                        .ledger, code: "moved", "the ledger \(reader.file) was moved to \(other); nothing was changed",
                        hint: "copy that one")
                }
                return try finish(reader, place)
            }
            let journal = try open(source, .write, run: run, options: options)
            let lock = try journal.lockWhole()
            defer { withExtendedLifetime(lock) {} }
            try journal.upgrade()
            _ = try journal.verify()
            return try carry(journal, to: place)
        } catch { throw asCPHError(error, source.place) }
    }

    /// How often a server's ledger is copied anew because runs wrote to it meanwhile.
    private static let tries = 5

    private static func carry(_ journal: Journal, to place: CopyPlace) throws -> Verification {
        for _ in 0..<tries {
            let end = try place.fill(from: journal)
            try journal.passCopy(.findingOpen)
            let copy = try place.verify(end)
            guard try journal.markMoved(to: place.target.place, end) else { continue }
            try journal.passCopy(.findingDurable)
            try place.release(end, copy)
            return copy
        }
        throw CPHError(
            .ledger, code: "raced", "runs wrote to the ledger \(journal.file) while it was copied; nothing was changed",
            hint: "let them end, then copy it again: cph ledger copy FROM TO")
    }

    /// The source is marked already: makes the copy anew unless it was released.
    private static func finish(_ source: Journal, _ place: CopyPlace) throws -> Verification {
        if let copy = try place.released(of: source) { return copy }
        let end = try place.fill(from: source)
        let copy = try place.verify(end)
        try place.release(end, copy)
        return copy
    }

    private func passCopy(_ step: CrashPoint) throws { try pass(step) }

    /// Where the ledger went; nil while it is here.
    func movedTo() throws(JournalError) -> String? {
        try read("SELECT value FROM meta WHERE name = '\(Moving.goneTo)'").first?.first?.text
    }

    /// Says in the history and in the tables that the ledger is elsewhere, unless something was written behind `end`.
    private func markMoved(to place: String, _ end: Head) throws(JournalError) -> Bool {
        let by = run.map { "\($0.user)@\($0.host)" } ?? ""
        let last = try transaction("moving it") { () throws(JournalError) -> Head? in
            guard try head() == end else { return nil }
            let detail: Object = [
                "decision": "moved", "to": .string(place), "by": .string(by), "end_seq": .int(end.seq),
                "end_hash": .string(String(hex: end.hash)),
            ]
            let head = try append(.resolved, detail, at: Self.milliseconds(), after: try recordRun(Self.milliseconds()))
            do throws(StoreError) {
                try store.run(
                    "INSERT INTO meta VALUES ('\(Moving.goneTo)', $1)", [.text(place)], changes: 1, "moving it")
            } catch { throw JournalError(error) }
            return head
        }
        guard let last else { return false }
        isRunRecorded = run != nil
        remember(last)
        return true
    }

    /// The end of the chain that went elsewhere; nil where the history does not tell of it.
    var movedEnd: (seq: Int, hash: String)? {
        let lines =
            (try? read("SELECT detail FROM event WHERE kind = 'resolved' AND purchase IS NULL ORDER BY seq")) ?? []
        for line in lines.reversed() {
            let detail = line.first?.text.flatMap { try? Value(json: $0) }?.members
            guard detail?["decision"] == "moved", let seq = detail?["end_seq"]?.integer,
                let hash = detail?["end_hash"]?.text
            else { continue }
            return (seq, hash)
        }
        return nil
    }

    static func milliseconds() -> Int { SystemClock().milliseconds() }
}

extension Journal.Location {
    /// The place by a name that means the same in every folder.
    var absolute: Journal.Location {
        guard case .file(let path) = self, !path.hasPrefix("/") else { return self }
        return .file("\(Files.real(".") ?? ".")/\(path)")
    }
}
