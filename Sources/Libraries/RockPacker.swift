import Files
import Projects
import Text

/// Debian's LuaRocks, which packs what is published. It may run nothing: no build commands, no hooks, no compiler. What is
/// installed it never sees: `RockServers` and `RockFile` read that.
struct RockPacker {
    private let workspace: Workspace
    /// A folder for its configuration and its tree, which nothing else uses.
    private let folder: String

    /// Writes its configuration into `folder`.
    init(_ workspace: Workspace, folder: String) throws {
        (self.workspace, self.folder) = (workspace, folder)
        try Files.create("\(folder)/config.lua", Array(configuration.utf8), makesFolders: true)
        try Files.makeFolder("\(folder)/none")
    }

    private var configuration: String {
        """
        rocks_servers = {}
        rocks_trees = { { name = "cph", root = \(luaLiteral("\(folder)/tree")) } }
        accepted_build_types = { "builtin", "none" }
        hooks_enabled = false
        local_cache = \(luaLiteral("\(folder)/cache"))
        variables = {
          CC = "/bin/false", LD = "/bin/false", MAKE = "/bin/false", CMAKE = "/bin/false", AR = "/bin/false",
          RANLIB = "/bin/false",
        }

        """
    }

    /// Makes a rock of the files in `place`, and returns the rock's path.
    func pack(_ rockspec: Rockspec, in place: String) throws -> String {
        let words = ["make", "--pack-binary-rock", "--deps-mode", "none", rockspec.name]
        try run(.luarocks, ["--tree", "\(folder)/tree"] + words, in: place, "LuaRocks packed nothing")
        guard let rock = try Files.names(in: place).first(where: { $0.hasSuffix(".rock") }) else {
            throw ProjectError("LuaRocks said it packed \(rockspec.package), and there is no rock")
        }
        return "\(place)/\(rock)"
    }

    /// Writes the index that makes `place` a server.
    func makeManifest(_ place: String) throws {
        try run(.luarocksAdmin, ["make_manifest", place], in: place, "the index of \(place) was not written")
    }

    private func run(_ tool: Tool, _ words: [String], in place: String, _ failure: String) throws {
        let own = [
            "LUAROCKS_CONFIG": "\(folder)/config.lua", "LUAROCKS_CONFIG_5_4": "\(folder)/config.lua",
            "LUAROCKS_SYSCONFDIR": "\(folder)/none",
        ]
        let outcome = try tool.run(
            ["--lua-version", "5.4"] + words, in: place, path: workspace.environment["PATH"],
            variables: workspace.environment.merging(own) { $1 })
        guard !outcome.isSuccess else { return }
        // LuaRocks' own errors, without its advice.
        let said = (outcome.errors + "\n" + outcome.text).split(separator: "\n").map { String($0) }
        let errors = said.filter { $0.hasPrefix("Error: ") }
        var lines = outcome.stopped != nil ? [tool.reason(outcome)] : errors.isEmpty ? Array(said.suffix(8)) : errors
        if errors.contains(where: { $0.contains("Missing build.modules") }) {
            lines.append(
                "write rockspec_format = \"3.0\" into its first line, and LuaRocks takes the modules below lib/")
        }
        throw ProjectError(([failure + "; nothing has changed"] + lines.map { "  \($0)" }).joined(separator: "\n"))
    }
}
