import Glibc
import TestSupport
import Testing

@testable import Projects

/// A project is its owner's, as with git's `safe.directory`.
struct ProjectOwnershipTests {
    private static let files = [
        "cph.project.lua": "return {}", "cph.lock": "", "lib/a.lua": "", "lua_modules/x.lua": "",
    ]

    private func project() throws -> TemporaryFolder { try TemporaryFolder(Self.files) }

    /// Why the project is refused for its owner or mode; nil when it is not. The lock is not one, so that it is refused later.
    private func refusal(_ folder: TemporaryFolder) -> String? {
        do { try Project.checkOwnership(of: folder.path) } catch { return error.description }
        return nil
    }

    @Test(arguments: ["", "/cph.project.lua", "/cph.lock", "/lib", "/lua_modules"])
    func `what others may write is refused`(name: String) throws {
        let folder = try project()
        #expect(refusal(folder) == nil)
        let place = folder.path + name
        for mode: mode_t in [0o757, 0o777, 0o1777] {
            #expect(chmod(place, mode) == 0)
            #expect(refusal(folder) == "others may write \(place), and so change what is run; chmod go-w it")
        }
        #expect(chmod(place, 0o755) == 0)
        #expect(refusal(folder) == nil)
    }

    @Test(arguments: ["", "/cph.project.lua", "/cph.lock", "/lib", "/lua_modules"])
    func `what another user owns is refused`(name: String) throws {
        guard geteuid() == 0 else { return }  // nobody else can give files away
        let folder = try project()
        #expect(chown(folder.path + name, 12345, 12345) == 0)
        #expect(refusal(folder)?.hasPrefix("\(folder.path + name) belongs to another user (number 12345)") == true)
        #expect(chown(folder.path + name, 0, 0) == 0)
    }

    @Test func `a group that is the user's own is nobody else`() throws {
        guard geteuid() == 0 else { return }
        let folder = try project()
        #expect(chmod(folder.path, 0o775) == 0 && refusal(folder) == nil)
        #expect(chown(folder.path, 0, 12345) == 0)
        #expect(refusal(folder)?.hasPrefix("others may write") == true)
    }

    @Test func `a module's file and the folders on its way are looked at too`() throws {
        let folder = try TemporaryFolder(["lib/deep/a.lua": ""])
        let file = "\(folder.path)/lib/deep/a.lua"
        try Project.checkOwnership(of: file, below: folder.path)
        for place in [file, "\(folder.path)/lib/deep"] {
            #expect(chmod(place, 0o777) == 0)
            #expect(throws: ProjectError.self) { try Project.checkOwnership(of: file, below: folder.path) }
            #expect(chmod(place, 0o755) == 0)
        }
    }

    @Test func `the search stops at the home folder and before folders of others`() throws {
        let folder = try TemporaryFolder(["cph.project.lua": "return {}", "in/x": ""])
        let inside = "\(folder.path)/in"
        #expect(Project.root(from: inside) == folder.path)
        #expect(Project.goesOn(above: inside, home: nil) && !Project.goesOn(above: inside, home: inside))
        #expect(!Project.goesOn(above: "/", home: nil))
        #expect(chmod(folder.path, 0o1777) == 0)
        #expect(Project.root(from: inside) == nil, "a folder of everybody, such as /tmp")
        #expect(chmod(folder.path, 0o755) == 0)
        guard geteuid() == 0 else { return }
        #expect(chown(inside, 12345, 12345) == 0)
        #expect(Project.root(from: inside) == nil, "a folder of another owner")
    }
}
