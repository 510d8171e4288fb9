import Glibc

extension Files {
    /// Writes a file as a whole: readers see the old text or the new one. Makes the folders on the way.
    ///
    /// - Throws: `ScriptError.unwritable` with the system's reason.
    public static func save(_ path: String, _ text: String) throws(ScriptError) {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolder(String(path[..<slash])) }
        let draft = "\(path).\(getpid())"
        try create(draft, Array(text.utf8))
        guard rename(draft, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            throw .unwritable(path, reason: reason)
        }
    }

    /// Makes a folder and those above it; one that is there stays as it is.
    public static func makeFolder(_ path: String) throws(ScriptError) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw .unwritable(path, reason: String(cString: strerror(errno)))
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw .unwritable(path, reason: String(cString: strerror(errno)))
        }
    }

    /// What a file holds as text; nil when there is no such file or it cannot be read.
    public static func text(_ path: String) -> String? {
        (try? read(path)).map { String(decoding: $0, as: UTF8.self) }
    }
}
