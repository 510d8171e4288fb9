import Crypto
import Files
import Projects
import Text

/// `cph lib install` and `cph lib add`: what the rockspec needs, in `lua_modules` and in the lock, or nothing at all.
public struct Installer {
    private let workspace: Workspace

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

    /// Installs exactly what the lock says, or fails.
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
            let versions = Dictionary(uniqueKeysWithValues: lock.installed.map { ($0.name, $0.version) })
            let pins = VersionSolver.Pins(versions: versions, isComplete: true)
            try install(rockspec, project, pins: pins, exactly: lock)
        }
    }

    /// Adds `rock` to the rockspec and installs it.
    ///
    /// - Parameter range: Such as `>= 1.2, < 2`; empty for any version.
    public func add(_ rock: String, range: String, server: String?) throws {
        try workspace.locked {
            let old = try workspace.rockspec()
            let project = try workspace.project()
            guard project.lock?.rocks.contains(where: { $0.name == rock && $0.commit != nil }) != true else {
                throw ProjectError("\(rock) is installed from git already; cph lib vendor takes another version of it")
            }
            let rockspec = try old.adding(rock, range: range)
            var pins = pins(rockspec, project.lock)
            (pins.versions[rock], pins.isComplete) = (nil, false)
            try install(rockspec, project, first: server, pins: pins)
            try Files.replace("\(workspace.root)/\(rockspec.name)", Array(rockspec.text.utf8))
            if let server, !project.settings.servers.contains(server) { try remember(server) }
        }
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

    /// Decides which versions are kept. When the rockspec has changed, only what it names itself stays as it was.
    private func pins(_ rockspec: Rockspec, _ lock: Lock?) -> VersionSolver.Pins {
        guard let lock else { return VersionSolver.Pins() }
        let isUnchanged = Set(lock.wants) == Set(rockspec.needs)
        let kept = Set(rockspec.needs).intersection(lock.wants).map(Rockspec.rockName)
        let rocks = lock.installed.filter { isUnchanged || kept.contains($0.name) }
        let versions = Dictionary(uniqueKeysWithValues: rocks.map { ($0.name, $0.version) })
        return VersionSolver.Pins(versions: versions, isComplete: isUnchanged)
    }

    /// The servers to ask: `first`, those of the settings, and those that the rocks of the lock came from.
    private func servers(_ first: String?, _ project: Project, in folder: String) throws -> RockServers {
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

extension Installer {
    private func install(
        _ rockspec: Rockspec, _ project: Project, first server: String? = nil, pins: VersionSolver.Pins,
        exactly lock: Lock? = nil
    ) throws {
        let modules = InstalledModules(workspace, project.lock)
        try modules.checkStrays()
        try workspace.withStaging { folder in
            var rocks: [Lock.Rock] = []
            if !rockspec.needs.isEmpty {
                let servers = try servers(server, project, in: "\(folder)/fetched")
                let chosen = try VersionSolver.rocks(for: rockspec, from: servers, pins)
                rocks = try take(chosen, into: "\(folder)/new", project.lock)
            }
            rocks += try modules.keepVendored(into: "\(folder)/new")
            let new = try Lock(rocks, wants: rockspec.needs)
            if let lock, !new.hasSameContents(as: lock) { throw ProjectError(Self.difference(lock, new)) }
            try modules.replace(by: "\(folder)/new", new)
            tell(new, before: project.lock)
        }
    }

    /// Writes the modules of the rocks into `folder`, which is swapped in later, and lists the hash of each.
    private func take(_ chosen: [RockFile], into folder: String, _ old: Lock?) throws -> [Lock.Rock] {
        var rocks: [Lock.Rock] = []
        var problems: [String] = []
        var room = InstalledModules.Room()
        for rock in chosen {
            let (name, version) = (rock.candidate.name, rock.candidate.version.text)
            let contents = try rock.contents()
            problems += contents.problems
            tellLeftOut(contents.leftOut, of: "\(name) \(version)")
            var hashes: [String: String] = [:]
            for (path, bytes) in contents.files {
                try room.take(bytes.count)
                hashes[path] = try hash(bytes)
                if problems.isEmpty, !Files.exists("\(folder)/\(path)") {
                    try Files.create("\(folder)/\(path)", bytes, makesFolders: true)
                }
            }
            rocks.append(
                Lock.Rock(
                    name: name, version: version, from: rock.candidate.server.address, address: rock.address,
                    files: hashes))
        }
        guard problems.isEmpty else {
            throw ProjectError((["nothing was installed:"] + problems.map { "  \($0)" }).joined(separator: "\n"))
        }
        for rock in rocks { try checkUnchanged(rock, old) }
        return rocks
    }

    /// Says which Lua files of a rock are not installed, in few lines: the names are the rock's.
    private func tellLeftOut(_ paths: [String], of rock: String) {
        let most = 10
        for path in paths.prefix(most) {
            workspace.say("\(rock): its rockspec does not name \(cleaned(path, limit: 120)), which stays out")
        }
        guard paths.count > most else { return }
        workspace.say("\(rock): and \(counted(paths.count - most, "more file")) that its rockspec does not name")
    }

    /// Throws when a server now has other files under a version that the lock has already.
    private func checkUnchanged(_ rock: Lock.Rock, _ old: Lock?) throws {
        let known = old?.rocks.first { $0.name == rock.name && $0.version == rock.version && $0.commit == nil }
        guard let known, known.files != rock.files else { return }
        let changed = Set(known.files.keys).union(rock.files.keys).filter { known.files[$0] != rock.files[$0] }
        throw ProjectError(
            "\(rock.name) \(rock.version) is not what it was: \(rock.from) has other content under the same version in "
                + "\(changed.sorted().joined(separator: ", ")). Nothing was installed. Ask who publishes it for a new version"
        )
    }

    private func tell(_ new: Lock, before old: Lock?) {
        let before = Dictionary((old?.rocks ?? []).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        for rock in new.rocks where before[rock.name] != rock {
            let change = before[rock.name].map { " (was \($0.version))" } ?? ""
            workspace.say("\(rock.name) \(rock.version) from \(rock.from)\(change)")
        }
        let names = Set(new.rocks.map(\.name))
        for rock in old?.rocks ?? [] where !names.contains(rock.name) {
            workspace.say("\(rock.name) \(rock.version) removed")
        }
        workspace.say("\(new.summary) in lua_modules")
    }

    private static func difference(_ lock: Lock, _ new: Lock) -> String {
        let words = { (lock: Lock) in Set(lock.rocks.map { "\($0.name) \($0.version)" }) }
        let (wanted, got) = (words(lock), words(new))
        let changes =
            wanted.subtracting(got).sorted().map { "  \($0) could not be had" }
            + got.subtracting(wanted).sorted().map { "  \($0) is not in the lock" }
        let reason = changes.isEmpty ? ["  where they come from has changed; run cph lib install"] : changes
        return (["this is not what \(Project.lockName) says; nothing was installed:"] + reason).joined(separator: "\n")
    }
}

extension Lock {
    /// Whether both list the same libraries with the same files from the same servers, wherever those had the bytes.
    fileprivate func hasSameContents(as other: Lock) -> Bool {
        let plain = { (rocks: [Rock]) in
            rocks.map { rock in
                var rock = rock
                rock.address = nil
                return rock
            }
        }
        return wants == other.wants && plain(rocks) == plain(other.rocks)
    }

    /// Says how many libraries and files it lists.
    var summary: String {
        "\(counted(rocks.count, "library", plural: "libraries")), \(counted(paths.count, "file"))"
    }
}

/// Computes the SHA-256 digest of `bytes` as the lock file writes it.
///
/// - Throws: `ProjectError` when libcrypto is missing.
func hash(_ bytes: [UInt8]) throws -> String {
    do { return try Crypto.sha256Hex(bytes) } catch { throw ProjectError("\(error)") }
}
