import Files
import Glibc

/// The lock that one run at a time holds while it may buy. The kernel frees it when the process ends, however it ends.
final class RunLock {
    private let lock: FileLock
    /// The file may have another name, beside which there is another lock.
    private let ledger: InodeLock

    /// Takes the lock, or says who has it.
    ///
    /// - Parameters:
    ///   - ledger: The ledger's file; the lock's own stands beside it and says who holds it.
    ///   - holder: One line about this run, for whoever meets the lock.
    init(_ ledger: String, holder: String) throws(Failure) {
        let path = ledger + ".lock"
        do throws(FileError) {
            lock = try FileLock(path, .exclusive, flags: O_RDWR | O_CREAT | O_NOFOLLOW, waits: false)
        } catch {
            guard error.isHeldByAnother else { throw .file(error) }
            throw .held(by: Self.holder(path) ?? "another run")
        }
        do throws(FileError) { self.ledger = try InodeLock(ledger) } catch {
            guard error.isHeldByAnother else { throw .file(error) }
            throw .held(by: "another run, which reached it by another name")
        }
        ftruncate(lock.descriptor, 0)
        _ = Array("\(holder)\n".utf8).withUnsafeBytes { pwrite(lock.descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Why the lock was not taken.
    enum Failure: Error, Hashable {
        case held(by: String)
        case file(FileError)
    }

    private static func holder(_ path: String) -> String? {
        let text = (try? Files.read(path, limit: 65_536, followsLinks: false)).map {
            String(decoding: $0, as: UTF8.self)
        }
        return text.flatMap { $0.split(separator: "\n").first.map(String.init) }
    }
}
