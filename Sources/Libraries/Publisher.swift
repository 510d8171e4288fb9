import Glibc
public import Projects

/// `cph lib publish DIR`: the project as a rock in a folder that is a rocks server. What is published stays as it is.
public struct Publisher {
    private let workspace: Workspace

    /// Makes a publisher of the project of `workspace`, which itself stays as it is.
    public init(_ workspace: Workspace) { self.workspace = workspace }

    /// - Parameters:
    ///   - server: The folder; it is made when it is not there.
    ///   - version: Instead of the rockspec's own; a revision, `-1`, is added where it has none.
    public func publish(to server: String, version: String?) throws(ProjectError) {
        try workspace.locked { () throws(ProjectError) in
            var rockspec = try workspace.rockspec()
            if let version { rockspec = try rockspec.versioned(version.contains("-") ? version : "\(version)-1") }
            try check(rockspec)
            try Disk.makeFolders(server)
            try workspace.withStaging { (folder) throws(ProjectError) in
                let luarocks = try LuaRocks(workspace, folder: folder, servers: [])
                let rock = try pack(rockspec, luarocks, in: folder)
                try place(rock, in: server, rockspec)
                try luarocks.makeManifest(server)
            }
            workspace.say("\(rockspec.package) \(rockspec.version) is published in \(server)")
        }
    }

    private func check(_ rockspec: Rockspec) throws(ProjectError) {
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
        for entry in try Disk.entries(below: "\(workspace.root)/lib") where entry.kind != .folder {
            let path = "lib/\(entry.path)"
            guard entry.kind == .file else { throw ProjectError("\(path): is a link, which a library cannot have") }
            guard path.hasSuffix(".lua") else { continue }
            if let problem = RocksTree.problem(try Disk.read("\(workspace.root)/\(path)"), name: path) {
                throw ProjectError(problem)
            }
        }
    }

    /// Packs a copy: LuaRocks sees the rockspec and the modules, and nothing else of the project.
    private func pack(_ rockspec: Rockspec, _ luarocks: LuaRocks, in folder: String) throws(ProjectError) -> String {
        let place = "\(folder)/source"
        try Disk.create("\(place)/\(rockspec.name)", Array(rockspec.text.utf8))
        for entry in try Disk.entries(below: "\(workspace.root)/lib") where entry.kind == .file {
            guard entry.path.hasSuffix(".lua") else { continue }
            try Disk.create("\(place)/lib/\(entry.path)", Disk.read("\(workspace.root)/lib/\(entry.path)"))
        }
        return try luarocks.pack(rockspec, in: place)
    }

    /// Puts the rock there in one step that fails when the version is there already, also when two publish at once.
    private func place(_ rock: String, in server: String, _ rockspec: Rockspec) throws(ProjectError) {
        let version = "\(rockspec.package)-\(rockspec.version)."
        if let name = try Disk.names(in: server).first(where: { $0.hasPrefix(version) }) {
            throw taken(rockspec, "\(server)/\(name)")
        }
        let target = "\(server)/\(version)all.rock"
        let temporary = try Disk.makeTemporaryFolder("\(server)/.cph-publish-")
        defer { Disk.remove(temporary) }
        try Disk.create("\(temporary)/rock", Disk.read(rock))
        guard link("\(temporary)/rock", target) == 0 else {
            if errno == EEXIST { throw taken(rockspec, target) }
            throw ProjectError("cannot write \(target): \(String(cString: strerror(errno)))")
        }
    }

    private func taken(_ rockspec: Rockspec, _ path: String) -> ProjectError {
        ProjectError(
            "\(rockspec.package) \(rockspec.version) is published already, as \(path), and stays as it is; "
                + "give the new one another version")
    }
}
