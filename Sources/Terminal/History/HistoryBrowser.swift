/// Walks through the history with Up and Down: entries that begin with what was typed before the walk began.
struct HistoryBrowser {
    let entries: [String]
    private var walk: Walk?

    private struct Walk {
        let draft: String
        let prefix: String
        var position: Int
    }

    init(_ entries: [String]) {
        self.entries = entries
    }

    /// The next older entry that begins as the draft does and differs from `current`.
    mutating func older(than current: String) -> String? {
        var walk = self.walk ?? Walk(draft: current, prefix: current, position: entries.count)
        let found = entries[..<walk.position].lastIndex { $0.utf8.starts(with: walk.prefix.utf8) && $0 != current }
        guard let found else { return nil }
        walk.position = found
        self.walk = walk
        return entries[found]
    }

    /// The next newer entry of the walk, and after the newest one the draft.
    mutating func newer(than current: String) -> String? {
        guard var walk else { return nil }
        let rest = entries[(walk.position + 1)...]
        guard let found = rest.firstIndex(where: { $0.utf8.starts(with: walk.prefix.utf8) && $0 != current }) else {
            self.walk = nil
            return walk.draft
        }
        walk.position = found
        self.walk = walk
        return entries[found]
    }

    mutating func endWalk() { walk = nil }

    /// The newest entry that goes on where `text` ends.
    func continuation(of text: String) -> Hint? {
        guard !text.isEmpty else { return nil }
        let found = entries.last { $0.utf8.count > text.utf8.count && $0.utf8.starts(with: text.utf8) }
        guard let rest = found?.utf8.dropFirst(text.utf8.count), let rest = String(rest) else { return nil }
        let line = rest.prefix { $0 != "\n" }
        return Hint(line.utf8.count == rest.utf8.count ? rest : line + " …", accepted: rest)
    }
}
