import Bindings
import Files
import Glibc
import LuaKit
import Projects

/// `lfs`, LuaFileSystem 1.8, which many libraries in pure Lua build on and which itself is C: its functions, results and
/// errors, written here.
struct FileSystemModule {
    /// What scripts require.
    static let name = BuiltInModules.fileSystem
    /// The version of the rock luafilesystem that this stands for, which therefore need not be installed.
    static let version = BuiltInModules.fileSystemVersion
    /// What the module says of itself, where LuaFileSystem does.
    static let texts = [
        ("_VERSION", "LuaFileSystem \(version)"), ("_DESCRIPTION", "The functions of LuaFileSystem, as a part of cph"),
        ("_COPYRIGHT", "cph's own, and none of LuaFileSystem's code"),
    ]
    /// Throws unless the script may read the folder; called before one is read. The path is nil when it is no text. Only
    /// attributes of files may always be asked for.
    let mayRead: (_ function: String, _ path: String?) throws -> Void
    /// Throws unless the script may change files; called before anything is changed.
    let mayWrite: (_ function: String) throws -> Void

    var module: LuaModule {
        LuaModule(
            Self.name, doc: "Files and folders, as LuaFileSystem has them.", functions: reading + writing + ofOpenFiles)
    }

    private var reading: [LuaFunction] {
        [
            looking("attributes", follows: true),
            looking("symlinkattributes", follows: false),
            LuaFunction(raw: "currentdir", doc: "The working directory.") { lua in
                guard let place = getcwd(nil, 0) else { return Self.failure(lua, errno) }
                defer { free(place) }
                lua.push(bytes: FileSystemPath.bytes(of: place))
                return 1
            },
            LuaFunction(
                raw: "dir", results: "fun(folder: userdata): string?",
                resultDoc:
                    "then the folder, with the methods next and close, nil, and the folder once more for the loop to close",
                doc: "Walks the names in a folder."
            ) { lua in
                let path = try FileSystemPath(lua, at: 1, of: "lfs.dir")
                try mayRead("lfs.dir", path.text)
                let walk = try DirectoryWalk(path)
                lua.pushFunction { lua in try DirectoryWalk.argument(lua, of: "iter").next(lua, "iter") }
                walk.push(to: lua)
                lua.pushNil()
                lua.pushCopy(of: -2)
                return 4
            },
        ]
    }

    /// Pushes nil, the system's words and its number.
    static func failure(_ lua: LuaContext, _ code: Int32, _ words: (String) -> String = { $0 }) -> Int32 {
        lua.pushNil()
        lua.push(words(FileError.reason(code)))
        lua.push(Int(code))
        return 3
    }
}

// MARK: Attributes

extension FileSystemModule {
    private func looking(_ name: String, follows: Bool) -> LuaFunction {
        LuaFunction(raw: name, doc: "A table of what is known of a file, or the one thing that is asked for.") { lua in
            let path = try FileSystemPath(lua, at: 1, of: "lfs.\(name)")
            var status = stat()
            guard path.withPointer({ follows ? stat($0, &status) : lstat($0, &status) }) == 0 else {
                return Self.failure(lua, errno) { "cannot obtain information from file '\(path.shown)': \($0)" }
            }
            let attributes = Self.attributes(status)
            if let wanted = lua.textOrNumber(at: 2).map({ String(decoding: $0, as: UTF8.self) }) {
                if !follows, wanted == "target" { return pushTarget(of: path, lua) }
                guard let value = attributes.first(where: { $0.name == wanted })?.value else {
                    throw LuaError.runtime("invalid attribute name '\(wanted)'")
                }
                value.push(to: lua)
                return 1
            }
            lua.setTop(2)
            if lua.type(at: 2) != .table { lua.createTable(fieldCount: attributes.count + 1) }
            for (name, value) in attributes {
                value.push(to: lua)
                lua.rawSet(name, at: -2)
            }
            if !follows, let target = path.target {
                lua.push(bytes: target)
                lua.rawSet("target", at: -2)
            }
            return 1
        }
    }

    private func pushTarget(of path: FileSystemPath, _ lua: LuaContext) -> Int32 {
        guard let target = path.target else {
            return Self.failure(lua, errno) { "could not obtain link target: \($0)" }
        }
        lua.push(bytes: target)
        return 1
    }

    private static func attributes(_ status: stat) -> [(name: String, value: any LuaPushable)] {
        [
            ("mode", kind(status)), ("dev", Int(status.st_dev)), ("ino", Int(status.st_ino)),
            ("nlink", Int(status.st_nlink)), ("uid", Int(status.st_uid)), ("gid", Int(status.st_gid)),
            ("rdev", Int(status.st_rdev)), ("access", status.st_atim.tv_sec), ("modification", status.st_mtim.tv_sec),
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
