import CSQLite
import Files
import Glibc

/// The place of a ledger, looked at without making or opening anything.
public struct LedgerFileStatus: Hashable, Sendable {
    /// The file's permission bits, such as `0o600`; nil while there is no file.
    public let mode: UInt32?
    /// The nearest folder that exists.
    public let folder: String
    /// Whether this user may write the file, or make it where it is missing.
    public let isWritable: Bool
    /// The bytes that this user may still fill where the folder is; nil when the system does not say.
    public let freeBytes: Int?
    /// The name of the network file system that the folder lies on, such as NFS; nil for a local one.
    public let networkFileSystem: String?

    /// Looks at `file` and at the nearest folder above it that exists; makes and opens nothing, and never throws.
    public init(of file: String) {
        var folder = Files.folder(of: file)
        while access(folder, F_OK) != 0, Files.folder(of: folder) != folder { folder = Files.folder(of: folder) }
        let exists = access(file, F_OK) == 0
        self.folder = folder
        isWritable = access(folder, W_OK | X_OK) == 0 && (!exists || access(file, W_OK) == 0)
        mode = (try? Files.status(file))?.map { $0.st_mode & 0o777 }
        var room = statvfs()
        freeBytes = statvfs(folder, &room) == 0 ? Int(room.f_bavail) * Int(room.f_frsize) : nil
        networkFileSystem = (try? Files.networkFileSystem(folder)) ?? nil
    }
}
