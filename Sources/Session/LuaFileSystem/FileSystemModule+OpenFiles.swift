import Files
import Glibc
import LuaKit

extension FileSystemModule {
    /// The functions of files that the script has opened with `io`.
    var ofOpenFiles: [LuaFunction] {
        [
            LuaFunction(raw: "setmode", doc: "True and \"binary\": files are bytes here, whichever mode is asked for.")
            { lua in
                _ = try descriptor(lua, of: "setmode")
                let mode = try word(lua, of: "setmode")
                guard ["binary", "text"].contains(mode) else {
                    throw lua.badArgument(2, of: "lfs.setmode", "invalid option '\(mode)'")
                }
                lua.push(true)
                lua.push("binary")
                return 2
            },
            LuaFunction(
                raw: "lock", doc: "Locks a file or a part of it, r to read and w to write: true, or nil and why not."
            ) {
                lua in
                let file = try descriptor(lua, of: "lock")
                let kind: Int32 =
                    switch try word(lua, of: "lock").first {
                    case "w": F_WRLCK
                    case "r": F_RDLCK
                    case "u": F_UNLCK
                    default: throw LuaError.runtime("lock: invalid mode")
                    }
                return try lock(file, kind, part: 3, lua, "lfs.lock")
            },
            LuaFunction(raw: "unlock", doc: "Unlocks a file or a part of it: true, or nil and why not.") { lua in
                try lock(try descriptor(lua, of: "unlock"), F_UNLCK, part: 2, lua, "lfs.unlock")
            },
        ]
    }

    /// Linux's F_OFD_SETLK, which its headers show to GNU's C alone.
    private static let setLockOfFile: Int32 = 37

    private func descriptor(_ lua: LuaContext, of function: String) throws -> Int32 {
        switch lua.openFile(at: 1) {
        case .open(let descriptor): return descriptor
        case .closed: throw LuaError.runtime("\(function): closed file")
        case nil: throw lua.badArgument(1, of: "lfs.\(function)", expected: "FILE*")
        }
    }

    private func word(_ lua: LuaContext, of function: String) throws -> String {
        guard let word = lua.textOrNumber(at: 2) else {
            throw lua.badArgument(2, of: "lfs.\(function)", expected: "string")
        }
        return String(decoding: word, as: UTF8.self)
    }

    /// Sets a lock of the file that was opened, not one of the process: that one would let go of the host's own locks on the
    /// same file, such as a ledger.
    ///
    /// - Parameter part: The index of the first byte, behind which the count of bytes stands; the whole file without them.
    private func lock(_ file: Int32, _ kind: Int32, part: Int32, _ lua: LuaContext, _ function: String) throws -> Int32
    {
        let start = try lua.optionalInteger(part, of: function)
        let count = try lua.optionalInteger(part + 1, of: function)
        var lock = flock()
        (lock.l_type, lock.l_whence) = (Int16(kind), Int16(SEEK_SET))
        (lock.l_start, lock.l_len) = (start, count)
        guard fcntl(file, Self.setLockOfFile, &lock) == 0 else {
            lua.pushNil()
            lua.push(FileError.reason(errno))
            return 2
        }
        lua.push(true)
        return 1
    }
}
