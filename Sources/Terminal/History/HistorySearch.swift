import Glibc

/// Searches with Ctrl-R for entries that contain what is typed, the newest first.
struct HistorySearch {
    /// The buffer as it was before the search, put back when it is given up.
    let original: TextBuffer
    private(set) var query = ""
    private(set) var match: Match?
    private let entries: [String]

    struct Match: Equatable {
        let index: Int
        let text: String
        /// Where the query stands in the text, in bytes.
        let range: Range<Int>
    }

    init(_ entries: [String], original: TextBuffer) {
        self.entries = entries
        self.original = original
    }

    var isFailing: Bool { !query.isEmpty && match == nil }

    mutating func type(_ text: String) {
        query += text
        find(entries.indices.suffix(from: 0).reversed(), startingAt: match?.index)
    }

    mutating func deleteLast() {
        guard query.popLast() != nil else { return }
        match = nil
        find(entries.indices.reversed(), startingAt: nil)
    }

    /// Goes on to the next older entry with another text; stays where it is if there is none.
    mutating func older() {
        let end = match?.index ?? entries.count
        match = firstMatch(in: entries[..<end].indices.reversed(), except: match?.text) ?? match
    }

    mutating func newer() {
        guard let current = match else { return }
        match = firstMatch(in: entries.indices.dropFirst(current.index + 1), except: current.text) ?? current
    }

    private mutating func find(_ order: some Sequence<Int>, startingAt start: Int?) {
        guard !query.isEmpty else {
            match = nil
            return
        }
        match = firstMatch(in: order.lazy.filter { index in start.map { index <= $0 } ?? true }, except: nil)
    }

    private func firstMatch(in order: some Sequence<Int>, except text: String?) -> Match? {
        guard !query.isEmpty else { return nil }
        for index in order where entries[index] != text {
            if let offset = offset(of: query, in: entries[index]) {
                return Match(index: index, text: entries[index], range: offset..<offset + query.utf8.count)
            }
        }
        return nil
    }

    /// Entries hold no NUL, as control characters never get into a line; `strstr` is many times quicker than a generic search.
    private func offset(of query: String, in entry: String) -> Int? {
        entry.withCString { start in
            query.withCString { strstr(start, $0).map { UnsafePointer($0) - start } }
        }
    }
}
