public import Files

extension Files {
    /// Lua files in a folder and the folders in it, sorted by path. What is hidden or installed (`lua_modules`) is not
    /// looked at.
    public static func luaFiles(in folder: String) -> [String] {
        let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
        return visible(folder).flatMap { name in
            name.hasSuffix("/") ? luaFiles(in: prefix + name.dropLast()) : name.hasSuffix(".lua") ? [prefix + name] : []
        }
    }

    /// The names of the folders in a folder, sorted, without those that are hidden or hold installed modules.
    public static func folders(in folder: String) -> [String] {
        visible(folder).filter { $0.hasSuffix("/") }.map { String($0.dropLast()) }
    }

    private static func visible(_ folder: String) -> [String] {
        list(folder).filter { !$0.hasPrefix(".") && $0 != "lua_modules/" }
    }
}
