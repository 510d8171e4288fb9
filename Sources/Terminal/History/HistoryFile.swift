import Glibc

/// A history kept in a file and shared live between sessions.
///
/// The file has one entry a line, each a JSON string, so a block stays one entry and a torn line spoils nothing else.
/// Entries are appended under a lock. Only the owner may read the file: it holds what people type.
public final class HistoryFile: HistorySource {
    /// What has been read from the file and added, oldest first.
    public private(set) var entries: [String] = []
    /// Why the file can't be used, in words; entries then live as long as the process.
    public private(set) var problem: String?

    private let path: String
    private let rules: HistoryRules
    /// How far the file has been read, and which file it was: a session that shortens it replaces it.
    private var offset = 0
    private var identity: FileIdentity?

    /// Creates the file on the first `add`.
    public init(path: String, rules: HistoryRules = HistoryRules()) {
        self.path = path
        self.rules = rules
        refresh()
    }

    /// Reads what other sessions have appended since the last look; a failure is noted in `problem`.
    public func refresh() {
        guard let file = LockedFile(reading: path) else { return noteProblem(unless: ENOENT, "read") }
        read(file)
    }

    /// Appends `entry` to the file, readable by its owner alone, unless the rules forbid it. Where the file cannot be
    /// written the entry lives as long as the process.
    public func add(_ entry: String) {
        guard let kept = rules.kept(entry, after: entries.last) else { return }
        guard let file = LockedFile(appending: path) else {
            entries.append(kept)
            return noteProblem(unless: 0, "write")
        }
        // Entries other sessions have added meanwhile come first, as they do in the file.
        read(file)
        let line = jsonString(kept) + "\n"
        guard file.append(Array(line.utf8)) else { return noteProblem(unless: 0, "write") }
        read(file)
        if entries.count > rules.capacity + rules.capacity / 10 { shorten(file) }
    }

    // MARK: The file

    private func read(_ file: LockedFile) {
        if file.identity != identity || file.count < offset {
            (entries, offset, identity) = ([], 0, file.identity)
        }
        let bytes = file.bytes(from: offset)
        // An unfinished last line is being written by someone who died; `append` ends it.
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return }
        offset += end + 1
        entries += bytes[..<end].split(separator: UInt8(ascii: "\n")).compactMap(text(ofJSONString:))
    }

    /// Replaces the file by one with the newest entries. Others notice the new identity and read it from the start.
    private func shorten(_ file: LockedFile) {
        let newest = entries.suffix(rules.capacity)
        guard file.replace(with: Array(newest.map { jsonString($0) + "\n" }.joined().utf8)) else { return }
        entries = Array(newest)
        identity = nil
    }

    private func noteProblem(unless expected: Int32, _ verb: String) {
        guard errno != expected else { return }
        problem = "cannot \(verb) \(path): \(String(cString: strerror(errno)))"
    }
}
