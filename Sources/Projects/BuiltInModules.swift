/// The modules and rocks that are a part of cph or of Lua.
package enum BuiltInModules {
    /// The module that many libraries in pure Lua build on, and which is a part of cph.
    package static let fileSystem = "lfs"
    /// The version of the rock luafilesystem that counts as installed, because its module `lfs` is built in.
    package static let fileSystemVersion = "1.8.0"
    /// The rocks that need not be installed, with their versions.
    package static let rocks = ["lua": "5.4", "luafilesystem": fileSystemVersion]

    fileprivate static let ofLua: Set<String> = [
        "_G", "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8",
    ]
}

extension ModuleName {
    /// Whether it is the name of a module that cph or Lua has itself.
    package var isBuiltIn: Bool {
        BuiltInModules.ofLua.contains(text) || text == BuiltInModules.fileSystem || text == "cph"
            || text.hasPrefix("cph.")
    }
}
