import Projects

/// What the rockspec needs, in `lua_modules` and in the lock, or nothing at all: `cph lib install`, `add`, `update` and `remove`.
public struct Installer {
    let workspace: Workspace

    /// Makes an installer that changes the project of `workspace` and nothing outside of it.
    public init(_ workspace: Workspace) { self.workspace = workspace }

    /// Installs what the rockspec needs: what is in the lock in the same versions, unless the rockspec has changed.
    public func install() throws {
        try workspace.locked {
            let rockspec = try workspace.rockspec()
            let project = try workspace.project()
            try install(rockspec, project, pins: pins(rockspec, project.lock))
        }
    }

    /// Installs exactly what the lock says, or fails. Where that is installed already nothing is done, and nobody asked.
    public func installLocked() throws {
        try workspace.locked {
            let rockspec = try workspace.rockspec()
            let project = try workspace.project()
            guard let lock = project.lock else {
                throw ProjectError("there is no \(Project.lockName); cph lib install makes it")
            }
            guard Set(lock.wants) == Set(rockspec.needs) else {
                throw ProjectError(
                    "\(rockspec.name) needs \(Self.list(rockspec.needs)), and \(Project.lockName) was made for "
                        + "\(Self.list(lock.wants)); cph lib install makes it anew")
            }
            guard try !InstalledModules(workspace, lock).differences().isEmpty else {
                return workspace.say("\(lock.summary) in lua_modules already, as \(Project.lockName) says")
            }
            let pins = VersionSolver.Pins(versions: lock.versions, isComplete: true)
            try install(rockspec, project, pins: pins, exactly: lock)
        }
    }

    /// Decides which versions are kept. When the rockspec has changed, only what it names itself stays as it was.
    func pins(_ rockspec: Rockspec, _ lock: Lock?) -> VersionSolver.Pins {
        guard let lock else { return VersionSolver.Pins() }
        let isUnchanged = Set(lock.wants) == Set(rockspec.needs)
        let kept = Set(rockspec.needs).intersection(lock.wants).map(Rockspec.rockName)
        let versions = lock.versions.filter { name, _ in isUnchanged || kept.contains(name) }
        return VersionSolver.Pins(versions: versions, isComplete: isUnchanged)
    }

    /// The servers to ask: `first`, those of the settings, and those that the rocks of the lock came from.
    func servers(_ first: String?, _ project: Project, in folder: String) throws -> RockServers {
        let named = [first].compactMap(\.self) + project.settings.servers
        let former = (project.lock?.installed ?? []).map(\.from)
        guard !(named + former).isEmpty else {
            throw ProjectError(
                "no server is known: name one in \(Project.fileName), servers = { \"file:///srv/rocks\" }, "
                    + "or with --server")
        }
        return try RockServers(workspace, folder: folder, named: named, former: former, AllowedHosts(project.settings))
    }

    private static func list(_ needs: [String]) -> String {
        needs.isEmpty ? "nothing" : needs.sorted().joined(separator: ", ")
    }
}
