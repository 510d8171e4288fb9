import Projects
import TestSupport
import Testing

@testable import Libraries

struct ForeignRangeTests {
    @Test(arguments: [
        ("^1.2", ">= 1.2, < 2"), ("^1", ">= 1, < 2"), ("^0.2.3", ">= 0.2.3, < 0.3"), ("^0.0.3", ">= 0.0.3, < 0.0.4"),
        ("^0", ">= 0, < 1"), ("^ 1.2.3", ">= 1.2.3, < 2"), ("^v1.2", ">= 1.2, < 2"), ("^1.x", ">= 1, < 2"),
        ("~1.2", "~> 1.2"), ("~1.2.3", ">= 1.2.3, < 1.3"), ("~1", "~> 1"), ("1.*", "~> 1"), ("1.2.x", "~> 1.2"),
        ("1.X", "~> 1"), ("== 1.*", "~> 1"), (">= 1.*", ">= 1"), ("> 1.2.*", ">= 1.3"), ("<= 1.*", "< 2"),
        ("< 2.x", "< 2"),
        ("*", ""), ("latest", ""), ("x", ""), ("v1.2", "== 1.2"), (">= v1.2", ">= 1.2"), ("=> 1", ">= 1"),
        ("=< 2", "<= 2"),
        ("=== 1.2", "== 1.2"), ("<> 1.2", "~= 1.2"), (">= 1.0 ^1.2", ">= 1.0, >= 1.2, < 2"),
        ("1.2 - 1.4", ">= 1.2, < 1.5"),
        ("1.2 - 1.4.2", ">= 1.2, <= 1.4.2"), ("[1.0,2.0)", ">= 1.0, < 2.0"), ("(1.0,]", "> 1.0"), ("[1.2]", "== 1.2"),
    ])
    func `ranges of other package managers are put into LuaRocks' form`(range: String, own: String) {
        #expect(ForeignRange.translated(range) == own)
        #expect(Dependency("x \(own)") != nil)
    }

    @Test(arguments: [
        "", ">= 1.2, < 2", "~> 1.2", "1.2", "= 1.2", "~= 1.2", "!= 1", "@1.2", "scm-1", "dev", ">= 2.0rc1", "1 || 2",
        "^", "~",
        "[1", "[1,2,3]", "^a", "`id`", "1.*.2 }",
    ])
    func `what is in that form already, or has none, stays as it is`(range: String) {
        #expect(ForeignRange.translated(range) == nil)
    }

    @Test func `add writes LuaRocks' form, and says so`() throws {
        let server = try RocksServer()
        for version in ["1.1-1", "1.9-1", "2.0-1"] { try server.add("fleets", version, "return 1") }
        let project = try LibraryProject(servers: [server.folder.path])
        try project.add("fleets", "^1.2")
        #expect(try project.locked() == ["fleets 1.9-1"])
        #expect(project.said.first == "\"^1.2\" is '>= 1.2, < 2' in a rockspec")
        #expect(project.folder.text("ops-1.0-1.rockspec")?.contains("{ \"fleets >= 1.2, < 2\" }") == true)
        try project.add("fleets", "*")
        #expect(try project.locked() == ["fleets 2.0-1"])
    }

    @Test(arguments: [
        ("fleets ^1.2", "fleets >= 1.2, < 2"), ("fleets 1.*", "fleets ~> 1"), ("fleets latest", "fleets"),
    ])
    func `a rockspec that LuaRocks would not read is refused with the right form`(need: String, right: String) throws {
        let project = try LibraryProject(servers: ["/nowhere"], needs: [need])
        #expect(
            project.failure { try project.install() }
                == "ops-1.0-1.rockspec: \"\(need)\" is no dependency that LuaRocks reads; write it as '\(right)'")
    }

    @Test(arguments: [
        ("fleets@1.2", "write it as: cph lib add fleets '== 1.2'"),
        ("fleets>=1.2", "write it as: cph lib add fleets '>=1.2'"),
        ("fleets ^1.2", "write it as: cph lib add fleets '>= 1.2, < 2'"),
        ("fleets@latest", "write it as: cph lib add fleets"),
    ])
    func `a name and a range in one word are told apart`(word: String, advice: String) throws {
        let project = try LibraryProject(servers: ["/nowhere"])
        #expect(project.failure { try project.add(word) } == "\"\(word)\" is no name of a library; \(advice)")
    }

    @Test func `a sign alone was cut by the shell`() throws {
        let project = try LibraryProject(servers: ["/nowhere"])
        #expect(
            project.failure { try project.add("fleets", "~") }
                == "\"~\" is no range of versions; write one in quotes, such as '>= 1.2, < 2'")
    }

    @Test func `one version alone is that version, and the error says how more are written`() throws {
        let server = try RocksServer()
        for version in ["1.2.0-1", "1.2.3-1", "1.3.0-1"] { try server.add("fleets", version, "return 1") }
        let project = try LibraryProject(servers: [server.folder.path])
        #expect(
            project.failure { try project.add("fleets", "1.2") } == """
                fleets: no version fits (ops wants fleets 1.2; there are 1.3.0-1, 1.2.3-1, 1.2.0-1); "fleets ~> 1.2" takes \
                1.2.3-1 too; nothing was installed
                """)
        #expect(!project.failure { try project.add("fleets", "2") }.contains("~>"))
    }

    @Test func `a rockspec without dependencies gets them`() throws {
        let server = try RocksServer()
        try server.add("fleets", "1.0-1", "return 1")
        let project = try LibraryProject(servers: [server.folder.path])
        let text = "package = 'ops' version = '1.0-1' source = { url = 'file:///x' } build = { type = 'none' }"
        try project.folder.write("ops-1.0-1.rockspec", text)
        try project.add("fleets")
        #expect(project.folder.text("ops-1.0-1.rockspec") == "\(text)\ndependencies = { \"fleets\" }\n")
    }
}

