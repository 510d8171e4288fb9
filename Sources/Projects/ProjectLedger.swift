import Files
public import Ledger
import Text

/// The ledger that a project's settings name: whose they are, what they say, and where that leads now.
public struct ProjectLedger: Hashable, Sendable {
    /// The project's folder, absolute and without symbolic links.
    public let root: String
    /// What `cph.project.lua` says, letter for letter; it holds no password.
    public let text: String
    /// The server, or the file by a path without symbolic links: where a link on the way leads is part of what is agreed to.
    public let location: Journal.Location
    /// The location for people: the server's words, or the file's path.
    public let words: String

    /// Reads the settings of the project that `folder` belongs to.
    ///
    /// - Returns: nil without a project, or where its settings name no ledger.
    /// - Throws: `ProjectError` when the settings can't be read, are not this user's, or name a file that can't be told.
    public static func named(from folder: String) throws(ProjectError) -> ProjectLedger? {
        guard let root = Project.root(from: folder) else { return nil }
        let path = "\(root)/\(Project.fileName)"
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Files.read(path) } catch { throw ProjectError("\(error)") }
        guard let text = try ProjectSettings(bytes, name: path).ledger else { return nil }
        try Project.checkOwnership(of: path, below: Files.folder(of: root))
        return try ProjectLedger(root: root, text: text)
    }

    init(root: String, text: String) throws(ProjectError) {
        (self.root, self.text) = (root, text)
        guard DatabaseAddress.isOne(text) else {
            let path = try Self.real(text.hasPrefix("/") ? text : "\(root)/\(text)")
            (location, words) = (.file(path), path)
            return
        }
        let address = try Self.address(text, "\(root)/\(Project.fileName): ledger")
        (location, words) = (.server(address), address.words)
    }

    /// Checks what settings say, and returns it.
    ///
    /// - Throws: `ProjectError` for a server that can't be read or holds a password, and for what is no path.
    static func checked(_ text: String, _ place: String) throws(ProjectError) -> String {
        if DatabaseAddress.isOne(text) {
            _ = try address(text, place)
            return text
        }
        let isPath = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } && !hasOddEnd(text) && !text.hasSuffix("/")
        guard !text.isEmpty, isPath else { throw ProjectError("\(place): must be the path of a file or a server") }
        guard !text.hasPrefix("~") else {
            throw ProjectError("\(place): ~ is the shell's; write a path from / on, or one below the project's folder")
        }
        return text
    }

    private static func address(_ text: String, _ place: String) throws(ProjectError) -> DatabaseAddress {
        let address: DatabaseAddress
        do throws(DatabaseAddressError) { address = try DatabaseAddress(text) } catch {
            throw ProjectError("\(place): \(error)")
        }
        guard !address.hasPassword else {
            throw ProjectError(
                "\(place): holds a password, which everybody sees who sees this file; keep it in ~/.pgpass, in a service file or "
                    + "in PGPASSWORD")
        }
        if let name = address.relativeFile {
            throw ProjectError(
                "\(place): \(name) is looked for in whatever folder cph is started; write its path from / on, or put it into a "
                    + "service file")
        }
        return address
    }

    /// The path behind all links; the file and the last folders need not be there yet.
    private static func real(_ path: String) throws(ProjectError) -> String {
        var names = path.split(separator: "/").map(String.init)
        var missing: [String] = []
        while true {
            let place = "/" + names.joined(separator: "/")
            if let found = Files.real(place) { return ([found == "/" ? "" : found] + missing).joined(separator: "/") }
            // What is not there has no folder above it, and a link that leads nowhere would be followed by whoever makes the
            // file.
            guard let name = names.popLast(), name != "..", !Files.exists(place) else {
                throw ProjectError("\(place) leads nowhere, so that nobody can say which file \(path) is")
            }
            if name != "." { missing.insert(name, at: 0) }
        }
    }
}
