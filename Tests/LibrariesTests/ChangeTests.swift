import Libraries
import Projects
import TestSupport
import Testing

/// `cph lib update`, `remove`, `list`, `why` and `outdated`.
struct ChangeTests {
    private let server: RocksServer

    init() throws {
        server = try RocksServer()
        for version in ["1.0-1", "2.0-1"] { try server.add("base", version, "return 1") }
        try server.add("grid", "1.0-1", "return 1", needs: ["base < 2", "lua >= 5.1"])
        try server.add("fleets", "1.0-1", "return 1")
    }

    private func installed(_ needs: [String] = ["grid", "fleets"]) throws -> LibraryProject {
        let project = try LibraryProject(servers: [server.folder.path], needs: needs)
        try project.install()
        return project
    }

    private func rockspec(_ project: LibraryProject) -> String? { project.folder.text("ops-1.0-1.rockspec") }

    /// The server is gone from here on.
    private func close() { for file in server.folder.files() { server.folder.remove(file) } }

    @Test func `update takes the newest that fits, of all or of one`() throws {
        let project = try installed()
        try server.add("fleets", "1.1-1", "return 2")
        try server.add("grid", "1.1-1", "return 2", needs: ["base"])
        try project.update("fleets")
        #expect(try project.locked() == ["base 1.0-1", "fleets 1.1-1", "grid 1.0-1"])
        try project.update()
        #expect(try project.locked() == ["base 2.0-1", "fleets 1.1-1", "grid 1.1-1"])
        try project.update()
        #expect(project.said.last == "no newer version fits")
    }

    @Test func `update keeps to the ranges of the rockspec, and to releases`() throws {
        let project = try installed(["fleets < 2"])
        for version in ["1.9-1", "2.0-1", "1.9.1rc1-1"] { try server.add("fleets", version, "return 2") }
        try project.update("FLEETS")
        #expect(try project.locked() == ["fleets 1.9-1"])
    }

    @Test func `remove takes a library away with what it alone needs, and asks nobody`() throws {
        let project = try installed()
        close()
        try project.remove("grid")
        #expect(try project.locked() == ["fleets 1.0-1"])
        #expect(project.module("base.lua") == nil && project.module("fleets.lua") == "return 1")
        #expect(rockspec(project)?.contains("dependencies = { \"fleets\" }") == true)
        try project.verify()
        try project.installLocked()
        try project.remove("fleets")
        #expect(try project.locked().isEmpty)
        #expect(rockspec(project)?.contains("dependencies = {") == true)
    }

    @Test func `remove leaves what another library needs`() throws {
        let project = try installed(["base", "grid"])
        try project.remove("base")
        #expect(try project.locked() == ["base 1.0-1", "grid 1.0-1"])
        #expect(project.said.last == "base stays installed: cph lib why base says for whom")
    }

    @Test func `remove asks the servers where an older lock does not say what needs what`() throws {
        let project = try installed()
        let lock = project.folder.text("cph.lock") ?? ""
        let old = lock.split(separator: "\n").filter { !$0.contains("\"needs\": []") }.joined(separator: "\n")
            .replacing("\"needs\": [\n        \"base < 2\"\n      ],", with: "")
        try project.folder.write("cph.lock", old)
        #expect(!old.contains("needs"))
        #expect(project.failure { _ = try project.listing().ways(to: "base") }.contains("cph lib install adds that"))
        try project.remove("fleets")
        #expect(try project.locked() == ["base 1.0-1", "grid 1.0-1"])
        #expect(try project.listing().ways(to: "base").ways.count == 1)
    }

    @Test(arguments: [
        ("{\n  \"lua >= 5.4\",\n  \"grid\", -- why\n  \"fleets\",\n}", "{\n  \"lua >= 5.4\",\n  \"fleets\",\n}"),
        ("{ 'grid', 'fleets' }", "{ 'fleets' }"), ("{ 'fleets', 'grid' }", "{ 'fleets' }"), ("{ 'grid' }", "{}"),
        ("{'fleets';'grid';}", "{'fleets';}"), ("{ 'grid' --[[ x ]], 'fleets' }", "{ 'fleets' }"),
    ])
    func `the rest of the rockspec stays as it was`(list: String, rest: String) throws {
        let text = "package = 'ops' version = '1.0-1' source = { url = 'file:///x' } dependencies = "
        let project = try LibraryProject(servers: [server.folder.path], ["ops-1.0-1.rockspec": text + list])
        try project.install()
        try project.remove("grid")
        #expect(rockspec(project) == text + rest)
    }

    @Test func `a list that is made by code is left to its author`() throws {
        let text = "package = 'ops' version = '1.0-1' local d = { 'grid' } dependencies = d"
        let project = try LibraryProject(servers: [server.folder.path], ["ops-1.0-1.rockspec": text])
        try project.install()
        #expect(project.failure { try project.remove("grid") }.contains("take \"grid\" out of them by hand"))
    }

    @Test(arguments: [
        ("fleet", "\"fleet\" is not installed; did you mean fleets?"),
        ("nothing", "\"nothing\" is not installed; cph lib list shows what is"),
        ("lua", "lua 5.4 is a part of cph, and not installed"),
    ])
    func `a name that is not there gets a suggestion`(name: String, message: String) throws {
        let project = try installed()
        #expect(project.failure { try project.remove(name) } == message)
        #expect(project.failure { try project.update(name) } == message)
        #expect(project.failure { _ = try project.listing().ways(to: name) } == message)
    }

    @Test func `a name that no server has gets a suggestion`() throws {
        let project = try LibraryProject(servers: [server.folder.path])
        #expect(project.failure { try project.add("fleet") }.contains("; did you mean fleets?; nothing was installed"))
    }

