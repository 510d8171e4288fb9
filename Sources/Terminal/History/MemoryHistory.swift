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
