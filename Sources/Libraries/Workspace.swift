import Files
import Glibc
import Projects

/// A project that `cph lib` changes; a lock lets only one process do that at a time.
public struct Workspace {
    /// The project's folder, absolute and without symbolic links.
    public let root: String
    /// The environment of programs that are run.
    let environment: [String: String]
    /// Shows the user a line about what is being done.
    let say: (String) -> Void

    /// Finds the project that `folder` is in.
    public init(
        around folder: String, environment: [String: String], say: @escaping (String) -> Void
    ) throws {
        guard let root = Project.root(from: folder) else {
            throw ProjectError("no \(Project.fileName) here or in a folder above; cph lib init makes a project")
        }
        (self.root, self.environment, self.say) = (root, Self.harmless(environment), say)
    }

    private static let names: Set<String> = [
        "PATH", "HOME", "USER", "TMPDIR", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "http_proxy", "https_proxy",
        "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "GIT_SSH_COMMAND",
        "GIT_SSL_CAINFO",
    ]

    /// The variables that the programs need, and none that holds a secret.
    private static func harmless(_ environment: [String: String]) -> [String: String] {
        environment.filter { names.contains($0.key) }.merging(["LC_ALL": "C.UTF-8"]) { $1 }
    }

    var libraryFolder: String { "\(root)/\(Project.libraryFolder)" }
    var lockPath: String { "\(root)/\(Project.lockName)" }

    func project() throws -> Project { try Project(root: root) }

    /// The one rockspec in the project's folder: its name and its text.
    func rockspec() throws -> Rockspec {
        let names = try Files.names(in: root).filter { $0.hasSuffix(".rockspec") }
        guard let name = names.first else {
            throw ProjectError(
                "no rockspec in \(root), which would list what the project needs; cph lib init makes one")
        }
        guard names.count == 1 else {
            throw ProjectError("several rockspecs in \(root): \(names.joined(separator: ", ")). Keep one")
        }
        return try Rockspec(Files.read("\(root)/\(name)"), name: name)
    }

    /// Runs `body` while nobody else changes the project.
    func locked<Result>(_ body: () throws -> Result) throws -> Result {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        for name in try Files.names(in: root) where name.hasPrefix(Self.stagingPrefix) {
            Files.remove("\(root)/\(name)")
        }
        return try body()
    }

    private func lock() throws -> FileLock {
        do throws(FileError) {
            return try FileLock("\(root)/\(Project.fileName)", .exclusive, flags: O_RDONLY, waits: false)
        } catch {
            guard error.isHeldByAnother else { throw error }
            throw ProjectError("\(root) is being changed by another cph lib; try again when it has ended")
        }
    }

    static let stagingPrefix = ".cph-lib-"

    /// A folder beside `lua_modules`, on the same file system, that is gone when `body` ends.
    func withStaging<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = try Files.makeTemporaryFolder("\(root)/\(Self.stagingPrefix)")
        defer { Files.remove(folder) }
        return try body(folder)
    }

    /// A folder outside of the project, which may be one that nobody may write, that is gone when `body` ends.
    func withScratch<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = try Files.makeTemporaryFolder("\(environment["TMPDIR"] ?? "/tmp")/cph-lib-")
        defer { Files.remove(folder) }
        return try body(folder)
    }
}
