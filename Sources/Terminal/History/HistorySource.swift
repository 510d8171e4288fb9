/// The lines that the editor can recall.
public protocol HistorySource: AnyObject {
    /// The entries, the oldest first. A block of several lines is one entry.
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

/// A history that lives as long as the process.
public final class MemoryHistory: HistorySource {
    /// The entries kept so far, oldest first; a block of several lines is one entry.
    public private(set) var entries: [String]
    private let rules: HistoryRules

    /// Begins with `entries` as they are: the rules hold for what is added later.
    public init(_ entries: [String] = [], rules: HistoryRules = HistoryRules()) {
        self.entries = entries
        self.rules = rules
    }

    /// Keeps `entry` unless the rules forbid it, and drops the oldest entries beyond the capacity.
    public func add(_ entry: String) {
        guard let kept = rules.kept(entry, after: entries.last) else { return }
        entries.append(kept)
        entries.removeFirst(max(0, entries.count - rules.capacity))
    }

    /// Does nothing: no other session shares this history.
    public func refresh() {}
}
