import Files
import Projects
import Schema
import Text

/// Debian's LuaRocks, as a program of its own that may run nothing: no build commands, no hooks, no compiler.
struct LuaRocks {
    let workspace: Workspace
    /// A folder for its configuration, its tree and its cache, which nothing else uses.
    let folder: String
    let servers: [String]

    var tree: String { "\(folder)/tree" }

    /// The versions that are decided already, by rock.
    struct Pins {
        var versions: [String: String] = [:]
        /// Whether nothing beside these may be installed.
        var isComplete = false
    }

    private static let limit = Duration.seconds(300)
    /// More than any index or rock of Lua needs; a small archive, or an index that is a program, could take everything.
    private static let bounds = Subprocess.Bounds(memory: 2 << 30, fileSize: 64 << 20, openFiles: 256)

    /// Finds LuaRocks and writes its configuration into `folder`.
    ///
    /// - Throws: `ProjectError` when there is no LuaRocks.
    init(_ workspace: Workspace, folder: String, servers: [String]) throws {
        (self.workspace, self.folder, self.servers) = (workspace, folder, servers)
        try Files.create("\(folder)/config.lua", Array(configuration.utf8), makesFolders: true)
        try Files.makeFolder("\(folder)/none")
    }

    private var configuration: String {
        """
        rocks_servers = { \(servers.map { luaLiteral($0) }.joined(separator: ", ")) }
        rocks_trees = { { name = "cph", root = \(luaLiteral(tree)) } }
        accepted_build_types = { "builtin", "none" }
        hooks_enabled = false
        local_cache = \(luaLiteral("\(folder)/cache"))
        connection_timeout = 30
        rocks_provided = { luafilesystem = "\(Project.fileSystemVersion)-1" }
        variables = {
          CC = "/bin/false", LD = "/bin/false", MAKE = "/bin/false", CMAKE = "/bin/false", AR = "/bin/false",
          RANLIB = "/bin/false",
        }

        """
    }

    /// Installs into the tree exactly the versions in `pins`, and then whatever else `rockspec` needs, unless the pins are
    /// all of it.
    ///
    /// - Returns: The server of each rock, by `name-version`.
    func installDependencies(of rockspec: Rockspec, _ pins: Pins) throws -> [String: String] {
        let place = "\(folder)/wanted"
        try Files.create("\(place)/\(rockspec.name)", Array(rockspec.text.utf8), makesFolders: true)
        var origins: [String: String] = [:]
        if !pins.versions.isEmpty {
            // With this file LuaRocks installs what it lists and looks at nothing else.
            let list = pins.versions.sorted { $0.key < $1.key }.map {
                "[\(luaLiteral($0.key))] = \(luaLiteral($0.value))"
            }
            let text = "return { dependencies = { \(list.joined(separator: ", ")) } }\n"
            try Files.create("\(place)/luarocks.lock", Array(text.utf8), makesFolders: true)
            origins = try installDependencies(rockspec, in: place)
            Files.remove("\(place)/luarocks.lock")
        }
        if pins.isComplete { return origins }
        return try installDependencies(rockspec, in: place).merging(origins) { $1 }
    }

    private func installDependencies(_ rockspec: Rockspec, in place: String) throws -> [String: String] {
        let outcome = try run("luarocks", ["make", "--only-deps", "--deps-mode", "one", rockspec.name], in: place)
        guard outcome.isSuccess else { throw failure(outcome, "LuaRocks installed nothing") }
        return Self.origins(outcome.text)
    }

    /// Makes a rock of the files in `place`, and returns the rock's path.
    func pack(_ rockspec: Rockspec, in place: String) throws -> String {
        let outcome = try run(
            "luarocks", ["make", "--pack-binary-rock", "--deps-mode", "none", rockspec.name], in: place)
        guard outcome.isSuccess else { throw failure(outcome, "LuaRocks packed nothing") }
        guard let rock = try Files.names(in: place).first(where: { $0.hasSuffix(".rock") }) else {
            throw ProjectError("LuaRocks said it packed \(rockspec.package), and there is no rock")
        }
        return "\(place)/\(rock)"
    }

    /// Writes the index that makes `place` a server.
    func makeManifest(_ place: String) throws {
        let outcome = try run("luarocks-admin", ["make_manifest", place], in: place)
        guard outcome.isSuccess else { throw failure(outcome, "the index of \(place) was not written") }
    }

    private func run(_ name: String, _ words: [String], in place: String) throws -> Subprocess.Outcome {
        guard let program = Subprocess.find(name, path: workspace.environment["PATH"]) else {
            throw ProjectError(
                "\(name) is not installed, and this needs it. On Debian: apt-get install luarocks. "
                    + "Everything else of cph works without it")
        }
        let tree = words[0] == "make_manifest" ? [] : ["--tree", self.tree]
        var process = Subprocess(program, ["--lua-version", "5.4"] + tree + words, environment: environment)
        (process.folder, process.limit, process.bounds) = (place, Self.limit, Self.bounds)
        return try process.run()
    }

    private var environment: [String: String] {
        let own = [
            "LUAROCKS_CONFIG": "\(folder)/config.lua", "LUAROCKS_CONFIG_5_4": "\(folder)/config.lua",
            "LUAROCKS_SYSCONFDIR": "\(folder)/none", "GIT_TERMINAL_PROMPT": "0",
        ]
        return workspace.environment.merging(own) { $1 }
    }

    /// Makes an error of LuaRocks' own message, without its advice.
    private func failure(_ outcome: Subprocess.Outcome, _ what: String) -> ProjectError {
        if outcome.isOverdue { return ProjectError("\(what): no answer within \(Self.limit.components.seconds) s") }
        let said = (outcome.errors + "\n" + outcome.text).split(separator: "\n").map { String($0) }
        let errors = said.filter { $0.hasPrefix("Error: ") }
        let lines = (errors.isEmpty ? Array(said.suffix(8)) : errors).map { "  \($0)" }
        return ProjectError(([what + "; nothing has changed"] + lines).joined(separator: "\n"))
    }

    /// Finds the server of each rock in the lines `Installing https://server/name-1.0-1.all.rock`.
    private static func origins(_ text: String) -> [String: String] {
        var origins: [String: String] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("Installing ") {
            let address = line.dropFirst("Installing ".count)
            guard let slash = address.lastIndex(of: "/") else { continue }
            let file = address[address.index(after: slash)...]
            for suffix in [".all.rock", ".src.rock", ".rockspec", ".linux-x86_64.rock"] where file.hasSuffix(suffix) {
                origins[String(file.dropLast(suffix.count))] = String(address[..<slash])
            }
        }
        return origins
    }
}
