import Projects
import Text

/// Which installed library needs which, as the lock says.
struct LibraryGraph {
    private let lock: Lock
    private let package: String

    /// - Parameter package: What the project itself is called.
    init(_ lock: Lock, of package: String) { (self.lock, self.package) = (lock, package) }

    /// The names of the libraries that these dependencies need, and those need in turn; nil where the lock does not say.
    func reached(from needs: [String]) -> Set<String>? {
        var reached: Set<String> = []
        var left = needs.map(Rockspec.rockName)
        while let name = left.popLast() {
            guard BuiltInModules.rocks[name] == nil, reached.insert(name).inserted else { continue }
            guard let more = lock.rocks.first(where: { $0.name == name })?.needs else { return nil }
            left += more.map(Rockspec.rockName)
        }
        return reached
    }

    /// The names of those who want a library, the project's first.
    func users(of name: String) -> [String] { wishes(for: name).map(\.by) }

    /// The ways from the project to a library, the shortest first; each begins with what the project wants.
    ///
    /// - Throws: `ProjectError` where the lock does not say what a library needs.
    func ways(to name: String) throws(ProjectError) -> [[LibraryWish]] {
        if let silent = lock.installed.first(where: { $0.needs == nil }) {
            throw ProjectError(
                "\(Project.lockName) does not say what \(silent.name) needs, as an older cph wrote it; cph lib install adds "
                    + "that")
        }
        var (found, left) = ([[LibraryWish]](), [[LibraryWish]]())
        left = wishes(for: name).map { [$0] }
        while !left.isEmpty, found.count < Self.mostWays {
            let way = left.removeFirst()
            guard let first = way.first, first.version != nil else {
                found.append(way)
                continue
            }
            left += wishes(for: first.by).filter { wish in !way.contains { $0.by == wish.by } }.map { [$0] + way }
            left = Array(left.prefix(1_000))
        }
        return found
    }

    /// More ways than anybody reads.
    private static let mostWays = 20

    private func wishes(for name: String) -> [LibraryWish] {
        let named = { (needs: [String]) in needs.filter { Rockspec.rockName($0) == name } }
        let own = named(lock.wants).map { LibraryWish(by: package, version: nil, wants: $0) }
        return own
            + lock.rocks.flatMap { rock in
                named(rock.needs ?? []).map { LibraryWish(by: rock.name, version: rock.version, wants: $0) }
            }
    }
}

/// Somebody who wants a library, and in which versions.
public struct LibraryWish: Hashable, Sendable {
    /// The project's name, or a library's.
    public let by: String
    /// The library's version; nil for the project.
    public let version: String?
    /// The dependency, as it is written.
    public let wants: String
}

extension Lock {
    /// The installed library of that name.
    ///
    /// - Throws: `ProjectError` that says what could be meant.
    func rock(named name: String) throws(ProjectError) -> Rock {
        if let rock = rocks.first(where: { $0.name == name }) { return rock }
        if let version = BuiltInModules.rocks[name] {
            throw ProjectError("\(name) \(version) is a part of cph, and not installed")
        }
        if let owner = rocks.first(where: { $0.files.keys.contains { ModuleName(file: $0)?.text == name } }) {
            throw ProjectError("\(name) is a module; the library that has it is \(owner.name)")
        }
        let near = suggestion(for: name, among: rocks.map(\.name)).map { "did you mean \($0)?" }
        throw ProjectError("\(quoted(name)) is not installed; \(near ?? "cph lib list shows what is")")
    }
}