    @Test func `a server that the lock alone names has names too, and is said to be gone`() throws {
        let project = try installed()
        try project.folder.write("cph.project.lua", "return {}")
        let place = server.folder.path
        #expect(
            project.failure { try project.add("fleet") }
                == "fleet: no server has it (ops wants fleet; asked: \(place)); did you mean fleets?; nothing was installed"
        )
        close()
        #expect(
            project.failure { try project.update() }
                == "grid: no server has it (ops wants grid; asked: \(place); \(place) did not answer); nothing was installed"
        )
    }

    @Test func `what others need is not removed alone`() throws {
        let project = try installed()
        #expect(
            project.failure { try project.remove("base") } == """
                base is not in ops-1.0-1.rockspec: it is there because of grid; cph lib why base says more
                """)
    }

    @Test func `why names every way to a library`() throws {
        let project = try installed(["grid", "base"])
        let ways = try project.listing().ways(to: "base").ways
        #expect(
            ways.map { $0.map { "\($0.by) \($0.version ?? "-") \($0.wants)" } } == [
                ["ops - base"], ["ops - grid", "grid 1.0-1 base < 2"],
            ])
    }

    @Test func `why ends in a circle`() throws {
        try server.add("a", "1.0-1", "return 1", needs: ["b"])
        try server.add("b", "1.0-1", "return 1", needs: ["a"])
        #expect(try installed(["a"]).listing().ways(to: "b").ways.count == 1)
    }

    @Test func `outdated says what update would do, and what is newer than that, and writes nothing`() throws {
        let project = try installed()
        #expect(try project.listing().outdated().map(\.name) == ["base"])
        try server.add("fleets", "1.1-1", "return 2")
        try server.add("fleets", "2.0beta1-1", "return 3")
        let before = project.folder.files()
        let rows = try project.listing().outdated()
        #expect(
            rows.map { [$0.name, $0.installed, $0.fits ?? "-", $0.newest] } == [
                ["base", "1.0-1", "1.0-1", "2.0-1"], ["fleets", "1.0-1", "1.1-1", "1.1-1"],
            ])
        #expect(project.folder.files() == before)
    }

    @Test func `a project in which nothing is installed has nothing to list`() throws {
        let project = try LibraryProject()
        #expect(try project.listing().rows().isEmpty && project.listing().outdated().isEmpty)
        #expect(project.failure { try project.update() }.contains("cph lib install installs it"))
        #expect(project.failure { try project.remove("x") }.contains("is not installed"))
    }
}

/// What is said of a lock that cannot be read, and what needs no server.
struct LockStateTests {
    @Test func `install --locked asks nobody and writes nothing where all is there`() throws {
        let server = try RocksServer()
        try server.add("fleets", "1.0-1", "return 1")
        let project = try LibraryProject(servers: [server.folder.path], needs: ["fleets"])
        try project.install()
        try project.folder.write("cph.project.lua", "return { servers = { '/nowhere' } }")
        let before = project.folder.files()
        try project.installLocked()
        #expect(project.said.last == "1 library, 1 file in lua_modules already, as cph.lock says")
        #expect(project.folder.files() == before)
        project.folder.remove("lua_modules/share/lua/5.4/fleets.lua")
        #expect(project.failure { try project.installLocked() }.hasPrefix("/nowhere cannot be asked"))
    }

    @Test(arguments: [
        ("<<<<<<< HEAD\n{}", 1, "<<<<<<<"), ("{\n  \"version\": 1,\r\n=======\r\n}", 3, "======="),
        ("{\n>>>>>>> other\n}", 2, ">>>>>>>"), ("\n\n||||||| base\n", 3, "|||||||"),
    ])
    func `the marks of a merge are named with their line`(text: String, line: Int, mark: String) throws {
        let project = try LibraryProject(["cph.lock": text])
        let message =
            "cph.lock:\(line): a merge left its mark here (\(mark)): keep one side, without the marks, then run: cph lib install"
        for body in [project.install, project.installLocked, project.verify, { try project.update() }] {
            #expect(project.failure(body) == message)
        }
    }

    @Test func `they are named in the other files of a project too, and are no marks where they are text`() throws {
        for name in ["cph.project.lua", "ops-1.0-1.rockspec"] {
            let project = try LibraryProject([name: "package = 'x'\n<<<<<<< HEAD\nversion = '1-1'\n"])
            #expect(
                project.failure { try project.install() }.hasPrefix("\(name):2: a merge left its mark here (<<<<<<<)"))
        }
        let project = try LibraryProject(["cph.project.lua": "return { servers = { [[\n<<<<<<< x\n]] } }"])
        try project.install()
    }

    @Test(arguments: [
        ("", "not JSON at line 1"), ("[]", "has no version"),
        ("{\"version\":0}", "is of version 0, and this program knows 1"),
        ("{\"version\":1,\"rocks\":5}", "rocks is no list"),
        ("{\"version\":1,\"wants\":{\"a\":1}}", "wants is no list"),
        ("{\"version\":1,\"rocks\":[1]}", "rocks[1] is not complete"),
        (
            """
            {"version":1,"rocks":[{"name":"a","version":"1","from":"x","files":{}},
            {"name":"a","version":"2","from":"x","files":{}}]}
            """, "a: is there twice, as 1 and as 2"
        ),
    ])
    func `a lock that cannot be used says what to do`(text: String, reason: String) throws {
        let project = try LibraryProject(["cph.lock": text])
        let said = project.failure { try project.install() }
        #expect(said.hasPrefix("cph.lock: \(reason)"), "\(said)")
        #expect(said.hasSuffix("; take it from git again, or delete it and run: cph lib install"), "\(said)")
    }
}
