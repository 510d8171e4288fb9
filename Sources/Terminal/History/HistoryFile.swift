import Files

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
        do throws(FileError) { read(try LockedHistoryFile(reading: path)) } catch {
            if !error.isMissing { problem = "\(error)" }
        }
    }

    /// Appends `entry` to the file, readable by its owner alone, unless the rules forbid it. Where the file cannot be
    /// written the entry lives as long as the process.
    public func add(_ entry: String) {
        guard let kept = rules.kept(entry, after: entries.last) else { return }
        do throws(FileError) { try append(kept, to: LockedHistoryFile(appending: path)) } catch {
            entries.append(kept)
            problem = "\(error)"
        }
    }

    // MARK: The file

    private func append(_ entry: String, to file: LockedHistoryFile) throws(FileError) {
        // Entries other sessions have added meanwhile come first, as they do in the file.
        read(file)
        try file.append(Line.bytes(entry))
        read(file)
        if entries.count > rules.capacity + rules.capacity / 10 { shorten(file) }
    }

    private func read(_ file: LockedHistoryFile) {
        if file.identity != identity || file.count < offset {
            (entries, offset, identity) = ([], 0, file.identity)
        }
        let bytes = file.bytes(from: offset)
        // An unfinished last line is being written by someone who died; `append` ends it.
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return }
        offset += end + 1
        entries += bytes[..<end].split(separator: UInt8(ascii: "\n")).compactMap(Line.entry)
    }

    /// Replaces the file by one with the newest entries. Others notice the new identity and read it from the start.
    private func shorten(_ file: LockedHistoryFile) {
        let newest = entries.suffix(rules.capacity)
        guard (try? file.replace(with: newest.flatMap(Line.bytes))) != nil else { return }
        entries = Array(newest)
        identity = nil
    }
}
