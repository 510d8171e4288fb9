/// Which entries are kept.
public struct HistoryRules: Sendable {
    /// The number of entries kept.
    public var capacity: Int
    /// The longest entry kept, in bytes.
    public var entryLimit: Int
    /// Whether a line holds a secret and is forgotten at once.
    public var holdsSecret: @Sendable (String) -> Bool

    /// Makes rules that keep 10,000 entries of up to 64 KiB and know no secrets, unless told otherwise.
    public init(
        capacity: Int = 10_000, entryLimit: Int = 64 << 10,
        holdsSecret: @escaping @Sendable (String) -> Bool = { _ in false }
    ) {
        self.capacity = capacity
        self.entryLimit = entryLimit
        self.holdsSecret = holdsSecret
    }

    /// `entry` as it is kept, or `nil` if it isn't: blank, begun with a space, too long, secret, the same as `last`.
    func kept(_ entry: String, after last: String?) -> String? {
        guard entry.first != " ", let end = entry.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        let kept = String(entry[...end])
        return kept == last || kept.utf8.count > entryLimit || holdsSecret(kept) ? nil : kept
    }
}
