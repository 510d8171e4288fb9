import Bindings
import Files
import LuaKit
import Projects
import Schema
import Text

/// `io` and `os` for a library: it reads below the project's folder, and writes nothing unless that is granted.
struct LibraryFiles {
    let library: Library
    let root: String?

    private var state: LuaState { library.session.state }
    private var rights: LibraryRights { library.rights }

    /// Fills the table on top.
    func fillOS(_ lua: LuaContext) {
        let original = fields("os", lua)
        for name in ["clock", "date", "difftime", "time", "getenv", "exit"] { set(name, original[name], lua) }
        for name in ["remove", "rename", "tmpname"] {
            set(name, original[name].map { gated("os.\(name)", LibraryRights.writeFiles, $0) }, lua)
        }
        set("execute", original["execute"].map { gated("os.execute", LibraryRights.programs, $0) }, lua)
    }

    /// Fills the table on top.
    func fillIO(_ lua: LuaContext) {
        let original = fields("io", lua)
        for name in ["read", "write", "type", "stdin", "stdout", "stderr"] { set(name, original[name], lua) }
        set("open", original["open"].map(open), lua)
        set("lines", original["lines"].map { reading("io.lines", $0) }, lua)
        set("close", original["close"].map(close), lua)
        set("popen", original["popen"].map { gated("io.popen", LibraryRights.programs, $0) }, lua)
        set("tmpfile", original["tmpfile"].map { gated("io.tmpfile", LibraryRights.writeFiles, $0) }, lua)
        // With an argument they change what the script reads and writes.
        for name in ["input", "output"] {
            let function = original[name]
            set(name, function.map { gated("io.\(name)", LibraryRights.writeFiles, $0, when: { $0.top > 0 }) }, lua)
        }
    }

    private func fields(_ table: String, _ lua: LuaContext) -> [String: LuaValue] {
        guard case .table(let table) = state.global(table) else { return [:] }
        return Dictionary(uniqueKeysWithValues: lua.fields(of: table))
    }

    private func set(_ name: String, _ value: (any LuaPushable)?, _ lua: LuaContext) {
        guard let value else { return }
        value.push(to: lua)
        lua.rawSet(name, at: -2)
    }

    /// Wraps `original`: it raises `denied` unless the project grants `word`.
    private func gated(
        _ name: String, _ word: String, _ original: LuaValue,
        when isMeant: @escaping (LuaContext) -> Bool = { _ in true }
    ) -> LuaFunction {
        let rights = rights
        return LuaFunction(raw: name, doc: "As in Lua, where it is granted.") { lua in
            if isMeant(lua) { try rights.check(word, for: name) }
            return try lua.pass(to: original)
        }
    }

    private func open(_ original: LuaValue) -> LuaFunction {
        LuaFunction(raw: "io.open", doc: "As in Lua, where it is granted.") { [self] lua in
            let mode = lua.string(at: 2) ?? (lua.isNilOrNone(at: 2) ? "r" : "w")
            if mode != "r" && mode != "rb" {
                try rights.check(LibraryRights.writeFiles, for: "io.open(…, \(quoted(mode)))")
            }
            try checkReading("io.open", lua)
            return try lua.pass(to: original)
        }
    }

    private func reading(_ name: String, _ original: LuaValue) -> LuaFunction {
        LuaFunction(raw: name, doc: "As in Lua, below the project's folder.") { [self] lua in
            if !lua.isNilOrNone(at: 1) { try checkReading(name, lua) }
            return try lua.pass(to: original)
        }
    }

    /// Wraps `io.close`, which without an argument would close the script's output.
    private func close(_ original: LuaValue) -> LuaFunction {
        let rights = rights
        return LuaFunction(raw: "io.close", doc: "Closes a file.") { lua in
            if lua.top == 0 { throw rights.denial(of: "io.close()", word: nil) }
            return try lua.pass(to: original)
        }
    }

    /// Throws unless the library may read the file whose path is at index 1: one in the project's folder, or any file
    /// where that is granted.
    func checkReading(_ function: String, _ lua: LuaContext) throws {
        guard let path = lua.string(at: 1) else {
            return try rights.check(LibraryRights.readFiles, for: "\(function) with a path that is no text")
        }
        if !mayRead(path) { try rights.check(LibraryRights.readFiles, for: "\(function)(\(quoted(path)))") }
    }

    /// Whether a library may read `path`. It may also try a path that leads nowhere: there is nothing to read.
    func mayRead(_ path: String) -> Bool {
        if rights.allows(LibraryRights.readFiles) || rights.allows(LibraryRights.writeFiles) { return true }
        // What has no name, such as a deleted file or a pipe, is there through the link of its descriptor all the same.
        guard let place = Files.real(path) else {
            return !path.unicodeScalars.contains("\0") && !Files.exists(path)
        }
        return root.map { (place + "/").hasPrefix($0 + "/") } ?? false
    }
}

extension Library {
    /// `lfs` with the library's rights.
    func fileSystem(root: String?) -> FileSystemModule {
        let (rights, files) = (rights, LibraryFiles(library: self, root: root))
        return FileSystemModule(
            mayRead: { function, path in
                guard let path else {
                    return try rights.check(LibraryRights.readFiles, for: "\(function) with a path that is no text")
                }
                if !files.mayRead(path) {
                    try rights.check(LibraryRights.readFiles, for: "\(function)(\(quoted(path)))")
                }
            },
            mayWrite: { try rights.check(LibraryRights.writeFiles, for: $0) })
    }
}
