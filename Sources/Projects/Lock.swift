import Schema

/// `cph.lock`: which libraries are installed, where they came from, and what each file of theirs holds.
public struct Lock: Hashable, Sendable {
    /// The version of the file's format: the one that this program writes, and the newest that it reads.
    public static let version = 1

    /// One installed library.
    public struct Rock: Hashable, Sendable {
        /// The name of the rock, as the rockspec names it.
        public var name: String
        /// The version with its revision, such as `1.2.0-1`, or the tag for a library from git.
        public var version: String
        /// Where it came from: a server's address, or `git+URL#TAG`.
        public var from: String
        /// The address that the bytes came from, when the server sent on to another; nil when they are the server's own.
        public var address: String?
        /// The commit's hash, for a library that came from git; nil for one from a server.
        public var commit: String?
        /// What its rockspec needs besides Lua, as it is written; nil for one from git, and where an older program installed it.
        public var needs: [String]?
        /// The SHA-256 of each file, in hexadecimal, by its path below `Project.libraryFolder`.
        public var files: [String: String]

        /// Describes an installed library; `commit` is given for one from git alone.
        public init(
            name: String, version: String, from: String, address: String? = nil, commit: String? = nil,
            needs: [String]? = nil, files: [String: String]
        ) {
            (self.name, self.version, self.from) = (name, version, from)
            (self.address, self.commit, self.needs, self.files) = (address, commit, needs, files)
        }
    }

    /// The installed libraries, sorted by name; no two have a file in common.
    public let rocks: [Rock]
    /// The dependencies that the rockspec listed when the libraries were installed, sorted.
    public let wants: [String]
    private let owners: [String: Int]

    /// - Throws: `ProjectError` when two libraries bring the same module, or one stands there twice.
    public init(_ rocks: [Rock], wants: [String] = []) throws(ProjectError) {
        let rocks = rocks.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
        var owners: [String: Int] = [:]
        // One library's a.lua would hide another's a/init.lua.
        var modules: [String: Int] = [:]
        for (index, rock) in rocks.enumerated() {
            for path in rock.files.keys.sorted() {
                let module = ModuleName(file: path)?.text ?? path
                let other = owners.updateValue(index, forKey: path) ?? modules.updateValue(index, forKey: module)
                if let other, other != index || rocks[other].files[path] == nil {
                    throw ProjectError(
                        "\(path): in \(rocks[other].name) \(rocks[other].version) and in \(rock.name) \(rock.version): "
                            + "two versions of one module")
                }
            }
        }
        for (first, second) in zip(rocks, rocks.dropFirst()) where first.name == second.name {
            throw ProjectError("\(first.name): is there twice, as \(first.version) and as \(second.version)")
        }
        (self.rocks, self.owners, self.wants) = (rocks, owners, wants.sorted())
    }

    /// The library that brings the file at `path`, and the hash that the file must have.
    package func owner(of path: String) -> (rock: Rock, hash: String)? {
        guard let rock = owners[path].map({ rocks[$0] }), let hash = rock.files[path] else { return nil }
        return (rock, hash)
    }

    /// The paths of all files, sorted.
    public var paths: [String] { owners.keys.sorted() }

    /// The libraries that came from a server, not from git.
    public var installed: [Rock] { rocks.filter { $0.commit == nil } }
}

// MARK: The file

extension Lock {
    private static let name = Project.lockName
    private static let prefix = "sha256-"

    /// Reads the file's text.
    public init(_ bytes: [UInt8]) throws(ProjectError) {
        let value: Value
        do throws(JSONError) { value = try Value(json: bytes) } catch {
            if let mark = MergeMark(in: bytes) { throw mark.error(in: Self.name, next: "run: cph lib install") }
            throw Self.unusable("\(error)")
        }
        guard let version = value.members?["version"]?.integer else { throw Self.unusable("has no version") }
        guard version == Self.version else {
            let what = "is of version \(version), and this program knows \(Self.version)"
            guard version > Self.version else { throw Self.unusable(what) }
            throw ProjectError(
                "\(Self.name): \(what): a newer cph wrote it. Install that one, or delete the file and run: cph lib install"
            )
        }
        guard let items = (value.members?["rocks"] ?? .list([])).items else { throw Self.unusable("rocks is no list") }
        guard let wants = (value.members?["wants"] ?? .list([])).items else { throw Self.unusable("wants is no list") }
        var rocks: [Rock] = []
        for (index, item) in items.enumerated() {
            guard let rock = Self.rock(item) else { throw Self.unusable("rocks[\(index + 1)] is not complete") }
            rocks.append(rock)
        }
        do throws(ProjectError) { try self.init(rocks, wants: wants.compactMap(\.text)) } catch {
            throw Self.unusable("\(error)")
        }
    }

    /// The error for a file that nobody can go on with.
    private static func unusable(_ reason: String) -> ProjectError {
        ProjectError("\(name): \(reason); take it from git again, or delete it and run: cph lib install")
    }

    private static func rock(_ value: Value) -> Rock? {
        guard let members = value.members, let name = members["name"]?.text, let version = members["version"]?.text,
            let from = members["from"]?.text, let list = members["files"]?.members
        else { return nil }
        var files: [String: String] = [:]
        for (path, hash) in list {
            guard let hash = hash.text, hash.hasPrefix(prefix), isModuleFile(path) else { return nil }
            files[path] = String(hash.dropFirst(prefix.count))
        }
        return Rock(
            name: name, version: version, from: from, address: members["address"]?.text,
            commit: members["commit"]?.text, needs: members["needs"]?.items?.compactMap(\.text), files: files)
    }

    /// Whether `path` is that of a Lua file that stays below the folder it is meant for.
    public static func isModuleFile(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return path.hasSuffix(".lua") && path != ".lua" && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
    }

    /// Writes the file's text, which is the same for the same libraries.
    public var text: String {
        let rocks = rocks.map { rock in
            var members: Object = [
                "name": .string(rock.name), "version": .string(rock.version), "from": .string(rock.from),
            ]
            members["address"] = rock.address.map(Value.string)
            members["commit"] = rock.commit.map(Value.string)
            members["needs"] = rock.needs.map { .list($0.map(Value.string)) }
            let files = rock.files.sorted { $0.key < $1.key }
            members["files"] = .object(
                Object(uniqueMembers: files.map { Object.Member($0.key, .string(Self.prefix + $0.value)) }))
            return Value.object(members)
        }
        let lock: Object = [
            "version": .int(Self.version), "wants": .list(wants.map(Value.string)), "rocks": .list(rocks),
        ]
        return Value.object(lock).prettyJSON() + "\n"
    }
}
