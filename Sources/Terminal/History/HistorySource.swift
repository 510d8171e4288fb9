/// Lines the editor recalls.
public protocol HistorySource: AnyObject {
    /// Oldest first. A block of several lines is one entry.
    var entries: [String] { get }
    /// Remembers `entry`, unless it is one that must not be kept.
    func add(_ entry: String)
    /// Takes in what other sessions have added.
    func refresh()
}

/// Which entries are kept.
public struct HistoryRules: Sendable {
    /// The number of entries kept.
    public var capacity: Int
    /// The longest entry kept, in bytes.
    public var entryLimit: Int
    /// Whether a line holds a secret and is forgotten at once.
    public var holdsSecret: @Sendable (String) -> Bool

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

/// A history that lives as long as the process.
public final class MemoryHistory: HistorySource {
    public private(set) var entries: [String]
    private let rules: HistoryRules

    public init(_ entries: [String] = [], rules: HistoryRules = HistoryRules()) {
        self.entries = entries
        self.rules = rules
    }

    public func add(_ entry: String) {
        guard let kept = rules.kept(entry, after: entries.last) else { return }
        entries.append(kept)
        entries.removeFirst(max(0, entries.count - rules.capacity))
    }

    public func refresh() {}
}
