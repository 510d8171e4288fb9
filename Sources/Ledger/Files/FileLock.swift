import Glibc

/// The lock that one run at a time holds while it may buy. The kernel frees it when the process ends, however it ends.
final class FileLock {
    private let descriptor: Int32

    /// Takes the lock, or says who has it.
    ///
    /// - Parameter holder: One line about this run, for whoever meets the lock.
    init(_ path: String, holder: String) throws(LockFailure) {
        do throws(FileError) {
            descriptor = try Files.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, operation: "open the lock")
        } catch { throw .file(error) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            guard code == EWOULDBLOCK else { throw .file(FileError(operation: "lock", file: path, code: code)) }
            let text = (try? Files.read(path, limit: 512)).map { String(decoding: $0, as: UTF8.self) }
            throw .held(by: text.flatMap { $0.split(separator: "\n").first.map(String.init) } ?? "another run")
        }
        ftruncate(descriptor, 0)
        _ = Array("\(holder)\n".utf8).withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    deinit { close(descriptor) }
}

enum LockFailure: Error, Hashable {
    case held(by: String)
    case file(FileError)
}
