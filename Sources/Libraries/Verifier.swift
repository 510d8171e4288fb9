import Files
import Projects

/// `cph lib verify`: checks that `lua_modules` holds exactly what the lock says.
public struct Verifier {
    private let workspace: Workspace

    /// Makes a verifier, which only reads the project.
    public init(_ workspace: Workspace) { self.workspace = workspace }

    /// Compares every file with its hash in the lock.
    ///
    /// - Throws: `ProjectError` that lists every difference.
    public func run() throws {
        let project = try workspace.project()
        var problems = try InstalledModules(workspace, project.lock).differences()
        problems += staleNeeds(project)
        guard problems.isEmpty else {
            throw ProjectError(
                (["lua_modules and \(Project.lockName) differ:"] + problems.map { "  \($0)" }).joined(separator: "\n"))
        }
        tell(project)
    }

    private func staleNeeds(_ project: Project) -> [String] {
        guard let rockspec = try? workspace.rockspec(), Set(rockspec.needs) != Set(project.lock?.wants ?? []) else {
            return []
        }
        return ["\(rockspec.name) needs other things than were installed; run cph lib install"]
    }

    private func tell(_ project: Project) {
        let rocks = project.lock?.rocks ?? []
        for path in project.lock?.paths ?? [] where Files.isFile("\(project.root)/lib/\(path)") {
            workspace.say("lib/\(path) is found before \(Project.libraryFolder)/\(path): two versions of one module")
        }
        for library in project.settings.grants.keys.sorted() where !rocks.contains(where: { $0.name == library }) {
            workspace.say("\(Project.fileName) grants something to \(library), which is not installed")
        }
        workspace.say(project.lock.map { "\($0.summary): as \(Project.lockName) says" } ?? "nothing is installed")
    }
}
