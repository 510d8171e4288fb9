import Files
import Projects
import Text

// What changes the rockspec, or the versions of what it needs.
extension Installer {
    /// Adds `rock` to the rockspec and installs it.
    ///
    /// - Parameter range: Such as `>= 1.2, < 2`; empty for any version.
    public func add(_ rock: String, range: String, server: String?) throws {
        try workspace.locked {
            let (old, project, name) = (try workspace.rockspec(), try workspace.project(), rock.lowercased())
            guard project.lock?.rocks.contains(where: { $0.name == name && $0.commit != nil }) != true else {
                throw ProjectError("\(rock) is installed from git already; cph lib vendor takes another version of it")
            }
            let rockspec = try old.adding(rock, range: range)
            if let own = ForeignRange.translated(range) {
                workspace.say("\(quoted(range)) is \(own.isEmpty ? "any version" : "'\(own)'") in a rockspec")
            }
            var pins = pins(rockspec, project.lock)
            (pins.versions[name], pins.isComplete) = (nil, false)
            try install(rockspec, project, first: server, pins: pins)
            try write(rockspec)
            if let server, !project.settings.servers.contains(server) { try remember(server) }
        }
    }

    /// Installs the newest versions that fit together; those of the other libraries stay where one is named, if they can.
    public func update(_ rock: String?) throws {
        try workspace.locked {
            let (rockspec, project) = (try workspace.rockspec(), try workspace.project())
            guard let lock = project.lock else {
                throw ProjectError("nothing is installed that could be updated; cph lib install installs it")
            }
            var pins = VersionSolver.Pins()
            if let name = rock?.lowercased() {
                guard try lock.rock(named: name).commit == nil else {
                    throw ProjectError("\(name) is from git; cph lib vendor git+URL#TAG takes another tag of it")
                }
                pins.versions = lock.versions
                pins.versions[name] = nil
            }
            try install(rockspec, project, pins: pins)
            if try workspace.project().lock?.hasSameContents(as: lock) == true {
                workspace.say("no newer version fits")
            }
        }
    }

    /// Takes `rock` out of the rockspec, and out of `lua_modules` with all that nothing else needs.
    public func remove(_ rock: String) throws {
        try workspace.locked {
            let (old, project, name) = (try workspace.rockspec(), try workspace.project(), rock.lowercased())
            let known = project.lock?.rocks.first { $0.name == name }
            if let lock = project.lock, known?.commit != nil {
                return try keep(lock.rocks.map(\.name).filter { $0 != name }, of: lock, wants: lock.wants)
            }
            guard old.dependencies.contains(where: { Rockspec.rockName($0) == name }) else {
                let lock = try project.installed()
                _ = try lock.rock(named: name)
                let users = LibraryGraph(lock, of: old.package).users(of: name).joined(separator: ", ")
                throw ProjectError(
                    "\(name) is not in \(old.name)\(users.isEmpty ? "" : ": it is there because of \(users)"); cph lib why "
                        + "\(name) says more")
            }
            let rockspec = try old.removing(name)
            try uninstall(rockspec, old, project)
            try write(rockspec)
            tellLeftovers(name, project)
        }
    }

    /// Brings what is installed in line with `rockspec`, which needs less than `old`: without a server, where the lock tells
    /// what needs what.
    private func uninstall(_ rockspec: Rockspec, _ old: Rockspec, _ project: Project) throws {
        guard let lock = project.lock, Set(lock.wants) == Set(old.needs),
            let kept = LibraryGraph(lock, of: rockspec.package).reached(from: rockspec.needs)
        else {
            let pins = VersionSolver.Pins(versions: project.lock?.versions ?? [:])
            return try install(rockspec, project, pins: pins)
        }
        try keep(
            lock.rocks.filter { kept.contains($0.name) || $0.commit != nil }.map(\.name), of: lock,
            wants: rockspec.needs)
    }

    /// Leaves the libraries of these names installed, and no others.
    private func keep(_ names: [String], of lock: Lock, wants: [String]) throws {
        let modules = InstalledModules(workspace, lock)
        try modules.checkStrays()
        try workspace.withStaging { folder in
            let new = try Lock(modules.keep(into: "\(folder)/new") { names.contains($0.name) }, wants: wants)
            try modules.replace(by: "\(folder)/new", new)
            tell(new, before: lock)
        }
    }

    /// Says what a library that was removed leaves behind.
    private func tellLeftovers(_ name: String, _ old: Project) {
        let lock = try? workspace.project().lock
        if let lock, lock.rocks.contains(where: { $0.name == name }) {
            workspace.say("\(name) stays installed: cph lib why \(name) says for whom")
        } else if old.settings.grants[name] != nil {
            workspace.say("\(Project.fileName) still grants something to \(name)")
        }
    }

    private func write(_ rockspec: Rockspec) throws {
        try Files.replace("\(workspace.root)/\(rockspec.name)", Array(rockspec.text.utf8))
    }

    /// Writes the server into the project file, for the next time.
    private func remember(_ server: String) throws {
        let path = "\(workspace.root)/\(Project.fileName)"
        let text = String(decoding: try Files.read(path), as: UTF8.self)
        let edited = LuaListEdit(text).replacing(nil, by: server, inList: "servers") ?? ""
        let settings = try? ProjectSettings(Array(edited.utf8), name: Project.fileName)
        if settings?.servers.last == server {
            try Files.replace(path, Array(edited.utf8))
        } else {
            workspace.say("to find it again, add to \(Project.fileName): servers = { \(luaLiteral(server)) }")
        }
    }
}
