import Glibc

/// Reads, writes and lists files and folders of the user's, for scripts and projects.
public enum Files {
    /// Reads the file at `path`.
    ///
    /// - Throws: `ScriptError.unreadable` with the system's reason.
    public static func read(_ path: String) throws(ScriptError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path, reason: reason()) }
        defer { close(descriptor) }
        return try read(descriptor, name: path)
    }

    /// Reads the file at `path`, and says where it really is, whatever links led to it: both of the same open file.
    package static func readFollowing(_ path: String) throws(ScriptError) -> (bytes: [UInt8], place: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)  // a pipe must not hold the host up
        guard descriptor >= 0 else { throw .unreadable(path, reason: reason()) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path, reason: "not a file")
        }
        guard let place = real("/proc/self/fd/\(descriptor)") else { throw .unreadable(path, reason: reason()) }
        return (try read(descriptor, name: path), place)
    }

    /// The absolute path without symbolic links; nil when there is nothing there.
    public static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The names of the folders in a folder, sorted, without those that are hidden or hold installed modules.
    public static func folders(in folder: String) -> [String] {
        list(folder).filter { $0.hasSuffix("/") && !$0.hasPrefix(".") && $0 != "lua_modules/" }
            .map { String($0.dropLast()) }
    }

    /// Tells whether there is a regular file of this name, possibly behind a link.
    public static func isFile(_ path: String) -> Bool { mode(path) == S_IFREG }

    /// Tells whether there is a folder of this name, possibly behind a link.
    public static func isFolder(_ path: String) -> Bool { mode(path) == S_IFDIR }

    private static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// The folder that holds `path`, which is absolute.
    public static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// Reads standard input to its end.
    ///
    /// - Throws: `ScriptError.unreadable` with the system's reason.
    public static func readStandardInput() throws(ScriptError) -> [UInt8] { try read(0, name: "standard input") }

    /// Writes a file that must not exist yet.
    ///
    /// - Throws: `ScriptError.unwritable` with the system's reason.
    public static func create(_ path: String, _ bytes: [UInt8]) throws(ScriptError) {
        try put(bytes, path, O_EXCL)
    }

    /// Writes a file, in the place of what it held.
    ///
    /// - Throws: `ScriptError.unwritable` with the system's reason.
    public static func write(_ path: String, _ bytes: [UInt8]) throws(ScriptError) { try put(bytes, path, O_TRUNC) }

    private static func put(_ bytes: [UInt8], _ path: String, _ flag: Int32) throws(ScriptError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | flag | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(path, reason: reason()) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { throw .unwritable(path, reason: reason()) }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    /// The names in a folder, sorted, folders with a slash behind them; none when it cannot be read.
    public static func list(_ folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(entry.pointee.d_type == UInt8(DT_DIR) ? name + "/" : name) }
        }
        return names.sorted()
    }

    /// Lua files in a folder and the folders in it, sorted by path. What is hidden or installed (`lua_modules`) is not
    /// looked at.
    public static func luaFiles(in folder: String) -> [String] {
        let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
        return list(folder).filter { !$0.hasPrefix(".") && $0 != "lua_modules/" }.flatMap { name in
            name.hasSuffix("/") ? luaFiles(in: prefix + name.dropLast()) : name.hasSuffix(".lua") ? [prefix + name] : []
        }
    }

    private static func read(_ descriptor: Int32, name: String) throws(ScriptError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(name, reason: reason())
            }
            bytes += buffer[..<count]
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
