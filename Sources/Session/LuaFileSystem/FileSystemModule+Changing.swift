import Files
import Glibc
import LuaKit

extension FileSystemModule {
    /// The functions that change files and folders.
    var writing: [LuaFunction] {
        [
            changing("mkdir") { lua, path in path.withPointer { mkdir($0, 0o775) } },
            changing("rmdir") { lua, path in path.withPointer { rmdir($0) } },
            changing("touch", touch),
            changing("link") { lua, old in
                let new = try FileSystemPath(lua, at: 2, of: "lfs.link")
                let isSymbolic = lua.isTruthy(at: 3)
                return old.withPointer { old in
                    new.withPointer { new in isSymbolic ? symlink(old, new) : Glibc.link(old, new) }
                }
            },
            LuaFunction(raw: "chdir", doc: "True, or nil and why not.") { lua in
                try mayWrite("lfs.chdir")
                let path = try FileSystemPath(lua, at: 1, of: "lfs.chdir")
                if path.withPointer({ chdir($0) }) == 0 { return succeed(lua) }
                lua.pushNil()
                lua.push("Unable to change working directory to '\(path.shown)'\n\(FileError.reason(errno))\n")
                return 2
            },
            LuaFunction(raw: "lock_dir", doc: "A lock with a method free, or nil and why not.") { lua in
                try mayWrite("lfs.lock_dir")
                guard let lock = FolderLock(try FileSystemPath(lua, at: 1, of: "lfs.lock_dir")) else {
                    lua.pushNil()
                    lua.push(FileError.reason(errno))
                    return 2
                }
                lock.push(to: lua)
                return 1
            },
        ]
    }

    /// Makes a function that returns true, or nil, the reason and its number; `change` returns what the system does.
    private func changing(
        _ name: String, _ change: @escaping (LuaContext, FileSystemPath) throws -> Int32
    ) -> LuaFunction {
        LuaFunction(raw: name, doc: "True, or nil and why not.") { lua in
            try mayWrite("lfs.\(name)")
            let path = try FileSystemPath(lua, at: 1, of: "lfs.\(name)")
            return try change(lua, path) == 0 ? succeed(lua) : Self.failure(lua, errno)
        }
    }

    private func succeed(_ lua: LuaContext) -> Int32 {
        lua.push(true)
        return 1
    }

    /// Sets when a file was read and changed last, in seconds since 1970: now without times, and the first time for both
    /// without the second.
    private func touch(_ lua: LuaContext, _ path: FileSystemPath) throws -> Int32 {
        if lua.top == 1 { return path.withPointer { utime($0, nil) } }
        let first = lua.isNilOrNone(at: 2) ? 0 : lua.numberOrText(at: 2)
        guard let first else { throw lua.badArgument(2, of: "lfs.touch", expected: "number") }
        guard let access = Int(exactly: first.rounded(.towardZero)) else {
            throw lua.badArgument(2, of: "lfs.touch", "number has no integer representation")
        }
        let changed = lua.isNilOrNone(at: 3) ? access : try lua.optionalInteger(3, of: "lfs.touch")
        var times = utimbuf(actime: access, modtime: changed)
        return path.withPointer { utime($0, &times) }
    }
}
