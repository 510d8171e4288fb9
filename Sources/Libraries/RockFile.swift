import Files
import Projects
import Schema
import Text

/// A rock on the disk: what its rockspec says, and the modules that come out of it.
struct RockFile {
    let candidate: RockCandidate
    /// Where its bytes were read, when that was not the server itself.
    let address: String?
    let rockspec: Rockspec
    /// What it needs.
    let wanted: [Dependency]
    private let archive: Archive
    /// The file on the disk.
    private let place: String
    /// Where programs are looked for.
    private let path: String?

    /// Opens the rock in the file `place`.
    ///
    /// - Throws: `ProjectError` when it is no archive, or its rockspec is another rock's.
    init(_ candidate: RockCandidate, _ place: String, address: String?, path: String?) throws {
        (self.candidate, self.place, self.address, self.path) = (candidate, place, address, path)
        do throws(any Error) {
            archive = try Archive(place, path: path)
            let name = "\(candidate.name)-\(candidate.version.text).rockspec"
            guard archive.files.contains(name) else { throw ProjectError("holds no \(name)") }
            rockspec = try Rockspec(archive.bytes(of: name), name: name)
            guard rockspec.package.lowercased() == candidate.name, rockspec.version == candidate.version.text else {
                throw ProjectError("is \(rockspec.package) \(rockspec.version) inside")
            }
            wanted = try rockspec.wanted()
        } catch {
            throw ProjectError("\(candidate.file) from \(candidate.server.address): \(error); nothing was installed")
        }
    }

    /// What is installed of a rock.
    struct Contents {
        /// What each file holds, by its path below the folder of modules.
        var files: [String: [UInt8]] = [:]
        var problems: [String] = []
        /// Lua files that the rockspec does not name, and which stay out.
        var leftOut: [String] = []
    }

    /// Reads the modules that the rockspec names.
    func contents() throws -> Contents {
        let list = RockAllowList(rockspec, isPacked: candidate.kind == .packed)
        var contents = Contents()
        contents.problems = list.problems
        switch candidate.kind {
        case .packed:
            try readPacked(list.items, into: &contents)
        case .source where list.problems.isEmpty:
            try readSource(list.items, into: &contents)
        case .source: break
        }
        contents.problems = contents.problems.sorted().map { "\(name): \($0)" }
        return contents
    }

    private var name: String { "\(candidate.name) \(candidate.version.text)" }

    private func fits(_ count: Int, _ contents: inout Contents) -> Bool {
        if count > LibraryLimits.modules { contents.problems.append("has more than \(LibraryLimits.modules) modules") }
        return count <= LibraryLimits.modules
    }

    private func read(_ file: String, of archive: Archive, as path: String, into contents: inout Contents) {
        guard archive.files.contains(file) else {
            contents.problems.append("\(file): is no plain file in the rock, or is there twice")
            return
        }
        do {
            let bytes = try archive.bytes(of: file)
            contents.files[path] = bytes
            if let problem = moduleProblem(bytes, name: path) { contents.problems.append(problem) }
        } catch {
            contents.problems.append("\(file): \(error)")
        }
    }
}

// MARK: A rock that was packed after it was built

extension RockFile {
    /// Its modules lie below `lua/`, as they are to be installed.
    private func readPacked(_ items: [RockAllowList.Item]?, into contents: inout Contents) throws {
        for file in archive.files.sorted() {
            if file.hasPrefix("lib/") { contents.problems.append("\(file): is a C module, and cph installs none") }
            if file.hasPrefix("bin/") { contents.problems.append("\(file): is a program, and cph installs none") }
        }
        let present = archive.files.filter { $0.hasPrefix("lua/") && $0.hasSuffix(".lua") }.map {
            String($0.dropFirst(4))
        }
        let named = items?.map(\.path) ?? present.filter(ModuleName.isPlain(file:))
        guard fits(named.count, &contents) else { return }
        for path in named.sorted() { read("lua/\(path)", of: archive, as: path, into: &contents) }
        contents.leftOut = Set(present).subtracting(named).sorted()
    }
}

// MARK: A rock that holds its source

extension RockFile {
    private func readSource(_ items: [RockAllowList.Item]?, into contents: inout Contents) throws {
        let source = try source()
        let items = items ?? Self.found(in: source)
        guard fits(items.count, &contents) else { return }
        let base = source.bases.first { base in items.allSatisfy { source.archive.files.contains(base + $0.source) } }
        for item in items {
            read((base ?? source.bases.first ?? "") + item.source, of: source.archive, as: item.path, into: &contents)
        }
    }

    /// Where the source is: in the rock, or in an archive in it; and the folders that may be its top, the likeliest first.
    private struct Source {
        let archive: Archive
        var bases: [String]
    }

    private func source() throws -> Source {
        let source = rockspec.members["source"]?.members ?? [:]
        let url = source["url"]?.text ?? ""
        let file = source["file"]?.text ?? String(url.prefix { !"?#".contains($0) }.split(separator: "/").last ?? "")
        var archive = archive
        if archive.files.contains(file), !file.hasSuffix(".lua") {
            do {
                let inner = "\(place).source"
                try Files.create(inner, archive.bytes(of: file, limit: LibraryLimits.rock))
                archive = try Archive(inner, path: path)
            } catch {
                throw ProjectError("\(name): \(file): \(error); nothing was installed")
            }
        }
        let tops = Set(archive.files.filter { $0.contains("/") }.map { String($0.prefix { $0 != "/" }) })
        var bases = [source["dir"]?.text ?? "", Self.folder(of: file)]
        if tops.count == 1 { bases += tops }
        bases = bases.filter { base in Archive.isPlain(base) && archive.files.contains { $0.hasPrefix(base + "/") } }
        return Source(archive: archive, bases: bases.map { $0 + "/" } + [""])
    }

    /// The folder that an archive of that name unpacks to: `inspect-3.1` for `inspect-3.1.tar.gz`.
    private static func folder(of file: String) -> String {
        var name = Substring(file)
        for ending in [".gz", ".bz2", ".xz", ".zip", ".tgz", ".tar", ".git"] where name.hasSuffix(ending) {
            name = name.dropLast(ending.count)
        }
        return String(name)
    }

    /// The modules of a source whose rockspec names none: what is below `src`, `lua` or `lib`, or else at its top.
    private static func found(in source: Source) -> [RockAllowList.Item] {
        let base = source.bases.first ?? ""
        let files = paths(of: source.archive, below: base)
        let folder = UsualFolders.ofRock.first { folder in files.contains { $0.hasPrefix(folder) } } ?? ""
        let modules = paths(of: source.archive, below: base + folder).filter { path in
            !UsualFolders.besideRock.contains(String(path.prefix { $0 != "/" })) && ModuleName.isPlain(file: path)
        }
        return modules.map { RockAllowList.Item(path: $0, source: folder + $0) }
    }

    private static func paths(of archive: Archive, below prefix: String) -> [String] {
        archive.files.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
    }
}

/// Says why a file is not the text of a module; nil when it is.
func moduleProblem(_ bytes: [UInt8], name: String) -> String? {
    do throws(ScriptError) {
        _ = try Script(name: name, bytes: bytes)
        return nil
    } catch {
        return "\(error)"
    }
}
