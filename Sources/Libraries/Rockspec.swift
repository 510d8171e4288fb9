import LuaSyntax
import Projects
import Schema
import Text

/// A rockspec: what a project or a library is called, and what it needs.
struct Rockspec {
    /// The file's name.
    let name: String
    let text: String
    let package: String
    let version: String
    /// The dependencies as they are written: `inspect >= 3, < 4`.
    let dependencies: [String]
    /// All that it says.
    let members: Object

    init(_ bytes: [UInt8], name: String) throws(ProjectError) {
        let members = try LuaData.globals(bytes, name: name).members ?? [:]
        self.members = members
        guard let package = members["package"]?.text, let version = members["version"]?.text else {
            throw ProjectError("\(name): has no package and version, which every rockspec has")
        }
        var dependencies: [String] = []
        for item in members["dependencies"]?.items ?? [] {
            guard let text = item.text else {
                throw ProjectError("\(name): dependencies: must be texts, not \(item.kind)")
            }
            dependencies.append(text)
        }
        (self.name, text) = (name, String(decoding: bytes, as: UTF8.self))
        (self.package, self.version, self.dependencies) = (package, version, dependencies)
    }

    /// The name in `inspect >= 3`; the whole text where it is no dependency, which installing says.
    static func rockName(_ dependency: String) -> String {
        Dependency(ForeignRange.translated(dependency: dependency) ?? dependency)?.name ?? dependency
    }

    /// The dependencies without Lua itself.
    var needs: [String] { dependencies.filter { Self.rockName($0) != "lua" } }

    /// The dependencies, read.
    ///
    /// - Throws: `ProjectError` that names what is none.
    func wanted() throws(ProjectError) -> [Dependency] {
        var wanted: [Dependency] = []
        for text in dependencies {
            if let right = ForeignRange.translated(dependency: text) {
                throw ProjectError(
                    "\(name): \(quoted(text)) is no dependency that LuaRocks reads; write it as '\(right)'")
            }
            guard let dependency = Dependency(text) else {
                throw ProjectError("\(name): \(quoted(text)) is no dependency; write one as 'inspect >= 3, < 4'")
            }
            wanted.append(dependency)
        }
        return wanted
    }

    /// Returns the rockspec with a dependency on `rock` in `range`, in the place of an earlier one on it. A range of another
    /// package manager's form is written in LuaRocks'.
    func adding(_ rock: String, range: String) throws(ProjectError) -> Rockspec {
        guard !rock.isEmpty, rock.allSatisfy(Self.isNameCharacter) else {
            let apart =
                Self.apart(rock).map { "; write it as: cph lib add \($0)" } ?? ": letters, digits, dots, - and _"
            throw ProjectError("\(quoted(rock)) is no name of a library\(apart)")
        }
        let own = ForeignRange.translated(range) ?? range
        let line = own.isEmpty ? rock : "\(rock) \(own)"
        guard Dependency(line)?.name == rock.lowercased() else {
            // A shell takes what stands behind > and < without quotes for the name of a file.
            let quotes = range.allSatisfy { "<>=~!^ ".contains($0) } ? " in quotes, such as" : " as"
            throw ProjectError("\(quoted(range)) is no range of versions; write one\(quotes) '>= 1.2, < 2'")
        }
        let edit = LuaListEdit(text)
        let old = dependencies.first { Self.rockName($0) == rock.lowercased() }
        let edited =
            members["dependencies"] == nil
            ? edit.appending("dependencies = { \(luaLiteral(line)) }")
            : edit.replacing(old, by: line, inList: "dependencies")
        return try with(edited, dependencies.filter { Self.rockName($0) != rock.lowercased() } + [line]) {
            "add \(luaLiteral(line)) to them by hand"
        }
    }

    /// Returns the rockspec without its dependency on `rock`, which it has.
    func removing(_ rock: String) throws(ProjectError) -> Rockspec {
        let (old, rest) = (
            dependencies.filter { Self.rockName($0) == rock }, dependencies.filter { Self.rockName($0) != rock }
        )
        let edited = old.reduce(text) { LuaListEdit($0).removing($1, fromList: "dependencies") ?? "" }
        return try with(edited, rest) {
            "take \(old.map { luaLiteral($0) }.joined(separator: " and ")) out of them by hand"
        }
    }

    /// The rockspec with another text, which must list `wanted`.
    private func with(
        _ text: String?, _ wanted: [String], otherwise advice: () -> String
    ) throws(ProjectError) -> Rockspec {
        let result = try? Rockspec(Array((text ?? "").utf8), name: name)
        guard let result, result.dependencies.sorted() == wanted.sorted() else {
            throw ProjectError("\(name): its dependencies are not a plain list; \(advice())")
        }
        return result
    }

    /// A name and a range that stand in one word, as two: `fleets '>= 1.2'` for `fleets>=1.2` and `fleets@1.2`.
    private static func apart(_ word: String) -> String? {
        let name = word.prefix { isNameCharacter($0) }
        let rest = trimmed(word.dropFirst(name.count))
        let range = rest.first == "@" ? trimmed(rest.dropFirst()) : rest
        guard !name.isEmpty, !range.isEmpty else { return nil }
        let own = ForeignRange.translated(range) ?? range
        let isBare = own.first.map { isNameCharacter($0) } ?? true
        guard Dependency("x \(own)")?.name == "x" else { return nil }
        return own.isEmpty ? "\(name)" : "\(name) '\(isBare ? "== " : "")\(own)'"
    }

    /// Whether the names and versions of rocks may hold it; both become parts of file names.
    static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber) || ".-_".contains(character)
    }

    /// Returns the rockspec with another version, and with the file name that goes with it.
    func versioned(_ version: String) throws(ProjectError) -> Rockspec {
        let edited = LuaListEdit(text).replacing(value: self.version, by: version, of: "version")
        let name = "\(package)-\(version).rockspec"
        let result = try? Rockspec(Array((edited ?? "").utf8), name: name)
        guard let result, result.version == version else {
            throw ProjectError(
                "\(self.name): its version is not a plain text; write version = \(luaLiteral(version)) by hand")
        }
        return result
    }
}
