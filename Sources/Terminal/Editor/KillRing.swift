/// What was cut, newest last. Cuts in a row grow one entry, as in Emacs.
struct KillRing {
    private static let capacity = 32

    private var entries: [String] = []
    /// How many entries back the last yank took.
    private var depth = 0

    var current: String? {
        entries.isEmpty ? nil : entries[entries.count - 1 - depth]
    }

    mutating func add(_ text: String) {
        guard !text.isEmpty else { return }
        depth = 0
        entries.append(text)
        if entries.count > Self.capacity { entries.removeFirst() }
    }

    /// Extends the newest entry at its end, or at its start for cuts to the left of the cursor.
    mutating func extend(_ text: String, atStart: Bool) {
        guard let last = entries.popLast() else { return add(text) }
        depth = 0
        entries.append(atStart ? text + last : last + text)
    }

    mutating func rewind() { depth = 0 }

    /// Goes one entry back, from the oldest to the newest again.
    mutating func rotate() -> String? {
        guard !entries.isEmpty else { return nil }
        depth = (depth + 1) % entries.count
        return current
    }
}
