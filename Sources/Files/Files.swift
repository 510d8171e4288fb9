public import Glibc

/// Reads, writes and lists files and folders. Every descriptor is closed on `exec`.
public enum Files {
    /// Reads a file to its end.
    ///
    /// - Parameters:
    ///   - limit: In bytes; a longer file is refused with `EFBIG`.
    ///   - followsLinks: Whether the name itself may be a symbolic link; if not, one is refused with `ELOOP`.
    public static func read(
        _ path: String, limit: Int = .max, followsLinks: Bool = true
    ) throws(FileError) -> [UInt8] {
        let descriptor = try open(path, O_RDONLY | (followsLinks ? 0 : O_NOFOLLOW), "read")
        defer { close(descriptor) }
        return try read(descriptor, limit, path)
    }

    /// Reads the regular file at `path`, and says where it really is, whatever links led to it: both of one open file.
    public static func readFollowing(_ path: String) throws(FileError) -> (bytes: [UInt8], place: String) {
        // A pipe with nobody at its other end must not hold the program up.
        let descriptor = try open(path, O_RDONLY | O_NONBLOCK, "read")
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("read", path) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError("read", path, code: EISDIR) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError("read", path, code: ENOTSUP) }
        guard let place = real("/proc/self/fd/\(descriptor)") else { throw FileError("read", path) }
        return (try read(descriptor, .max, path), place)
    }

    /// Reads standard input to its end.
    public static func readStandardInput() throws(FileError) -> [UInt8] { try read(0, .max, "standard input") }

    /// What a file holds as text, with U+FFFD for what is not UTF-8; nil when it cannot be read.
    public static func text(_ path: String) -> String? {
        (try? read(path)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func read(_ descriptor: Int32, _ limit: Int, _ path: String) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError("read", path)
            }
            guard bytes.count + count <= limit else { throw FileError("read", path, code: EFBIG) }
            bytes += buffer[..<count]
        }
    }

    static func open(
        _ path: String, _ flags: Int32, mode: mode_t = 0o600, _ operation: String
    ) throws(FileError) -> Int32 {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NOCTTY, mode)
        guard descriptor >= 0 else { throw FileError(operation, path) }
        return descriptor
    }
}

// MARK: Looking

extension Files {
    /// What something in a folder is; a symbolic link is `other`.
    public enum Kind: Sendable { case file, folder, other }

    /// What `lstat` says of the name itself; nil where nothing is.
    public static func status(_ path: String) throws(FileError) -> stat? {
        var result = stat()
        if lstat(path, &result) == 0 { return result }
        guard errno == ENOENT else { throw FileError("look at", path) }
        return nil
    }

    /// What is there, without following a link; `other` where nothing is.
    public static func kind(_ path: String) -> Kind {
        var status = stat()
        guard lstat(path, &status) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// Whether the name is taken, also by a link that leads nowhere.
    public static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether there is nothing of this name, and that is certain: what may not be looked at may be there.
    public static func isMissing(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) != 0 && FileError("look at", path).isMissing
    }

    /// Whether anybody but root may write the file, or put another in its place.
    public static func isWritableByOthers(_ path: String) -> Bool {
        [path, folder(of: path)].contains { place in
            var status = stat()
            return stat(place, &status) == 0 && (status.st_uid != 0 || status.st_mode & (S_IWGRP | S_IWOTH) != 0)
        }
    }

    /// Whether there is a regular file of this name, possibly behind a link.
    public static func isFile(_ path: String) -> Bool { kindFollowing(path) == S_IFREG }

    /// Whether there is a folder of this name, possibly behind a link.
    public static func isFolder(_ path: String) -> Bool { kindFollowing(path) == S_IFDIR }

    private static func kindFollowing(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// The absolute path without symbolic links; nil when there is nothing there.
    public static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The folder that holds `path`: `/` for what is in the root, `.` for a bare name.
    public static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
