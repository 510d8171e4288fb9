/// Where Lua projects keep their modules when nothing says where.
enum UsualFolders {
    /// In a repository; the first that holds any module is used.
    static let ofRepository = ["lua", "src", "lib"]
    /// The folders that hold no modules, in a repository whose modules are at the top.
    static let besideRepository: Set<String> = [
        "spec", "test", "tests", "doc", "docs", "examples", "example", "bench", "scripts", "rockspecs", "tools",
    ]
    /// In a source rock whose rockspec names no modules; the first that is there is used.
    static let ofRock = ["src/", "lua/", "lib/"]
    /// What is no module beside modules of such a rock.
    static let besideRock: Set<String> = ["spec", ".luarocks", "lua_modules", "test.lua", "tests.lua"]
}
