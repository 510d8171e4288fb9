import Bindings
import Files
import Glibc
import LuaKit
import Projects
import Schema

/// `lfs`, LuaFileSystem, which many libraries in pure Lua build on and which itself is C: its functions, written here.
struct FileSystemModule {
    /// What scripts require.
    static let name = BuiltInModules.fileSystem
    /// The version of the rock luafilesystem that this stands for, which therefore need not be installed.
    static let version = BuiltInModules.fileSystemVersion
    /// Throws unless the script may read the folder; called before one is read. Only attributes of files may always be
    /// asked for.
    let mayRead: (_ function: String, _ path: String) throws -> Void
    /// Throws unless the script may change files; called before anything is changed.
    let mayWrite: (_ function: String) throws -> Void

    var module: LuaModule {
        LuaModule(
            Self.name, doc: "Files and folders, as LuaFileSystem has them.", functions: reading + writing)
    }

    private var reading: [LuaFunction] {
        [
            looking("attributes") { stat($0, &$1) },
            looking("symlinkattributes") { lstat($0, &$1) },
            LuaFunction("currentdir", doc: "The working directory.") { Files.real(".") },
            LuaFunction(raw: "dir", doc: "Walks the names in a folder.") { lua in
                let path = try path(lua, "lfs.dir")
                try mayRead("lfs.dir", path)
                var names = try self.names(path)[...]
                lua.pushFunction { lua in
                    guard let name = names.popFirst() else { return 0 }
                    lua.push(name)
                    return 1
                }
                return 1
            },
        ]
    }

    private var writing: [LuaFunction] {
        [
            changing("mkdir") { mkdir($0, 0o777) },
            changing("rmdir") { rmdir($0) },
            changing("touch") { utimes($0, nil) },
            changing("chdir") { chdir($0) },
        ]
    }

    private func path(_ lua: LuaContext, _ function: String) throws -> String {
        guard let path = lua.string(at: 1) else { throw LuaError.runtime("\(function) takes a path") }
        return path
    }

    private func names(_ path: String) throws -> [String] {
        guard Files.isFolder(path) else {
            throw LuaError.runtime(
                "cannot open \(path): \(Files.isFile(path) ? "Not a directory" : "No such file or directory")")
        }
        return try [".", ".."] + Files.names(in: path)
    }

    private func changing(_ name: String, _ change: @escaping (String) -> Int32) -> LuaFunction {
        LuaFunction(raw: name, doc: "True, or nil and why not.") { lua in
            try mayWrite("lfs.\(name)")
            guard change(try path(lua, "lfs.\(name)")) == 0 else {
                return failure(lua, errno) { $0 }
            }
            lua.push(true)
            return 1
        }
    }

    private func looking(_ name: String, _ look: @escaping (String, inout stat) -> Int32) -> LuaFunction {
        LuaFunction(raw: name, doc: "A table of what is known of a file, or the one thing that is asked for.") { lua in
            let path = try path(lua, "lfs.\(name)")
            var status = stat()
            guard look(path, &status) == 0 else {
                return failure(lua, errno) { "cannot obtain information from file '\(path)': \($0)" }
            }
            let attributes = Self.attributes(status)
            if let wanted = lua.string(at: 2) {
                guard let value = attributes.first(where: { $0.name == wanted })?.value else {
                    throw LuaError.runtime("invalid attribute name '\(wanted)'")
                }
                value.push(to: lua)
                return 1
            }
            if lua.type(at: 2) == .table { lua.setTop(2) } else { lua.createTable(fieldCount: attributes.count) }
            for (name, value) in attributes {
                value.push(to: lua)
                lua.rawSet(name, at: -2)
            }
            return 1
        }
    }

    private func failure(_ lua: LuaContext, _ code: Int32, _ message: (String) -> String) -> Int32 {
        lua.pushNil()
        lua.push(message(FileError.reason(code)))
        lua.push(Int(code))
        return 3
    }

    private static func attributes(_ status: stat) -> [(name: String, value: any LuaPushable)] {
        [
            ("mode", kind(status)), ("dev", Int(status.st_dev)), ("ino", Int(status.st_ino)),
            ("nlink", Int(status.st_nlink)), ("uid", Int(status.st_uid)), ("gid", Int(status.st_gid)),
            ("access", status.st_atim.tv_sec), ("modification", status.st_mtim.tv_sec),
            ("change", status.st_ctim.tv_sec), ("size", Int(status.st_size)), ("blocks", Int(status.st_blocks)),
            ("blksize", Int(status.st_blksize)), ("permissions", permissions(status.st_mode)),
        ]
    }

    private static func kind(_ status: stat) -> String {
        switch status.st_mode & S_IFMT {
        case S_IFREG: "file"
        case S_IFDIR: "directory"
        case S_IFLNK: "link"
        case S_IFSOCK: "socket"
        case S_IFIFO: "named pipe"
        case S_IFCHR: "char device"
        case S_IFBLK: "block device"
        default: "other"
        }
    }

    private static func permissions(_ mode: mode_t) -> String {
        String((0..<9).map { bit in mode & (0o400 >> mode_t(bit)) != 0 ? Array("rwx")[bit % 3] : "-" })
    }
}
