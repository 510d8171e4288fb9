import Crypto
import Files
import Projects
import Text

// What is taken of the rocks that were chosen, and what is said of it.
extension Installer {
    /// Installs what `rockspec` needs.
    ///
    /// - Parameters:
    ///   - server: One to ask before those of the settings.
    ///   - lock: What must come of it, where that is known.
    func install(
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
                    needs: rock.rockspec.needs, files: hashes))
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

    /// Says what has changed.
    func tell(_ new: Lock, before old: Lock?) {
        let before = Dictionary((old?.rocks ?? []).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        for rock in new.rocks where before[rock.name]?.contents != rock.contents {
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
