import Files
import Projects
import Schema
import Text

/// The servers that the libraries of a project come from, in the order in which they are asked. What is fetched lies in a
/// folder of its own.
final class RockServers {
    private let workspace: Workspace
    private let folder: String
    private let hosts: AllowedHosts
    /// The servers that the project names, and those that its lock alone still knows.
    private let named, former: [RockServer]
    private var indexes: [RockServer: Object] = [:]
    /// The addresses of those among the latter that could not be asked.
    private(set) var silent: [String] = []
    private var rocks: [RockCandidate: RockFile] = [:]

    init(_ workspace: Workspace, folder: String, named: [String], former: [String], _ hosts: AllowedHosts) throws {
        (self.workspace, self.folder, self.hosts) = (workspace, folder, hosts)
        let servers = try named.map { try RockServer($0, hosts) }
        self.named = servers
        var known = Set(servers)
        self.former = former.compactMap { try? RockServer($0, hosts) }.filter { known.insert($0).inserted }
    }

    /// The addresses of all that are asked.
    var addresses: [String] { (named + former).map(\.address) }

    /// The rocks of that name on the first server that has any, the newest first; of one version's rocks the one that is
    /// packed. What a later server has under the same name may be somebody else's, with a version of any height.
    ///
    /// - Throws: `ProjectError` when a server that the project names cannot be asked: it might have the name.
    func candidates(of name: String) throws -> [RockCandidate] {
        for server in named + former {
            let index: Object
            do {
                index = try self.index(of: server)
            } catch  where former.contains(server) {
                if !silent.contains(server.address) { silent.append(server.address) }
                continue
            }
            let found = candidates(of: name, in: index, server)
            if !found.isEmpty { return found }
        }
        return []
    }

    /// The name on one of the servers that somebody who wrote `name` most likely meant.
    func suggestion(for name: String) throws -> String? {
        var names: Set<String> = []
        for server in named { names.formUnion(try index(of: server).map(\.key)) }
        for server in former { names.formUnion(((try? index(of: server)) ?? [:]).map(\.key)) }
        return Text.suggestion(for: name, among: names.sorted())
    }

    private func candidates(of name: String, in index: Object, _ server: RockServer) -> [RockCandidate] {
        var found: [RockCandidate] = []
        for (version, files) in index[name]?.members ?? [:] where version.allSatisfy(Rockspec.isNameCharacter) {
            let kinds = (files.items ?? []).compactMap { $0.members?["arch"]?.text.flatMap(RockCandidate.Kind.init) }
            guard let kind = kinds.contains(.packed) ? .packed : kinds.first else { continue }
            found.append(RockCandidate(name: name, version: RockVersion(version), kind: kind, server: server))
        }
        return found.sorted { ($1.version, $1.version.text) < ($0.version, $0.version.text) }
    }

    /// What a server's index lists under `repository`: by name and version, which files there are.
    private func index(of server: RockServer) throws -> Object {
        if let known = indexes[server] { return known }
        let place = "\(folder)/index-\(indexes.count)"
        do {
            for name in ["manifest-5.4", "manifest"] {
                let fetched = try server.fetch(name, into: place, limit: LibraryLimits.index, hosts, workspace)
                guard let fetched else { continue }
                let content = try LuaData.globals(Files.read(fetched.file), name: name, .index)
                let index = content.members?["repository"]?.members ?? [:]
                indexes[server] = index
                return index
            }
            throw ProjectError(
                "has no index (manifest-5.4); cph lib publish makes one, or luarocks-admin make_manifest")
        } catch {
            throw ProjectError("\(server.address) cannot be asked: \(error); nothing was installed")
        }
    }

    /// Fetches a rock, once.
    func rock(_ candidate: RockCandidate) throws -> RockFile {
        if let known = rocks[candidate] { return known }
        guard rocks.count < LibraryLimits.rocks else {
            throw ProjectError("more than \(LibraryLimits.rocks) rocks were looked into; nothing was installed")
        }
        let fetched: RockServer.Fetched?
        do {
            fetched = try candidate.server.fetch(
                candidate.file, into: "\(folder)/rock-\(rocks.count)", limit: LibraryLimits.rock, hosts, workspace)
        } catch {
            throw ProjectError("\(error); nothing was installed")
        }
        guard let fetched else {
            throw ProjectError(
                "\(candidate.server.address) lists \(candidate.file) and does not have it; nothing was installed")
        }
        let rock = try RockFile(candidate, fetched.file, address: fetched.address, path: workspace.environment["PATH"])
        rocks[candidate] = rock
        return rock
    }
}
