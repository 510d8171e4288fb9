import Libraries
import Projects
import Session
import TestSupport

/// A project in a folder of its own, and what `cph lib` says to it.
final class LibraryProject {
    let folder: TemporaryFolder
    private(set) var said: [String] = []
    var environment = RocksServer.environment

    /// - Parameter needs: What its rockspec needs.
    init(servers: [String] = [], needs: [String] = [], _ files: [String: String] = [:]) throws {
        let list = { (texts: [String]) in texts.map { "\"\($0)\"" }.joined(separator: ", ") }
        folder = try TemporaryFolder(
            [
                "cph.project.lua": "return { servers = { \(list(servers)) } }",
                "ops-1.0-1.rockspec": """
                rockspec_format = "3.0"
                package = "ops"
                version = "1.0-1"
                source = { url = "git+file:///dev/null" }
                dependencies = { \(list(needs)) }
                build = { type = "builtin" }

                """,
            ].merging(files) { $1 })
    }

    func workspace() throws -> Workspace {
        try Workspace(around: folder.path, environment: environment.merging(["HOME": folder.path]) { $1 }) { [self] in
            said.append($0)
        }
    }

    func install() throws { try Installer(workspace()).install() }

    func installLocked() throws { try Installer(workspace()).installLocked() }

    func add(_ name: String, _ range: String = "", server: String? = nil) throws {
        try Installer(workspace()).add(name, range: range, server: server)
    }

    func update(_ name: String? = nil) throws { try Installer(workspace()).update(name) }

    func remove(_ name: String) throws { try Installer(workspace()).remove(name) }

    func listing() throws -> LibraryListing { LibraryListing(try workspace()) }

    func verify() throws { try Verifier(workspace()).run() }

    func vendor(_ address: String, folder: String? = nil, limit: Duration = .seconds(30)) throws {
        try Vendor(workspace(), Vendor.Address(address), folder: folder, limit: limit).run()
    }

    func publish(to server: String, _ version: String? = nil) throws {
        try Publisher(workspace()).publish(to: server, version: version)
    }

    /// Why `body` fails; it must leave everything as it was.
    func failure(_ body: () throws -> Void) -> String {
        let before = state
        do {
            try body()
            return "no failure"
        } catch {
            return state == before ? "\(error)" : "\(error) and left \(folder.files())"
        }
    }

    /// Everything in the folder but what LuaRocks leaves in its home.
    private var state: [String: String?] {
        Dictionary(uniqueKeysWithValues: folder.files().map { ($0, folder.text($0)) })
    }

    /// The installed libraries, such as `inspect 3.1-1`.
    func locked() throws -> [String] {
        try Project(root: folder.path).lock?.rocks.map { "\($0.name) \($0.version)" } ?? []
    }

    func module(_ path: String) -> String? { folder.text("\(Project.libraryFolder)/\(path)") }
}
