import Glibc

/// One emulator's claim on a state file, for as long as it lives: two would each replace what the other sold.
///
/// The lock is on a file beside it, because the state file itself is replaced by a new one at every change.
final class StateLock: Sendable {
    private let file: CInt

    /// - Throws: `StateFileError` when another emulator has the claim, or the folder cannot be written.
    init(_ path: String) throws(StateFileError) {
        let file = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StateFileError(path, "cannot be written: \(String(cString: strerror(errno)))") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw StateFileError(path, "is in use by another emulator; end that one, or name another file")
        }
        self.file = file
    }

    deinit { close(file) }
}
