import Glibc

/// Tells a file from another that took its name.
struct FileIdentity: Equatable {
    let device: UInt64
    let inode: UInt64
}

/// An open file under `flock`, shared for reading, exclusive for appending. Closing it ends the lock.
final class LockedFile {
    private let descriptor: Int32
    private let path: String

    init?(reading path: String) {
        guard let descriptor = openLocked(path, O_RDONLY, LOCK_SH) else { return nil }
        (self.descriptor, self.path) = (descriptor, path)
    }

    /// Creates the file if need be, and takes it away from other users if it was open to them.
    init?(appending path: String) {
        guard let descriptor = openLocked(path, O_RDWR | O_APPEND | O_CREAT, LOCK_EX) else { return nil }
        (self.descriptor, self.path) = (descriptor, path)
        fchmod(descriptor, 0o600)
    }

    deinit { close(descriptor) }

    var identity: FileIdentity? { Terminal.identity(status(of: descriptor)) }

    var count: Int { Int(status(of: descriptor)?.st_size ?? 0) }

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
    func append(_ line: [UInt8]) -> Bool {
        let isTorn = count > 0 && bytes(from: count - 1) != [UInt8(ascii: "\n")]
        let bytes = (isTorn ? [UInt8(ascii: "\n")] : []) + line
        return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    }

    /// Puts a new file in this one's place, whole or not at all.
    func replace(with bytes: [UInt8]) -> Bool {
        let temporary = path + ".new"
        let new = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard new >= 0 else { return false }
        defer { close(new) }
        guard Glibc.write(new, bytes, bytes.count) == bytes.count, rename(temporary, path) == 0 else {
            unlink(temporary)
            return false
        }
        return true
    }
}

/// Opens and locks the file that has this name once the lock is held: while waiting, another may have taken its place.
private func openLocked(_ path: String, _ flags: Int32, _ lock: Int32) -> Int32? {
    while true {
        let descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY, 0o600)
        guard descriptor >= 0 else { return nil }
        while flock(descriptor, lock) != 0 && errno == EINTR {}
        var named = stat()
        if stat(path, &named) == 0, identity(named) == identity(status(of: descriptor)) { return descriptor }
        close(descriptor)
    }
}

private func status(of descriptor: Int32) -> stat? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status : nil
}

private func identity(_ status: stat?) -> FileIdentity? {
    status.map { FileIdentity(device: UInt64($0.st_dev), inode: UInt64($0.st_ino)) }
}
