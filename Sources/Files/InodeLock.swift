import Glibc
import Synchronization

/// A lock that belongs to a file itself, by whatever name it was reached: a hard link, another mount, a linked folder.
///
/// The kernel ends it when the process does. The file is opened once in the life of the process and never closed: closing
/// any descriptor of a file takes away the process's POSIX locks on it, on which a database in the same file relies.
public final class InodeLock: Sendable {
    private struct Identity: Hashable {
        let device: UInt
        let inode: UInt
    }

    private struct Holding {
        let descriptor: Int32
        var isHeld = false
    }

    private static let holdings = Mutex<[Identity: Holding]>([:])
    private let identity: Identity

    /// Takes the lock of the file that has this name now.
    ///
    /// - Throws: `FileError`, for which `isHeldByAnother` tells that another process or another part of this one has it.
    public init(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError("lock", path) }
        let identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
        self.identity = identity
        try Self.holdings.withLock { holdings throws(FileError) in
            if holdings[identity] == nil {
                holdings[identity] = Holding(descriptor: try Files.open(path, O_RDONLY, "lock"))
            }
            guard let holding = holdings[identity], !holding.isHeld else {
                throw FileError("lock", path, code: EWOULDBLOCK)
            }
            while flock(holding.descriptor, LOCK_EX | LOCK_NB) != 0 {
                if errno != EINTR { throw FileError("lock", path) }
            }
            holdings[identity]?.isHeld = true
        }
    }

    deinit {
        Self.holdings.withLock { holdings in
            if let holding = holdings[identity] { _ = flock(holding.descriptor, LOCK_UN) }
            holdings[identity]?.isHeld = false
        }
    }
}
