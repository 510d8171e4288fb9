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
    static func rockName(_ dependency: String) -> String { Dependency(dependency)?.name ?? dependency }

    /// The dependencies without Lua itself.
    var needs: [String] { dependencies.filter { Self.rockName($0) != "lua" } }

    /// The dependencies, read.
    ///
    /// - Throws: `ProjectError` that names what is none.
    func wanted() throws(ProjectError) -> [Dependency] {
        var wanted: [Dependency] = []
        for text in dependencies {
            guard let dependency = Dependency(text) else {
                throw ProjectError("\(name): \(quoted(text)) is no dependency; write one as 'inspect >= 3, < 4'")
            }
            wanted.append(dependency)
        }
        return wanted
    }

    /// Returns the rockspec with a dependency on `rock` in `range`, in the place of an earlier one on it.
    func adding(_ rock: String, range: String) throws(ProjectError) -> Rockspec {
        guard !rock.isEmpty, rock.allSatisfy(Self.isNameCharacter) else {
            throw ProjectError("\(quoted(rock)) is no name of a library: letters, digits, dots, - and _")
        }
        let line = range.isEmpty ? rock : "\(rock) \(range)"
        guard Dependency(line)?.name == rock.lowercased() else {
            throw ProjectError("\(quoted(range)) is no range of versions; write one as '>= 1.2, < 2'")
        }
        var wanted = dependencies.filter { Self.rockName($0) != rock.lowercased() }
        let old = dependencies.first { Self.rockName($0) == rock.lowercased() }
        wanted.append(line)
        let edited = LuaListEdit(text).replacing(old, by: line, inList: "dependencies")
        let result = try? Rockspec(Array((edited ?? "").utf8), name: name)
        guard let result, Set(result.dependencies) == Set(wanted) else {
            throw ProjectError(
                "\(name): its dependencies are not a plain list; add \(luaLiteral(line)) to them by hand")
        }
        return result
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
