public import Glibc

extension Files {
    /// Writes a file that must not exist yet.
    ///
    /// - Parameters:
    ///   - mode: Its permission bits, less the process's mask.
    ///   - isDurable: Whether the content, and its name in the folder, are on the disk when this returns.
    ///   - makesFolders: Whether folders that are missing on the way are made.
    public static func create(
        _ path: String, _ bytes: [UInt8], mode: mode_t = 0o644, isDurable: Bool = false, makesFolders: Bool = false
    ) throws(FileError) {
        if makesFolders { try makeFolder(folder(of: path), isDurable: isDurable) }
        try put(bytes, path, O_EXCL | O_NOFOLLOW, mode, isDurable: isDurable, "create")
        if isDurable { try syncFolder(of: path) }
    }

    /// Makes an empty file that survives a power cut; false when there is one already, of another process perhaps.
    public static func createIfAbsent(_ path: String, mode: mode_t) throws(FileError) -> Bool {
        do throws(FileError) {
            try create(path, [], mode: mode, isDurable: true)
            return true
        } catch {
            guard error.code == EEXIST else { throw error }
            return false
        }
    }

    /// Writes a file, in the place of what it held. Who reads it meanwhile may see a part.
    public static func write(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        try put(bytes, path, O_TRUNC, 0o644, isDurable: false, "write")
    }

    /// Puts a file in the place of another: whoever looks sees the old content or the new one, also after a power cut.
    ///
    /// - Parameter mode: Its permission bits, less the process's mask, where it replaces nothing; otherwise it has those
    ///   of the file before.
    public static func replace(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o644) throws(FileError) {
        let draft = "\(path).new-\(getpid())"
        unlink(draft)  // of a process with this number that was killed
        let old = try status(path).flatMap { $0.st_mode & S_IFMT == S_IFREG ? $0.st_mode & 0o7777 : nil }
        do throws(FileError) {
            // From its first byte nobody may read it who could not read the old one.
            try put(bytes, draft, O_EXCL | O_NOFOLLOW, old ?? mode, isDurable: true, "write")
            if let old, chmod(draft, old) != 0 { throw FileError("write", draft) }
            try rename(draft, to: path)
        } catch {
            unlink(draft)
            throw FileError("write", path, code: error.code)
        }
        try syncFolder(of: path)
    }

    /// Replaces a file with `text`, and makes the folders on the way.
    public static func save(_ path: String, _ text: String) throws(FileError) {
        try makeFolder(folder(of: path))
        try replace(path, Array(text.utf8))
    }

    private static func put(
        _ bytes: [UInt8], _ path: String, _ flags: Int32, _ mode: mode_t, isDurable: Bool, _ operation: String
    ) throws(FileError) {
        let descriptor = try open(path, O_WRONLY | O_CREAT | flags, mode: mode, operation)
        defer { close(descriptor) }
        try writeAll(bytes, to: descriptor, path)
        if isDurable, fsync(descriptor) != 0 { throw FileError("sync", path) }
    }

    /// Writes all of `bytes` where the descriptor stands.
    ///
    /// - Parameter path: For the error.
    public static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { throw FileError("write", path) }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}
