import Glibc
import TestSupport

/// The Lua files of this repository, whatever folder they are in.
enum LuaFiles {
    static let all: [String] = [
        "stdlib/cph/*.lua", "stdlib/cph/*/*.lua", "scripts/*.lua", "Tests/StdlibTests/lua/*.lua",
        "Tests/StdlibTests/lua/*/*.lua",
    ].flatMap(matching)

    private static func matching(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob("\(Vectors.root)/\(pattern)", 0, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { index in
            found.gl_pathv[index].map { String(String(cString: $0).dropFirst(Vectors.root.count + 1)) }
        }
    }
}
