public import Glibc

extension Files {
    /// Something below a folder.
    public struct Entry: Hashable, Sendable {
        /// Below the folder that was walked.
        public let path: String
        /// A link is `other`: it is not followed.
        public let kind: Kind
    }

    /// Everything below `folder`, in the order of the paths; links are not followed.
    public static func entries(below folder: String) throws(FileError) -> [Entry] {
        var (found, folders) = ([Entry](), [""])
        while let prefix = folders.popLast() {
            for name in try names(in: "\(folder)/\(prefix)") {
                let entry = Entry(path: prefix + name, kind: kind("\(folder)/\(prefix)\(name)"))
                found.append(entry)
                if entry.kind == .folder { folders.append(entry.path + "/") }
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    /// The names in a folder, sorted.
    public static func names(in folder: String) throws(FileError) -> [String] {
        guard let stream = opendir(folder) else { throw FileError("read the folder", folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The names in a folder, sorted, folders (not links to them) with a slash behind; none when it cannot be read.
    public static func list(_ folder: String) -> [String] {
        ((try? names(in: folder)) ?? []).map { kind("\(folder)/\($0)") == .folder ? $0 + "/" : $0 }.sorted()
    }

    /// Makes a folder and those above it, where they are missing.
    ///
    /// - Parameters:
    ///   - mode: The permission bits of each that is made, less the process's mask.
    ///   - isDurable: Whether each new name is on the disk when this returns.
    public static func makeFolder(_ path: String, mode: mode_t = 0o755, isDurable: Bool = false) throws(FileError) {
        if mkdir(path, mode) == 0 {
            if isDurable { try syncFolder(of: path) }
            return
        }
        let code = errno
        if code == EEXIST { return }
        let above = folder(of: path)
        guard code == ENOENT, above != path else { throw FileError("make the folder", path, code: code) }
        try makeFolder(above, mode: mode, isDurable: isDurable)
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw FileError("make the folder", path) }
        if isDurable { try syncFolder(of: path) }
    }

    /// A new folder, for this user alone, whose path begins with `prefix`.
    public static func makeTemporaryFolder(_ prefix: String) throws(FileError) -> String {
        var name = Array("\(prefix)XXXXXX".utf8CString)  // mkdtemp puts its own characters in their place
        guard mkdtemp(&name) != nil else { throw FileError("make a folder", prefix) }
        return text(of: name)
    }

    /// A new file that holds `bytes`, for this user alone; its path begins with `prefix` and ends with `suffix`.
    public static func makeTemporaryFile(
        _ prefix: String, suffix: String = "", _ bytes: [UInt8]
    ) throws(FileError) -> String {
        var name = Array("\(prefix)XXXXXX\(suffix)".utf8CString)  // as with mkdtemp above
        let descriptor = mkstemps(&name, Int32(suffix.utf8.count))
        guard descriptor >= 0 else { throw FileError("make a file", prefix) }
        defer { close(descriptor) }
        let path = text(of: name)
        do throws(FileError) { try writeAll(bytes, to: descriptor, path) } catch {
            unlink(path)
            throw error
        }
        return path
    }

    private static func text(of name: [CChar]) -> String {
        String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Removes a file, a link, or a folder with all that is in it. What cannot be removed stays.
    public static func remove(_ path: String) {
        guard kind(path) == .folder else {
            unlink(path)
            return
        }
        for name in (try? names(in: path)) ?? [] { remove("\(path)/\(name)") }
        rmdir(path)
    }

    /// Gives a file or folder another name, in the place of what had that name.
    public static func rename(_ path: String, to place: String) throws(FileError) {
        guard Glibc.rename(path, place) == 0 else { throw FileError("rename \(path) to", place) }
    }

    /// Gives a file a second name, which nothing may have yet.
    public static func link(_ path: String, to place: String) throws(FileError) {
        guard Glibc.link(path, place) == 0 else { throw FileError("write", place) }
    }

    /// Puts the names in the folder of `path` on the disk: a new file survives a power cut only with its name.
    public static func syncFolder(of path: String) throws(FileError) {
        let descriptor = try open(folder(of: path), O_RDONLY | O_DIRECTORY, "open the folder")
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError("sync the folder of", path) }
    }

    /// Makes what is in a file, and its name, survive a power cut.
    public static func sync(_ path: String) throws(FileError) {
        let descriptor = try open(path, O_RDONLY | O_NOFOLLOW, "open")
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError("sync", path) }
        try syncFolder(of: path)
    }
}