struct PreReleaseTests {
    private static let early = [
        "2.0rc1-1", "2.0-rc.1-1", "2.0beta2-1", "2.0alpha-1", "2.0pre1-1", "2.0a1-1", "2.0b2-1", "2.0RC1-1",
        "2.0.0-preview-1",
        "2.0-nightly-1", "dev-1", "scm-1", "scm-2", "cvs-1", "git-1",
    ]

    @Test(arguments: early)
    func `is one`(version: String) { #expect(RockVersion(version).isPreRelease) }

    @Test(arguments: ["1.0-1", "2.0", "1.0b-1", "1.1.1w-1", "20230101-1", "1.0-final-1", "5.4.6-2", "r27-1"])
    func `is none`(version: String) { #expect(!RockVersion(version).isPreRelease) }

    private let server: RocksServer

    init() throws { server = try RocksServer() }

    private func project(_ versions: [String], needs: [String]) throws -> LibraryProject {
        for version in versions { try server.add("fleets", version, "return 1") }
        return try LibraryProject(servers: [server.folder.path], needs: needs)
    }

    @Test func `none is installed unless it is named`() throws {
        for version in ["1.0-1", "1.5-1", "2.0rc1-1", "dev-1", "scm-1"] {
            try server.add("fleets", version, "return 1")
        }
        for need in [
            "fleets", "fleets >= 1", "fleets ~> 1", "fleets > 1.0, < 3", "fleets ~= 2.0rc1", "fleets < 2.0rc2",
        ] {
            let project = try project([], needs: [need])
            try project.install()
            #expect(try project.locked() == ["fleets 1.5-1"], "\(need)")
        }
    }

    @Test(arguments: [
        ("fleets == 2.0rc1", "2.0rc1-1"), ("fleets 2.0rc1-1", "2.0rc1-1"), ("fleets >= 2.0rc1", "2.0rc2-1"),
        ("fleets == 2.0beta1", "2.0beta1-1"), ("fleets dev-1", "dev-1"), ("fleets >= scm", "scm-1"),
    ])
    func `one that is named is installed`(need: String, version: String) throws {
        let versions = ["1.0-1", "2.0rc1-1", "2.0rc2-1", "2.0beta1-1", "3.0beta1-1", "dev-1", "scm-1"]
        let project = try project(versions, needs: [need])
        try project.install()
        #expect(try project.locked() == ["fleets \(version)"])
        try project.install()
        #expect(try project.locked() == ["fleets \(version)"])
    }

    @Test func `the release is taken when it is there`() throws {
        let project = try project(["2.0rc1-1", "2.0-1"], needs: ["fleets >= 2.0rc1"])
        try project.install()
        #expect(try project.locked() == ["fleets 2.0-1"])
    }

    @Test func `where there is nothing else the error says how to name it`() throws {
        let project = try project(["2.0rc1-1"], needs: ["fleets"])
        #expect(
            project.failure { try project.install() } == """
                fleets: no version fits (ops wants fleets; there are 2.0rc1-1); 2.0rc1-1 is a pre-release: name it, as \
                "fleets == 2.0rc1-1"; nothing was installed
                """)
    }

    @Test func `a library that others need may be named by the project`() throws {
        for version in ["1.0-1", "2.0rc1-1"] { try server.add("base", version, "return 1") }
        try server.add("grid", "1.0-1", "return 1", needs: ["base"])
        let plain = try LibraryProject(servers: [server.folder.path], needs: ["grid"])
        try plain.install()
        #expect(try plain.locked() == ["base 1.0-1", "grid 1.0-1"])
        let named = try LibraryProject(servers: [server.folder.path], needs: ["grid", "base == 2.0rc1"])
        try named.install()
        #expect(try named.locked() == ["base 2.0rc1-1", "grid 1.0-1"])
    }
}
