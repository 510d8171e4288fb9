import Glibc
import Libraries
import LuaKit
import Projects
import TestSupport
import Testing
import Text

/// Projects and servers in places whose names are long, or hold what Lua or a shell would read.
struct OddPlaceTests {
    /// More than 200 letters, in parts that a file system takes.
    private static let long = String(repeating: "a-folder-with-a-long-name/", count: 8) + "end"

    private static let odd = ["it's", "two words", "a \"quoted\" one", "$(id) `id`", "云手机"]

    /// A project at `place` below `folder` that needs the library `fleets`.
    private func workspace(
        _ folder: TemporaryFolder, _ place: String, server: String, tools: String = "/usr/local/bin"
    ) throws -> Workspace {
        try folder.write("\(place)/cph.project.lua", "return { servers = { \(luaLiteral(server)) } }")
        try folder.write(
            "\(place)/ops-1.0-1.rockspec",
            """
            package = "ops" version = "1.0-1" source = { url = "git+file:///dev/null" }
            dependencies = { "fleets" } build = { type = "builtin" }
            """)
        let environment = ["PATH": "\(tools):/usr/bin:/bin", "HOME": folder.path]
        return try Workspace(around: "\(folder.path)/\(place)", environment: environment) { _ in }
    }

    @Test(arguments: [long] + odd)
    func `a library is installed from such a folder into such a folder`(place: String) throws {
        let rocks = try RocksServer()
        try rocks.add("fleets", "1.0-1", "return 1")
        let folder = try TemporaryFolder()
        try folder.write("server/\(place)/rocks/x", "")
        let server = "\(folder.path)/server/\(place)/moved"
        #expect(rename(rocks.folder.path, server) == 0)
        try Installer(workspace(folder, "project/\(place)", server: server)).install()
        #expect(try Project(root: "\(folder.path)/project/\(place)").lock?.rocks.map(\.from) == [server])
    }

    @Test(arguments: [long, "two\nlines, \"quotes\", a back\\slash and 云/" + long] + odd)
    func `LuaRocks' configuration has every place in full`(place: String) throws {
        let folder = try TemporaryFolder()
        let tools = try TemporaryFolder([
            "luarocks": "#!/bin/sh\ncp \"$LUAROCKS_CONFIG\" \"${0%/*}/config\"\nexit 1\n"
        ])
        chmod("\(tools.path)/luarocks", 0o755)
        let workspace = try workspace(folder, place, server: "/srv", tools: tools.path)
        try folder.write("\(place)/lib/mine.lua", "return 1")
        #expect(throws: ProjectError.self) { try Publisher(workspace).publish(to: folder.path, version: nil) }
        let values = try LuaState().run("\(try #require(tools.text("config"))) return rocks_trees[1].root, local_cache")
        let texts = values.compactMap(\.text)
        #expect(texts.allSatisfy { $0.hasPrefix("\(folder.path)/\(place)/.cph-lib-") })
        #expect(texts.count == 2 && texts[0].hasSuffix("/tree") && texts[1].hasSuffix("/cache"))
    }

    @Test func `a server of any name is remembered so that it is found again`() throws {
        let rocks = try RocksServer()
        try rocks.add("fleets", "1.0-1", "return 1")
        let folder = try TemporaryFolder(["server/x": ""])
        let server = "\(folder.path)/server/\(String(repeating: "long", count: 50)) \"云\""
        #expect(rename(rocks.folder.path, server) == 0)
        let project = try LibraryProject()
        try project.add("fleets", server: server)
        #expect(try Project(root: project.folder.path).settings.servers == [server])
        try project.add("fleets", "== 1.0")
    }
}
