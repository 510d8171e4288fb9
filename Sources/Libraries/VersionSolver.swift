import Projects
import Text

/// Which version of each library is installed: the newest ones that fit together, those of the lock before all others.
struct VersionSolver {
    /// The versions that are decided already, by rock.
    struct Pins {
        var versions: [String: String] = [:]
        /// Whether nothing beside these may be installed.
        var isComplete = false
    }

    private let servers: RockServers
    private let pins: Pins
    private var steps = 0
    /// The clash at which most was chosen already: the one that says most.
    private var clash: (depth: Int, text: String)?

    /// A dependency, and who has it.
    private struct Wish {
        let dependency: Dependency
        let by: String
    }

    private init(_ servers: RockServers, _ pins: Pins) { (self.servers, self.pins) = (servers, pins) }

    /// Finds what `rockspec` needs, and what that needs.
    ///
    /// - Throws: `ProjectError` that says which wishes do not fit together, or what no server has.
    static func rocks(for rockspec: Rockspec, from servers: RockServers, _ pins: Pins) throws -> [RockFile] {
        var solver = VersionSolver(servers, pins)
        let wishes = try rockspec.wanted().map { Wish(dependency: $0, by: rockspec.package) }
        if let chosen = try solver.solve(wishes[...], [:], [:]) {
            return chosen.values.sorted { $0.candidate.name < $1.candidate.name }
        }
        throw ProjectError((solver.clash?.text ?? "nothing fits") + "; nothing was installed")
    }

    /// Meets `wishes` one after the other; each choice of a version is a step deeper.
    ///
    /// - Parameter wanted: The wishes that were looked at already, by rock.
    private mutating func solve(
        _ wishes: ArraySlice<Wish>, _ chosen: [String: RockFile], _ wanted: [String: [Wish]]
    ) throws -> [String: RockFile]? {
        var (rest, wanted) = (wishes, wanted)
        while let wish = rest.popFirst() {
            steps += 1
            guard steps <= LibraryLimits.tries else {
                throw ProjectError("the libraries need too many tries to fit together; nothing was installed")
            }
            let name = wish.dependency.name
            wanted[name, default: []].append(wish)
            if let version = BuiltInModules.rocks[name] {
                guard wish.dependency.accepts(RockVersion(version)) else {
                    let what = name == "lua" ? "cph is Lua \(version)" : "cph has \(name) \(version) built in"
                    return note("\(wish.by) wants \(wish.dependency.text), and \(what)", chosen)
                }
            } else if let rock = chosen[name] {
                guard wish.dependency.accepts(rock.candidate.version) else { return try misfit(name, wanted, chosen) }
            } else {
                return try choose(for: wish, before: rest, chosen, wanted)
            }
        }
        return chosen
    }

    /// Tries the versions of a library that nothing was chosen of yet.
    private mutating func choose(
        for wish: Wish, before rest: ArraySlice<Wish>, _ chosen: [String: RockFile], _ wanted: [String: [Wish]]
    ) throws -> [String: RockFile]? {
        let name = wish.dependency.name
        let wishes = wanted[name, default: []] + rest.filter { $0.dependency.name == name }
        let fitting = try candidates(of: name).filter { candidate in
            wish.dependency.accepts(candidate.version) && isReleasedOrNamed(candidate, wishes)
        }
        if fitting.isEmpty { return try misfit(name, wanted, chosen) }
        for candidate in fitting {
            let rock = try servers.rock(candidate)
            let more = rock.wanted.map { Wish(dependency: $0, by: candidate.name) }
            if let solved = try solve(rest + more, chosen.merging([name: rock]) { $1 }, wanted) { return solved }
        }
        return nil
    }

    /// Whether the version is a release, or one that is not and was asked for: by the lock or by name.
    private func isReleasedOrNamed(_ candidate: RockCandidate, _ wishes: [Wish]) -> Bool {
        let version = candidate.version
        return !version.isPreRelease || pins.versions[candidate.name] == version.text
            || wishes.contains { $0.dependency.names(preRelease: version) }
    }

    /// The versions to try, in their order.
    private func candidates(of name: String) throws -> [RockCandidate] {
        let all = try servers.candidates(of: name)
        let pinned = all.filter { $0.version.text == pins.versions[name] }
        return pins.isComplete ? pinned : pinned + all.filter { !pinned.contains($0) }
    }

    /// Notes why the wishes for a library cannot be met.
    private mutating func misfit(
        _ name: String, _ wanted: [String: [Wish]], _ chosen: [String: RockFile]
    ) throws -> [String: RockFile]? {
        let wishes = wanted[name, default: []]
        let words = wishes.suffix(8).map { "\($0.by) wants \($0.dependency.text)" }.joined(separator: "; ")
        let candidates = try servers.candidates(of: name)
        let versions = candidates.map(\.version.text)
        if versions.isEmpty {
            let near = try servers.suggestion(for: name).map { "; did you mean \($0)?" } ?? ""
            let silent = servers.silent.map { "; \($0) did not answer" }.joined()
            let asked = servers.addresses.joined(separator: ", ") + silent
            return note("\(name): no server has it (\(words); asked: \(asked))\(near)", chosen)
        }
        if pins.isComplete, pins.versions[name].map(versions.contains) != true {
            let what = pins.versions[name].map { "\(name) \($0)" } ?? name
            return note(
                "\(what): the lock and the servers do not agree (\(words); there are \(Self.list(versions)))", chosen)
        }
        let hint = Self.hint(wishes, candidates).map { "; \($0)" } ?? ""
        return note("\(name): no version fits (\(words); there are \(Self.list(versions)))\(hint)", chosen)
    }

    /// What to write instead, where a wish is nearly met.
    private static func hint(_ wishes: [Wish], _ candidates: [RockCandidate]) -> String? {
        let early = candidates.first { candidate in
            candidate.version.isPreRelease && wishes.allSatisfy { $0.dependency.accepts(candidate.version) }
        }
        if let early { return "\(early.version.text) is a pre-release: name it, as \(luaLiteral(early.exactly))" }
        for wish in wishes {
            for candidate in candidates where !candidate.version.isPreRelease {
                guard let loose = wish.dependency.loosened(to: candidate.version) else { continue }
                return "\(luaLiteral(loose)) takes \(candidate.version.text) too"
            }
        }
        return nil
    }

    private static func list(_ versions: [String]) -> String {
        versions.prefix(8).joined(separator: ", ") + (versions.count > 8 ? " and \(versions.count - 8) more" : "")
    }

    private mutating func note(_ text: String, _ chosen: [String: RockFile]) -> [String: RockFile]? {
        if clash.map({ chosen.count > $0.depth }) ?? true { clash = (chosen.count, text) }
        return nil
    }
}
