public import Policies
import Schema

/// The policy that a ledger holds for everybody who records there.
public struct RecordedPolicy: Hashable, Sendable {
    /// The number of the line in which it stands.
    public let seq: Int
    /// When it was set, in milliseconds since 1970.
    public let at: Int
    /// Who has set it.
    public let user: LedgerUser
    /// Its text, as it was written.
    public let text: String
    /// What it says.
    public let policy: Policy

    /// When it was set: `2026-01-02T03:04:05Z`.
    public var time: String { timeText(at) }

    /// What the line holds of a policy.
    static func detail(_ policy: Policy, text: String, by user: LedgerUser) -> Object {
        let lines = policy.lines.map { Object.Member("\($0.key)", .int($0.value)) }.sorted { $0.key < $1.key }
        return [
            "policy": policy.rules.exactValue, "lines": .object(Object(uniqueMembers: lines)), "text": .string(text),
            "who": user.value,
        ]
    }

    /// Reads a line; nil for one that takes the policy back.
    ///
    /// - Throws: `PolicyError` where this cph does not understand what it says: it would not know what is forbidden.
    init?(_ event: Event, of ledger: String) throws(PolicyError) {
        guard event.detail["policy"] != .null else { return nil }
        guard let rules = event.detail["policy"], let user = LedgerUser(event.detail["who"]) else {
            throw PolicyError(["\(ledger): line \(event.seq) holds no policy that this cph can read"])
        }
        var lines: [Path: Int] = [:]
        for (path, line) in event.detail["lines"]?.members ?? [:] { lines[Path(path)] = line.integer }
        policy = try Policy(reading: rules, source: "the policy of the ledger \(ledger)", lines: lines)
        (seq, at, self.user) = (event.seq, event.at, user)
        text = event.detail["text"]?.text ?? ""
    }
}
