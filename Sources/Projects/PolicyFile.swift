import Files
import Glibc
public import Policies
import Schema
import Text

/// The policies that files of this machine state: the machine's own, and a project's.
public enum PolicyFile {
    /// The machine's policy, which whoever administers it writes.
    public static let ofMachine = "/etc/cph/policy.lua"

    /// Reads the machine's policy and that of the project that `folder` belongs to, in this order; what is not there is left out.
    ///
    /// - Parameter machine: The machine's file.
    /// - Throws: `PolicyError` for one that is there and can't be read or understood: nobody can say then what it forbids.
    public static func all(
        machine: String = ofMachine, projectOf folder: String?
    ) throws(PolicyError) -> [Policy] {
        var policies: [Policy] = []
        if let own = try ofMachine(machine) { policies.append(own) }
        // Where the home folder is, a variable says; that must not keep anybody from what is forbidden.
        let root = folder.flatMap { Project.root(from: $0, home: nil) }
        if let root, let own = try ofProject(root) { policies.append(own) }
        return policies
    }

    /// Reads the text of a policy that a ledger is to hold: Lua that returns a table of its rules and nothing else.
    ///
    /// - Throws: `PolicyError` with everything that is wrong, each with its line.
    public static func ofLedger(_ bytes: [UInt8], name: String) throws(PolicyError) -> Policy {
        let policy = try Policy(reading: returned(bytes, name), source: name, lines: LuaDataLines(bytes).lines)
        guard policy.rules.ledger == nil else {
            throw PolicyError([
                "\(policy.place(of: "ledger")): ledger: whoever records elsewhere does not read it here; it stands in "
                    + "\(ofMachine), or in a project's policy"
            ])
        }
        return try tellsNobody(policy)
    }

    /// Who the machine's policy wants to be told of runs; nil where it names nobody. Whoever writes it needs nobody's agreement.
    ///
    /// - Throws: `PolicyError` as `all` does.
    public static func notice(machine: String = ofMachine) throws(PolicyError) -> ProjectNotice? {
        try ofMachine(machine).flatMap { policy throws(PolicyError) in try notice(of: policy, machine) }
    }

    /// Reads the machine's policy; nil where there is none.
    private static func ofMachine(_ path: String) throws(PolicyError) -> Policy? {
        guard let bytes = try bytes(path) else { return nil }
        let policy = try Policy(reading: returned(bytes, path), source: path, lines: LuaDataLines(bytes).lines)
        // What nobody could be told by is said before a run, and not at its end.
        _ = try notice(of: policy, path)
        return policy
    }

    private static func notice(of policy: Policy, _ machine: String) throws(PolicyError) -> ProjectNotice? {
        guard let value = policy.rules.notify else { return nil }
        do throws(ProjectError) {
            let settings = try NotifySettings(value, policy.place(of: "notify"))
            return ProjectNotice(root: Files.folder(of: machine), settings: settings)
        } catch { throw PolicyError([error.description]) }
    }

    /// Reads the `policy` of a project's settings; nil where they have none.
    private static func ofProject(_ root: String) throws(PolicyError) -> Policy? {
        let path = "\(root)/\(Project.fileName)"
        guard let bytes = try bytes(path), let own = try returned(bytes, path).members?["policy"] else { return nil }
        return try tellsNobody(
            Policy(reading: own, source: path, lines: LuaDataLines(bytes).below("policy")),
            instead: "; a project names it beside its policy: notify = { url = \"https://…\" }")
    }

    /// A policy that holds no `notify`, which nobody would heed there.
    private static func tellsNobody(_ policy: Policy, instead: String = "") throws(PolicyError) -> Policy {
        guard policy.rules.notify != nil else { return policy }
        throw PolicyError([
            "\(policy.place(of: "notify")): notify: only the machine's policy, \(ofMachine), can say who is told\(instead)"
        ])
    }

    private static func returned(_ bytes: [UInt8], _ name: String) throws(PolicyError) -> Value {
        do throws(ProjectError) { return try LuaData.returned(bytes, name: name, .valuesOnly) } catch {
            throw PolicyError([error.description])
        }
    }

    /// The bytes of a file; nil where there is none. A link that leads nowhere is there.
    private static func bytes(_ path: String) throws(PolicyError) -> [UInt8]? {
        var found = stat()
        // Whoever opens a pipe waits for somebody at its other end.
        guard stat(path, &found) != 0 || [S_IFREG, S_IFDIR].contains(found.st_mode & S_IFMT) else {
            throw PolicyError(["\(path): the policy can't be read: it is no file"])
        }
        do throws(FileError) { return try Files.read(path, limit: 1 << 20) } catch {
            if error.code == ENOENT, lstat(path, &found) != 0, errno == ENOENT { return nil }
            throw PolicyError(["\(path): the policy can't be read: \(error)"])
        }
    }
}
