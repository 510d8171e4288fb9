import CPHModel
import Files
import Glibc
import Schema

// Which file is no ledger that could be trusted, before SQLite sees it.
extension FileStore {
    /// Checks the file before SQLite sees it, and makes it where it may be made.
    static func prepare(
        _ path: String, _ access: Journal.Access, mark: HighWaterMark.Content?, _ options: Journal.Options
    ) throws {
        guard let status = try Files.status(path) else {
            if mark != nil {
                throw Journal.refusal("gone", path, "is gone, though purchases were recorded in it", goneHint(path))
            }
            if access == .read { throw Journal.refusal("missing", path, "does not exist", nil) }
            try Files.makeFolder(Files.folder(of: path), mode: 0o700, isDurable: true)
            try checkFileSystem(Files.folder(of: path), path, options)
            try checkSurroundings(path)
            if try Files.createIfAbsent(path, mode: 0o600) { options.announce("new ledger: \(path)") }
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Journal.refusal(
                "not_a_file", path, "is no ordinary file", "name the file itself, not a link or a folder")
        }
        guard status.st_uid == geteuid() else { throw Journal.refusal("owner", path, "belongs to another user", nil) }
        guard status.st_mode & 0o022 == 0 else {
            throw Journal.refusal("mode", path, "may be written by others", "chmod 600 \(shellWord(path))")
        }
        guard status.st_nlink == 1 else {
            throw Journal.refusal(
                "linked", path, "has \(status.st_nlink) names, by each of which it could be used at the same time",
                "find them with find / -xdev -samefile \(shellWord(path)), and remove all but one")
        }
        try checkSurroundings(path)
        try checkFileSystem(path, path, options)
        if status.st_size == 0, access == .write, try Files.status(path + "-wal") == nil {
            options.announce("new ledger: \(path), which was an empty file")
        }
    }

    /// Whoever may write the folder can put another file in the ledger's place, or a log beside it that SQLite would read. In
    /// a folder like /tmp others can only add files, so there what stands beside it has to be this user's.
    private static func checkSurroundings(_ path: String) throws {
        let folder = Files.folder(of: path)
        // With `/.` behind it, a link to a folder is the folder.
        guard let status = try Files.status(folder + "/.") else { return }
        guard [0, geteuid()].contains(status.st_uid) else {
            throw Journal.refusal("folder_owner", path, "lies in a folder of another user", nil)
        }
        guard status.st_mode & 0o022 != 0 else { return }
        guard status.st_mode & S_ISVTX != 0 else {
            throw Journal.refusal(
                "folder_mode", path, "lies in a folder that others may write", "chmod go-w \(shellWord(folder))")
        }
        for suffix in ["-wal", "-shm", "-journal", ".lock", ".mark", ".checked"] {
            guard let beside = try Files.status(path + suffix), beside.st_uid != geteuid() else { continue }
            throw Journal.refusal(
                "neighbour_owner", path, "has a file of another user beside it, \(path)\(suffix)",
                "keep the ledger in a folder that only you may write")
        }
    }

    private static func checkFileSystem(_ place: String, _ path: String, _ options: Journal.Options) throws {
        guard !options.allowsNetworkFileSystem, let name = try Files.networkFileSystem(place) else { return }
        throw Journal.refusal(
            "network_file_system", path, "lies on \(name), where locks and fsync can't be relied on",
            "keep the ledger on a local disk")
    }

    static func goneHint(_ path: String) -> String {
        "put the file back; or, if its purchases no longer matter, remove \(path).mark"
    }
}
