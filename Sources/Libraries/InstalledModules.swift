import Files
import Projects

/// The folder `lua_modules`, and what the lock says of it.
struct InstalledModules {
    private let workspace: Workspace
    private let lock: Lock?

    init(_ workspace: Workspace, _ lock: Lock?) { (self.workspace, self.lock) = (workspace, lock) }

    private var place: String { "\(workspace.root)/lua_modules" }
    private static let inside = Project.libraryFolder.dropFirst("lua_modules/".count)

    /// Throws when there are files that nobody has installed: they would be lost when the folder is replaced.
    func checkStrays() throws {
        guard Files.exists(place) else { return }
        let strays = try strays()
        guard strays.isEmpty else {
            let list =
                strays.prefix(5).joined(separator: ", ") + (strays.count > 5 ? " and \(strays.count - 5) more" : "")
            throw ProjectError(
                "lua_modules holds what \(Project.lockName) does not list: \(list). Move it to lib/ or remove it; "
                    + "lua_modules is made anew each time")
        }
    }

    /// Lists the files that belong to no library, by their path below the project's folder.
    func strays() throws -> [String] {
        let known = Set((lock?.paths ?? []).map { "\(Self.inside)/\($0)" })
        return try Files.entries(below: place).filter { $0.kind != .folder && !known.contains($0.path) }
            .map { "lua_modules/\($0.path)" }
    }

    /// Copies the libraries that came from git, which LuaRocks does not know of.
    func keepVendored(into folder: String, besides name: String? = nil) throws -> [Lock.Rock] {
        try keep(into: folder) { $0.commit != nil && $0.name != name }
    }

    /// Copies the libraries that are `wanted`.
    func keep(into folder: String, _ wanted: (Lock.Rock) -> Bool) throws -> [Lock.Rock] {
        let rocks = lock?.rocks.filter(wanted) ?? []
        for rock in rocks {
            for (path, hash) in rock.files.sorted(by: { $0.key < $1.key }) {
                let bytes = try Files.read("\(workspace.libraryFolder)/\(path)")
                guard try Libraries.hash(bytes) == hash else {
                    throw ProjectError(
                        "\(Project.libraryFolder)/\(path) has changed since \(rock.name) \(rock.version) was installed; "
                            + "install that library again first")
                }
                try Files.create("\(folder)/\(path)", bytes, makesFolders: true)
            }
        }
        return rocks
    }

    /// Puts `folder`, which holds modules, in the place of what was installed before, and then the lock.
    func replace(by folder: String, _ new: Lock) throws {
        let staged = "\(folder)-modules"
        try Files.makeFolder("\(staged)/share/lua")
        try Files.makeFolder(folder)
        try Files.rename(folder, to: "\(staged)/\(Self.inside)")
        if Files.exists(place) { try Files.exchange(staged, place) } else { try Files.rename(staged, to: place) }
        try Files.replace(workspace.lockPath, Array(new.text.utf8))
    }
}
