import CSQLite
import Glibc

/// A file-system call that failed, with the file and the operation.
struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    let operation: String
    let file: String
    let code: Int32

    var description: String { "cannot \(operation) \(file): \(String(cString: strerror(code)))" }
}

/// The few file operations the ledger needs around SQLite. Files are made 0600 and folders 0700.
enum Files {
    static func open(_ path: String, _ flags: Int32, operation: String = "open") throws(FileError) -> Int32 {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(operation: operation, file: path, code: errno) }
        return descriptor
    }

    /// What `lstat` says, or nil where nothing is.
    static func status(_ path: String) throws(FileError) -> stat? {
        var result = stat()
        if lstat(path, &result) == 0 { return result }
        guard errno == ENOENT else { throw FileError(operation: "look at", file: path, code: errno) }
        return nil
    }

    static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let descriptor = try open(path, O_RDONLY | O_NOFOLLOW, operation: "read")
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = Glibc.read(descriptor, &buffer, limit)
        guard count >= 0 else { throw FileError(operation: "read", file: path, code: errno) }
        return Array(buffer[..<count])
    }

    /// Makes a file that must not exist, writes `bytes` to it and to the disk, and its name to the folder.
    static func create(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        let descriptor = try open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, operation: "create")
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw FileError(operation: "write", file: path, code: errno) }
            rest = rest.dropFirst(written)
        }
        guard fsync(descriptor) == 0 else { throw FileError(operation: "sync", file: path, code: errno) }
        try syncFolder(of: path)
    }

    /// Makes an empty file. False when another process was faster.
    static func createIfAbsent(_ path: String) throws(FileError) -> Bool {
        do throws(FileError) {
            try create(path, [])
            return true
        } catch {
            guard error.code == EEXIST else { throw error }
            return false
        }
    }

    /// Makes `path` and the folders above it where they are missing; each new name reaches the disk.
    static func makeFolder(_ path: String) throws(FileError) {
        if try status(path) != nil { return }
        let above = folder(of: path)
        if above != path { try makeFolder(above) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw FileError(operation: "make the folder", file: path, code: errno)
        }
        try syncFolder(of: path)
    }

    /// A new file survives a power cut only when its folder was synced, too.
    static func syncFolder(of path: String) throws(FileError) {
        let descriptor = try open(folder(of: path), O_RDONLY | O_DIRECTORY, operation: "open the folder")
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError(operation: "sync the folder of", file: path, code: errno) }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The network file system on which `path` lies, by name; nil for a local one.
    static func networkFileSystem(_ path: String) throws(FileError) -> String? {
        let magic = csqlite_file_system(path)
        guard magic != 0 else {
            throw FileError(operation: "look at the file system of", file: path, code: errno)
        }
        return networkMagics[magic]
    }

    /// From linux/magic.h and the file systems' own headers. Locks and fsync mean less there, or nothing.
    private static let networkMagics: [UInt: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2", 0x0102_1997: "9p",
        0x6573_5546: "FUSE", 0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x6B41_4653: "AFS", 0x7375_7245: "Coda",
        0x0BD0_0BD0: "Lustre", 0x7461_636F: "OCFS2", 0x0116_1970: "GFS2", 0x786F_4256: "VirtualBox shared folder",
    ]
}
