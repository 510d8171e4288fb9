import Crypto
import Projects
import Text

extension Lock.Rock {
    /// The library without what may differ where the files are the same: where a server had the bytes, and the needs, which
    /// an older program did not write.
    var contents: Lock.Rock {
        var rock = self
        (rock.address, rock.needs) = (nil, nil)
        return rock
    }
}

extension Project {
    /// What is installed; a lock without libraries before the first time.
    func installed() throws -> Lock { try lock ?? Lock([Lock.Rock]()) }
}

extension Lock {
    /// Whether both list the same libraries with the same files from the same servers, wherever those had the bytes.
    func hasSameContents(as other: Lock) -> Bool {
        wants == other.wants && rocks.map(\.contents) == other.rocks.map(\.contents)
    }

    /// The version of each library that came from a server, by its name.
    var versions: [String: String] { Dictionary(uniqueKeysWithValues: installed.map { ($0.name, $0.version) }) }

    /// Says how many libraries and files it lists.
    var summary: String {
        "\(counted(rocks.count, "library", plural: "libraries")), \(counted(paths.count, "file"))"
    }
}

/// Computes the SHA-256 digest of `bytes` as the lock file writes it.
///
/// - Throws: `ProjectError` when libcrypto is missing.
func hash(_ bytes: [UInt8]) throws -> String {
    do { return try Crypto.sha256Hex(bytes) } catch { throw ProjectError("\(error)") }
}
