import Files
import Glibc
import Projects

/// `cph lib publish DIR`: the project as a rock in a folder that is a rocks server. What is published stays as it is.
public struct Publisher {
    private let workspace: Workspace

    /// Makes a publisher of the project of `workspace`, which itself stays as it is.
    public init(_ workspace: Workspace) { self.workspace = workspace }

    /// - Parameters:
    ///   - server: The folder; it is made when it is not there.
    ///   - version: Instead of the rockspec's own; a revision, `-1`, is added where it has none.
    ///   - examine: Looks at the modules before they are packed; what it throws ends it.
    public func publish(to server: String, version: String?, examine: () throws -> Void = {}) throws {
        try workspace.locked {
            var rockspec = try workspace.rockspec()
            if let version { rockspec = try rockspec.versioned(version.contains("-") ? version : "\(version)-1") }
            try check(rockspec)
            try examine()
            try Files.makeFolder(server)
            try workspace.withStaging { folder in
                let packer = try RockPacker(workspace, folder: folder)
                let rock = try pack(rockspec, packer, in: folder)
                try place(rock, in: server, rockspec)
                try packer.makeManifest(server)
            }
            workspace.say("\(rockspec.package) \(rockspec.version) is published in \(server)")
        }
    }

    private func check(_ rockspec: Rockspec) throws {
        guard !rockspec.version.hasPrefix("dev"), !rockspec.version.hasPrefix("scm") else {
            throw ProjectError(
                "\(rockspec.name) has the version \(rockspec.version); say which one this is: cph lib publish DIR --version 1.0.0"
            )
        }
        let parts = rockspec.version.split(separator: "-", omittingEmptySubsequences: false)
        let isPlain = rockspec.version.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46
        }
        guard parts.count == 2, isPlain, parts[0].first?.isNumber == true, Int(parts[1]) != nil else {
            throw ProjectError("\(rockspec.version) is no version; write three numbers, such as 1.2.0")
        }
        for entry in try Files.entries(below: "\(workspace.root)/lib") where entry.kind != .folder {
            let path = "lib/\(entry.path)"
            guard entry.kind == .file else { throw ProjectError("\(path): is a link, which a library cannot have") }
            guard path.hasSuffix(".lua") else { continue }
            if let problem = moduleProblem(try Files.read("\(workspace.root)/\(path)"), name: path) {
                throw ProjectError(problem)
            }
        }
    }

    /// Packs a copy: LuaRocks sees the rockspec and the modules, and nothing else of the project.
    private func pack(_ rockspec: Rockspec, _ packer: RockPacker, in folder: String) throws -> String {
        let place = "\(folder)/source"
        try Files.create("\(place)/\(rockspec.name)", Array(rockspec.text.utf8), makesFolders: true)
        for entry in try Files.entries(below: "\(workspace.root)/lib") where entry.kind == .file {
            guard entry.path.hasSuffix(".lua") else { continue }
            try Files.create(
                "\(place)/lib/\(entry.path)", Files.read("\(workspace.root)/lib/\(entry.path)"), makesFolders: true)
        }
        return try packer.pack(rockspec, in: place)
    }

    /// Puts the rock there in one step that fails when the version is there already, also when two publish at once.
    private func place(_ rock: String, in server: String, _ rockspec: Rockspec) throws {
        let version = "\(rockspec.package)-\(rockspec.version)."
        if let name = try Files.names(in: server).first(where: { $0.hasPrefix(version) }) {
            throw taken(rockspec, "\(server)/\(name)")
        }
        let target = "\(server)/\(version)all.rock"
        let temporary = try Files.makeTemporaryFolder("\(server)/.cph-publish-")
        defer { Files.remove(temporary) }
        try Files.create("\(temporary)/rock", Files.read(rock), makesFolders: true)
        do throws(FileError) { try Files.link("\(temporary)/rock", to: target) } catch {
            throw error.code == EEXIST ? taken(rockspec, target) : error
        }
    }

    private func taken(_ rockspec: Rockspec, _ path: String) -> ProjectError {
        ProjectError(
            "\(rockspec.package) \(rockspec.version) is published already, as \(path), and stays as it is; "
                + "give the new one another version")
    }
}
