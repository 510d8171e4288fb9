import Files
public import Projects

/// What is installed, why, and what could be newer: `cph lib list`, `why` and `outdated`, which change nothing.
public struct LibraryListing {
    private let workspace: Workspace

    /// Makes a listing of the project of `workspace`.
    public init(_ workspace: Workspace) { self.workspace = workspace }

    /// What the project is called, also where its rockspec is missing or cannot be read.
    private var package: String { (try? workspace.rockspec().package) ?? "the project" }

    /// An installed library, and who wants it.
    public struct Row: Sendable {
        /// What the lock says of it.
        public let rock: Lock.Rock
        /// The names of the project and of the libraries that need it; none for one from git.
        public let users: [String]
    }

    /// The installed libraries, by name.
    public func rows() throws -> [Row] {
        let lock = try workspace.project().installed()
        let graph = LibraryGraph(lock, of: package)
        return lock.rocks.map { Row(rock: $0, users: graph.users(of: $0.name)) }
    }

    /// The ways from the project to a library: each begins with what the project wants, and ends with who wants the library.
    ///
    /// - Throws: `ProjectError` when no library of that name is installed.
    public func ways(to name: String) throws -> (rock: Lock.Rock, ways: [[LibraryWish]]) {
        let (lock, name) = (try workspace.project().installed(), name.lowercased())
        let rock = try lock.rock(named: name)
        return (rock, try LibraryGraph(lock, of: package).ways(to: name))
    }

    /// An installed library that has newer versions.
    public struct OutdatedRow: Sendable {
        /// The library's name, and the version that is installed.
        public let name, installed: String
        /// The version that `cph lib update` would install; nil when it would remove the library.
        public let fits: String?
        /// The newest release on its server, whoever wants an older one.
        public let newest: String
    }

    /// The libraries of which the servers have newer versions, by name. Those from git are not looked at.
    ///
    /// - Throws: `ProjectError` when a server cannot be asked, or nothing fits together any more.
    public func outdated() throws -> [OutdatedRow] {
        let (rockspec, project) = (try workspace.rockspec(), try workspace.project())
        guard let lock = project.lock, !lock.installed.isEmpty else { return [] }
        return try workspace.withScratch { folder in
            let servers = try Installer(workspace).servers(nil, project, in: folder)
            let chosen = try VersionSolver.rocks(for: rockspec, from: servers, VersionSolver.Pins())
            let fitting = Dictionary(uniqueKeysWithValues: chosen.map { ($0.candidate.name, $0.candidate.version) })
            return try lock.installed.compactMap { rock in
                let (installed, fits) = (RockVersion(rock.version), fitting[rock.name])
                let releases = try servers.candidates(of: rock.name).map(\.version).filter { !$0.isPreRelease }
                let newest = max(releases.first ?? installed, fits ?? installed)
                guard fits?.text != rock.version || installed < newest else { return nil }
                return OutdatedRow(name: rock.name, installed: rock.version, fits: fits?.text, newest: newest.text)
            }
        }
    }
}
