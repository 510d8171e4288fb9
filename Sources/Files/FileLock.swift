import Glibc

/// An open file under `flock`. The kernel ends the lock when the value goes or the process ends, however it ends.
public final class FileLock: Sendable {
    /// Who else may hold the lock at the same time: those that want it shared, or nobody.
    public enum Kind: Sendable { case shared, exclusive }

    /// The open file, to read and write as its flags allow.
    public let descriptor: Int32

    /// Opens and locks the file that has this name once the lock is held: while waiting, another may have taken its place.
    ///
    /// - Parameters:
    ///   - flags: Those of `open`; with `O_CREAT` the file is made, for this user alone.
    ///   - waits: Whether to wait for whoever holds it; if not, `isHeldByAnother` of the error tells.
    public init(_ path: String, _ kind: Kind, flags: Int32, waits: Bool) throws(FileError) {
        let operation = (kind == .exclusive ? LOCK_EX : LOCK_SH) | (waits ? 0 : LOCK_NB)
        let verb = flags & (O_RDWR | O_WRONLY) == 0 ? "read" : "write"
        while true {
            let descriptor = try Files.open(path, flags, verb)
            do throws(FileError) {
                try Self.lock(descriptor, operation, path)
                if try Self.has(path, descriptor) {
                    self.descriptor = descriptor
                    return
                }
            } catch {
                close(descriptor)
                throw error
            }
            close(descriptor)
        }
    }

    /// Unlocks it by itself: a program that is just being started still has the open file for a moment.
    deinit {
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func lock(_ descriptor: Int32, _ operation: Int32, _ path: String) throws(FileError) {
        while flock(descriptor, operation) != 0 {
            if errno != EINTR { throw FileError("lock", path) }
        }
    }

    /// Whether the name `path` still leads to the open file.
    private static func has(_ path: String, _ descriptor: Int32) throws(FileError) -> Bool {
        var (named, opened) = (stat(), stat())
        guard fstat(descriptor, &opened) == 0 else { throw FileError("lock", path) }
        guard stat(path, &named) == 0 else {
            if errno == ENOENT { return false }
            throw FileError("lock", path)
        }
        return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino
    }
}

extension FileError {
    /// Whether a lock was not taken because another process, or another part of this one, holds it.
    public var isHeldByAnother: Bool { operation == "lock" && code == EWOULDBLOCK }
}
