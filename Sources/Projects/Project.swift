import Files
import Schema

/// A folder with `cph.project.lua`: what its scripts may require, and what its libraries may do.
public struct Project: Sendable {
    /// The name of the file that makes a folder a project.
    public static let fileName = "cph.project.lua"
    /// The name of the file beside it that `cph lib` writes.
    public static let lockName = "cph.lock"
    /// Where modules of installed libraries are, below the project's folder.
    public static let libraryFolder = "lua_modules/share/lua/5.4"

    /// The project's folder, absolute and without symbolic links.
    public let root: String
    /// What the project file says.
    public let settings: ProjectSettings
    /// The installed libraries; nil when nothing was installed yet.
    public let lock: Lock?

    /// Reads the project in the folder `root`.
    ///
    /// - Throws: `ProjectError` when its project file or its lock is not right, or it is not this user's.
    public init(root: String) throws(ProjectError) {
        self.root = root
        try Self.checkOwnership(of: root)
        settings = try ProjectSettings(Self.bytes("\(root)/\(Self.fileName)"), name: Self.fileName)
        let lock = "\(root)/\(Self.lockName)"
        self.lock = Files.isFile(lock) ? try Lock(Self.bytes(lock)) : nil
    }

    private static func bytes(_ path: String) throws(ProjectError) -> [UInt8] {
        do throws(FileError) { return try Files.read(path) } catch { throw ProjectError("\(error)") }
    }
}
