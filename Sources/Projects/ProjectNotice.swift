import Files

/// Who is told what became of runs, by a project's settings.
public struct ProjectNotice: Hashable, NamedByProject {
    /// One file a project.
    public static var memory: String { "trusted-notices" }
    /// Who is told.
    public static var setting: String { "notify" }

    /// The project's folder, absolute and without symbolic links.
    public let root: String
    /// What the settings say.
    public let settings: NotifySettings
    /// The address, which is what is agreed to.
    public var text: String { settings.address.description }
    /// The address.
    public var words: String { text }

    /// Reads the settings of the project that `folder` belongs to.
    ///
    /// - Returns: nil without a project, or where its settings name nobody. A file without the word costs no Lua.
    /// - Throws: `ProjectError` when the settings can't be read, or are not this user's.
    public static func named(from folder: String) throws(ProjectError) -> ProjectNotice? {
        guard let root = Project.root(from: folder) else { return nil }
        let path = "\(root)/\(Project.fileName)"
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Files.read(path) } catch { throw ProjectError("\(error)") }
        guard String(decoding: bytes, as: UTF8.self).contains(setting),
            let settings = try ProjectSettings(bytes, name: path).notify
        else { return nil }
        try Project.checkOwnership(of: path, below: Files.folder(of: root))
        return ProjectNotice(root: root, settings: settings)
    }
}
