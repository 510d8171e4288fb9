import Files
import Glibc

/// Tells a file from another that took its name.
struct FileIdentity: Equatable {
    let device: UInt64
    let inode: UInt64
}

/// A history's file under a lock, shared for reading, exclusive for appending. The lock ends with the value.
final class LockedHistoryFile {
    private let lock: FileLock
    private let path: String
    private var descriptor: Int32 { lock.descriptor }

    init(reading path: String) throws(FileError) {
        self.path = path
        lock = try FileLock(path, .shared, flags: O_RDONLY, waits: true)
    }

    /// Creates the file if need be, and takes it away from other users if it was open to them.
    init(appending path: String) throws(FileError) {
        self.path = path
        lock = try FileLock(path, .exclusive, flags: O_RDWR | O_APPEND | O_CREAT, waits: true)
        fchmod(descriptor, 0o600)
    }

    /// Which file it is, whatever its name leads to now; nil when the system does not say.
    var identity: FileIdentity? {
        status.map { FileIdentity(device: UInt64($0.st_dev), inode: UInt64($0.st_ino)) }
    }

    /// Its length in bytes.
    var count: Int { Int(status?.st_size ?? 0) }

    private var status: stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    /// What the file holds from the byte `offset` on.
    func bytes(from offset: Int) -> [UInt8] {
        let length = max(0, count - offset)
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            while filled < length {
                let count = pread(descriptor, buffer.baseAddress.map { $0 + filled }, length - filled, offset + filled)
                guard count > 0 else { break }
                filled += count
            }
        }
    }

    /// Appends `line`, on a line of its own even if the last writer died in the middle of one.
    func append(_ line: [UInt8]) throws(FileError) {
        let isTorn = count > 0 && bytes(from: count - 1) != [UInt8(ascii: "\n")]
        try Files.writeAll((isTorn ? [UInt8(ascii: "\n")] : []) + line, to: descriptor, path)
    }

    /// Puts a new file in this one's place, whole or not at all.
    func replace(with bytes: [UInt8]) throws(FileError) { try Files.replace(path, bytes, mode: 0o600) }
}
