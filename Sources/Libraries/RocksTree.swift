import Files
import Projects
import Schema

/// What LuaRocks has installed into its tree. It is checked before any of it is used.
struct RocksTree {
    let folder: String
    /// The rocks whose Lua files cph takes over.
    let rocks: [Rock]

    struct Rock {
        let name, version: String
        /// The files' paths below `share/lua/5.4`.
        let files: [String]
    }

    private static let modules = "share/lua/5.4"
    private static let metadata = "lib/luarocks/rocks-5.4"

    /// Reads the tree in `folder`.
    ///
    /// - Throws: `ProjectError` that lists everything that must not be there.
    init(_ folder: String) throws {
        try Files.makeFolder(folder)
        self.folder = folder
        rocks = try Self.rocks(folder)
        var problems = Self.versions(rocks, folder)
        problems += try Self.excess(folder)
        problems += try Self.strays(folder)
        for rock in rocks { problems += try Self.unfit(rock, folder) }
        guard problems.isEmpty else {
            throw ProjectError((["nothing was installed:"] + problems.map { "  \($0)" }).joined(separator: "\n"))
        }
    }

    func path(_ file: String) -> String { "\(folder)/\(Self.modules)/\(file)" }

    private static func rocks(_ folder: String) throws -> [Rock] {
        let place = "\(folder)/\(metadata)"
        guard Files.isFolder(place) else { return [] }
        var rocks: [Rock] = []
        for name in try Files.names(in: place) where Files.kind("\(place)/\(name)") == .folder {
            for version in try Files.names(in: "\(place)/\(name)") {
                let file = "\(place)/\(name)/\(version)/rock_manifest"
                let content = try LuaData.globals(Files.read(file), name: "rock_manifest of \(name)")
                let lua = content.members?["rock_manifest"]?.members?["lua"]
                rocks.append(Rock(name: name, version: version, files: lua.map { paths($0, "") } ?? []))
            }
        }
        return rocks
    }

    private static func paths(_ value: Value, _ prefix: String) -> [String] {
        (value.members ?? [:]).flatMap { name, value in
            value.text != nil ? [prefix + name] : paths(value, "\(prefix)\(name)/")
        }
    }

    /// Lists rocks of which there are two versions, and what needs each.
    private static func versions(_ rocks: [Rock], _ folder: String) -> [String] {
        var problems: [String] = []
        for name in Set(rocks.map(\.name)).sorted() {
            let versions = rocks.filter { $0.name == name }.map(\.version)
            guard versions.count > 1 else { continue }
            var reasons: [String] = []
            for rock in rocks {
                let wanted = wishes(of: rock, folder).filter { Rockspec.rockName($0) == name }
                reasons += wanted.map { "\(rock.name) wants \($0)" }
            }
            let list = versions.joined(separator: " and ")
            problems.append("\(name): two versions, \(list) (\(reasons.joined(separator: "; ")))")
        }
        return problems
    }

    private static func wishes(of rock: Rock, _ folder: String) -> [String] {
        let name = "\(rock.name)-\(rock.version).rockspec"
        let bytes = try? Files.read("\(folder)/\(metadata)/\(rock.name)/\(rock.version)/\(name)")
        return bytes.flatMap { try? Rockspec($0, name: name).dependencies } ?? []
    }

    /// Lists what cph does not take over: programs, C modules, and links, which could lead anywhere.
    private static func strays(_ folder: String) throws -> [String] {
        try Files.entries(below: folder).compactMap { entry in
            let isMetadata = entry.path.hasPrefix("lib/luarocks/")
            if entry.kind == .other { return "\(entry.path): is a link or a device" }
            guard entry.kind == .file, !isMetadata, !entry.path.hasPrefix(modules + "/") else { return nil }
            if entry.path.hasPrefix("bin/") { return "\(entry.path): is a program, and cph installs none" }
            if entry.path.hasPrefix("lib/lua/") { return "\(entry.path): is a C module, and cph installs none" }
            return "\(entry.path): belongs to no Lua module"
        }
    }

    /// What libraries of Lua come to at most: files, and bytes in all and in one.
    private static let (mostFiles, mostBytes, mostInOne) = (10_000, 64 << 20, 4 << 20)

    /// Says what is more than libraries of Lua come to.
    private static func excess(_ folder: String) throws -> [String] {
        var (files, bytes) = (0, 0)
        var problems: [String] = []
        for entry in try Files.entries(below: folder) where entry.kind == .file {
            let size = try Files.status("\(folder)/\(entry.path)").map { Int($0.st_size) } ?? 0
            if size > mostInOne { problems.append("\(entry.path): has \(size) bytes, more than \(mostInOne)") }
            (files, bytes) = (files + 1, bytes + size)
        }
        if files > mostFiles { problems.append("\(files) files, more than \(mostFiles)") }
        if bytes > mostBytes { problems.append("\(bytes) bytes in all, more than \(mostBytes)") }
        return problems
    }

    private static func unfit(_ rock: Rock, _ folder: String) throws -> [String] {
        var problems: [String] = []
        for file in rock.files where file.hasSuffix(".lua") {
            if let problem = problem(try Files.read("\(folder)/\(modules)/\(file)"), name: file) {
                problems.append("\(rock.name) \(rock.version): \(problem)")
            }
        }
        return problems
    }

    /// Says why a file is not the text of a module; nil when it is.
    static func problem(_ bytes: [UInt8], name: String) -> String? {
        do throws(ScriptError) {
            _ = try Script(name: name, bytes: bytes)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
