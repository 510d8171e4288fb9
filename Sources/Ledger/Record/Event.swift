public import Schema

/// One line of the ledger's history. Lines are only ever appended, and each carries a hash over itself and all before.
public struct Event: Hashable, Sendable {
    /// What a line tells of; the words stand in the file and keep their meaning.
    public enum Kind: String, CaseIterable, Sendable {
        /// The file was made.
        case created
        /// A program's first line in this file: who, where, with which script.
        case run
        case planned, approved, sending
        /// The raw answer came in.
        case answered
        /// The answer was judged.
        case outcome
        /// A send without a recorded end was found when the ledger was opened.
        case recovered
        /// The account was looked at.
        case found
        /// A person decided.
        case resolved
        case payment
        /// A call that changes or pays something is about to be sent; it is about no purchase.
        case change
        /// The call of an earlier line of kind `change` has ended; the detail names that line.
        case changed
        /// A plan was left to be approved by somebody else; it is about no purchase, as the next two.
        case asked
        /// Somebody agreed to what an earlier line of kind `asked` asks; the detail names that line.
        case agreed
        /// Somebody declined a plan, or took an agreement back.
        case declined
        /// A person took a name from the run that had it; it is about no purchase.
        case unlocked
        /// The policy of everybody who records here was set or taken back; it is about no purchase.
        case policy
        case ended
    }

    /// The number of the line, from 1 and without gaps.
    public let seq: Int
    /// When it was written, in milliseconds since 1970.
    public let at: Int
    /// The id of the run that wrote it.
    public let run: String
    /// The number of the purchase that it is about; nil for the file's own lines.
    public let purchase: Int?
    /// What the line tells of.
    public let kind: Kind
    /// The purchase's state before; nil for a line that is about no purchase, and for a purchase's first.
    public let from: PurchaseState?
    /// The purchase's state after; nil for a line that is about no purchase.
    public let to: PurchaseState?
    /// What else there is to tell, by kind; it never holds keys, tokens or signatures.
    public let detail: Object
    /// SHA-256 over the line before and this one: 32 bytes.
    public internal(set) var hash: [UInt8] = []
}

extension Event {
    var columns: [SQLValue] {
        [
            .int(seq), .int(at), .text(run), SQLValue(purchase), .text(kind.rawValue), SQLValue(from?.rawValue),
            SQLValue(to?.rawValue), .text(Value.object(detail).json()),
        ]
    }

    /// Reads a row of `Event.select`; nil when a column is not what was written.
    init?(_ row: [SQLValue]) {
        guard row.count == 9, let seq = row[0].int, let at = row[1].int, let run = row[2].text,
            let kind = row[4].text.flatMap(Kind.init), let text = row[7].text, let hash = row[8].blob,
            let detail = (try? Value(json: text))?.members
        else { return nil }
        (self.seq, self.at, self.run, self.kind, self.detail, self.hash) = (seq, at, run, kind, detail, hash)
        purchase = row[3].int
        from = row[5].text.flatMap(PurchaseState.init)
        to = row[6].text.flatMap(PurchaseState.init)
    }

    static let select = "SELECT seq, at, run, purchase, kind, from_state, to_state, detail, hash FROM event"
}
