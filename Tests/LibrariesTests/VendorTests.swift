import Files
import Libraries
import Projects
import Session
import TestSupport
import Testing

struct VendorTests {
    /// A repository with the tag v1.
    private func repository(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder(files)
        try git(folder, ["init", "--quiet"])
        try commit(folder, tag: "v1")
        return folder
    }

    private func commit(_ folder: TemporaryFolder, tag: String) throws {
        try git(folder, ["add", "--all"])
        try git(folder, ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", tag])
        try git(folder, ["tag", "--force", tag])
    }

    private func git(_ folder: TemporaryFolder, _ words: [String]) throws {
        let program = try #require(
            Subprocess.find("git", path: "/usr/bin:/bin"), "git is part of every development machine")
        var process = Subprocess(program, words, environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"])
        process.folder = folder.path
        let outcome = try process.run()
        try #require(outcome.isSuccess, "\(outcome.errors)")
    }

    @Test func `installs the modules of a tag, with the commit in the lock, and keeps them`() throws {
        let source = try repository([
            "lua/fleets.lua": "return 'v1'", "lua/fleets/more.lua": "return 2", "spec/x.lua": "", "a.txt": "",
        ])
        let project = try LibraryProject()
        try project.vendor("git+file://\(source.path)#v1")
        let rock = try #require(try Project(root: project.folder.path).lock?.rocks.first)
        #expect(rock.version == "v1" && rock.commit?.count == 40 && rock.from == "git+file://\(source.path)#v1")
        #expect(rock.files.keys.sorted() == ["fleets.lua", "fleets/more.lua"])
        try project.verify()
        try project.install()
        #expect(project.module("fleets.lua") == "return 'v1'")
        try project.vendor("git+file://\(source.path)#v1", folder: "spec")
        #expect(project.folder.files().filter { $0.hasPrefix("lua_modules") } == ["lua_modules/share/lua/5.4/x.lua"])
    }

    @Test func `modules on top of a repository are found, without its tests`() throws {
        let source = try repository(["fleets.lua": "return 1", "spec/fleets_spec.lua": "", "tests/t.lua": ""])
        let project = try LibraryProject()
        try project.vendor("git+file://\(source.path)#v1")
        #expect(
            project.folder.files().filter { $0.hasPrefix("lua_modules") } == ["lua_modules/share/lua/5.4/fleets.lua"])
    }

    @Test func `a tag that was moved is refused`() throws {
        let source = try repository(["fleets.lua": "return 1"])
        let project = try LibraryProject()
        try project.vendor("git+file://\(source.path)#v1")
        try source.write("fleets.lua", "return 666")
        try commit(source, tag: "v1")
        let message = project.failure { try project.vendor("git+file://\(source.path)#v1") }
        #expect(message.contains("the tag v1 of file://\(source.path) is commit "))
        try commit2(source)
        try project.vendor("git+file://\(source.path)#v2")
        #expect(project.module("fleets.lua") == "return 2")
    }

    private func commit2(_ source: TemporaryFolder) throws {
        try source.write("fleets.lua", "return 2")
        try commit(source, tag: "v2")
    }

    @Test func `nothing of a repository runs, and links and bytecode are refused`() throws {
        let source = try repository(["lib/good.lua": "return 1"])
        let project = try LibraryProject()
        try source.link("lib/good.lua", from: source, at: "lib/evil.lua")
        try commit(source, tag: "link")
        #expect(
            project.failure { try project.vendor("git+file://\(source.path)#link") }
                .hasPrefix("lib/evil.lua is a link"))
        source.remove("lib/evil.lua")
        try source.write("lib/evil.lua", bytes: [0x1B, 0x4C])
        try commit(source, tag: "code")
        #expect(
            project.failure { try project.vendor("git+file://\(source.path)#code") }
                .contains("evil.lua is compiled Lua"))
    }

    @Test(arguments: [
        ("https://x/y.git#v1", "is not git+URL#TAG"), ("git+https://x/y.git", "is not git+URL#TAG"),
        ("git+ext::sh -c touch#v1", "must begin with"), ("git+--upload-pack=x#v1", "must begin with"),
        ("git+file:///x#-v", "is no name of a tag"), ("git+file:///x#", "is no name of a tag"),
        ("git+file:///x#a..b", "is no name of a tag"),
        ("git+file:///nowhere#v1", "git could not get v1 of file:///nowhere; nothing has changed:"),
    ])
    func `an address that is none is refused`(address: String, message: String) throws {
        let project = try LibraryProject()
        #expect(project.failure { try project.vendor(address) }.contains(message))
    }

    @Test func `a tag that is not there is reported`() throws {
        let source = try repository(["a.lua": ""])
        let project = try LibraryProject()
        #expect(
            project.failure { try project.vendor("git+file://\(source.path)#v9") }.contains(
                "git could not get v9 of file://\(source.path)"))
    }

    @Test func `a repository that does not answer is reported after the time limit`() throws {
        let server = try FileServer(nil)
        let project = try LibraryProject()
        let address = "http://127.0.0.1:\(server.port)/x.git"
        let message = project.failure {
            try project.vendor("git+\(address)#v1", limit: .milliseconds(400))
        }
        #expect(message.hasPrefix("\(address) did not answer within"))
    }
}
