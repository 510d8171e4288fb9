import Crypto
import Projects

/// What the lock says a file of an installed library must hold. `require` asks with the bytes that will run, so nothing
/// can change in between.
struct LibraryHash {
    private let rock: Lock.Rock
    private let expected: String

    /// - Parameter owner: The library that brings the file, and the file's SHA-256 in hexadecimal.
    init(_ owner: (rock: Lock.Rock, hash: String)) { (rock, expected) = owner }

    /// Refuses a file that has changed since it was installed.
    ///
    /// - Parameter shown: What the file is called in messages.
    /// - Throws: `ProjectError`; `CryptoUnavailable` where nothing can compute a hash.
    func check(_ bytes: [UInt8], shown: String) throws {
        guard try Crypto.sha256Hex(bytes) == expected else {
            throw ProjectError(
                "\(shown): is not what \(Project.lockName) says of \(rock.name) \(rock.version): the file has "
                    + "changed since it was installed. See cph lib verify; cph lib install brings it back")
        }
    }
}
