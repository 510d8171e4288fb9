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

    /// Compares every file with its hash in the lock; no differences mean that `lua_modules` is what the lock says.
    func differences() throws -> [String] {
        var differences: [String] = []
        for rock in lock?.rocks ?? [] {
            for (path, wanted) in rock.files.sorted(by: { $0.key < $1.key }) {
                if let problem = problem("\(workspace.libraryFolder)/\(path)", wanted) {
                    differences.append("\(Project.libraryFolder)/\(path) \(problem) (\(rock.name) \(rock.version))")
                }
            }
        }
        if Files.exists(place) { differences += try strays().map { "\($0) is in no library of the lock" } }
        return differences
    }

    private func problem(_ path: String, _ wanted: String) -> String? {
        guard Files.exists(path) else { return "is missing" }
        guard Files.kind(path) == .file else { return "is not a plain file" }
        guard let bytes = try? Files.read(path), let hash = try? hash(bytes) else { return "cannot be read" }
        return hash == wanted ? nil : "has changed"
    }

    /// Copies the libraries that came from git, which no server knows of.
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

    /// How much more is taken.
    struct Room {
        private var (files, bytes) = (LibraryLimits.allFiles, LibraryLimits.allBytes)

        /// Takes a file of `size` bytes.
        mutating func take(_ size: Int) throws {
            (files, bytes) = (files - 1, bytes - size)
            guard files >= 0, bytes >= 0 else {
                throw ProjectError("there are more than 10,000 files or 64 MiB of modules; nothing was installed")
            }
        }
    }

    /// Throws when a library would hide, or be hidden by, what cph, Lua or the project has itself under that name.
    private func checkNames(_ new: Lock) throws {
        var problems: [String] = []
        for rock in new.rocks {
            for path in rock.files.keys.sorted() {
                guard let module = ModuleName(file: path) else { continue }
                let library = "\(rock.name) \(rock.version): \(path):"
                if module.isBuiltIn { problems.append("\(library) the module \(module.text) is built in") }
                let own = module.files.filter { Files.exists("\(workspace.root)/lib/\($0)") }
                if let own = own.first { problems.append("\(library) the project has that module itself, lib/\(own)") }
            }
        }
        guard problems.isEmpty else {
            throw ProjectError((["nothing was installed:"] + problems.map { "  \($0)" }).joined(separator: "\n"))
        }
    }

    /// Puts `folder`, which holds modules, in the place of what was installed before, and then the lock.
    ///
    /// - Throws: `ProjectError` when a module has a name that is taken.
    func replace(by folder: String, _ new: Lock) throws {
        try checkNames(new)
        let staged = "\(folder)-modules"
        try Files.makeFolder("\(staged)/share/lua")
        try Files.makeFolder(folder)
        try Files.rename(folder, to: "\(staged)/\(Self.inside)")
        if Files.exists(place) { try Files.exchange(staged, place) } else { try Files.rename(staged, to: place) }
        try Files.replace(workspace.lockPath, Array(new.text.utf8))
    }
}
