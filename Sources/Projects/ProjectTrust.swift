import Crypto
public import Files
import Glibc
import Schema

/// Which ledgers of projects this user has agreed to.
public typealias LedgerTrust = ProjectTrust<ProjectLedger>
/// Which receivers of notices, likewise.
public typealias NoticeTrust = ProjectTrust<ProjectNotice>

/// What of one kind this user has agreed to that projects name: one for each project, in a file of its own.
///
/// A project that was cloned must not decide where purchases are recorded, or who is told of them: who records them elsewhere
/// buys again what is bought. What is remembered is the project's folder, what its settings said, and where that led; when one
/// of these is another, it is asked about again.
public struct ProjectTrust<Named: NamedByProject>: Sendable {
    private let folder: String

    /// Nil without a home folder, where nothing can be remembered.
    public init?(_ folders: UserFolders) {
        guard let state = folders.state else { return nil }
        folder = "\(state)/cph/\(Named.memory)"
    }

    /// Whether this user has agreed to exactly this of exactly this project.
    public func allows(_ named: Named) -> Bool { content(named.root).map { $0 == Self.text(named) } ?? false }

    /// Remembers that this user agrees, in the place of what was remembered of that project.
    public func remember(_ named: Named) throws(FileError) {
        guard let path = path(named.root) else { throw FileError("write", folder, code: ENOSYS) }
        try Files.makeFolder(folder, mode: 0o700)
        try Files.replace(path, Array(Self.text(named).utf8), mode: 0o600)
    }

    /// Forgets what was agreed to of the project in `root`.
    ///
    /// - Returns: Its words; nil when none was remembered.
    public func forget(_ root: String) throws(FileError) -> String? {
        guard let path = path(root), Files.exists(path) else { return nil }
        let words = words(root)
        guard unlink(path) == 0 else { throw FileError("remove", path) }
        return words ?? "what could not be read"
    }

    /// The nearest folder from `folder` upwards of which something was agreed to, and its words; nil when there is none. A
    /// project whose settings name none any more is still found, and so is one around a new project.
    public func nearest(from folder: String) -> (root: String, words: String)? {
        guard Files.isFolder(self.folder), var place = Files.real(folder) else { return nil }
        while true {
            if let words = words(place) { return (place, words) }
            if place == "/" { return nil }
            place = Files.folder(of: place)
        }
    }

    private func words(_ root: String) -> String? {
        guard let content = content(root) else { return nil }
        return (try? Value(json: Array(content.utf8)))?.members?["place"]?.text
    }

    /// What stands in a project's file, when the file is this user's alone.
    private func content(_ root: String) -> String? {
        guard let path = path(root), let status = try? Files.status(path), status.st_uid == geteuid(),
            status.st_mode & 0o022 == 0,
            let bytes = try? Files.read(path, limit: 1 << 16, followsLinks: false)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func path(_ root: String) -> String? {
        (try? Crypto.sha256Hex(Array(root.utf8))).map { "\(folder)/\($0).json" }
    }

    private static func text(_ named: Named) -> String {
        let content: Value = [
            "project": .string(named.root), Named.setting: .string(named.text), "place": .string(named.words),
        ]
        return content.prettyJSON() + "\n"
    }
}
