import Files
import Glibc
import LuaKit

/// What `lfs.dir` returns beside its iterator: a folder that is being read, until its end, its `close`, or the end of the
/// loop that holds it.
final class DirectoryWalk: LuaObject {
    static let luaType = "directory metatable"
    /// Nil when it is closed.
    private var stream: OpaquePointer?

    /// Opens the folder.
    init(_ path: FileSystemPath) throws(LuaError) {
        stream = path.withPointer { opendir($0) }
        if stream == nil { throw LuaError.runtime("cannot open \(path.shown): \(FileError.reason(errno))") }
    }

    deinit { close() }

    static var luaClass: LuaClass {
        LuaClass(
            doc: "A folder that is being read.",
            methods: [
                LuaFunction(raw: "next", doc: "The next name; nothing at the end, where the folder is closed.") { lua in
                    try argument(lua, of: "next").next(lua, "next")
                },
                LuaFunction(raw: "close", doc: "Reads no further.") { lua in try close(lua) },
            ],
            metamethods: [LuaFunction(raw: "__close", doc: "Reads no further.") { lua in try close(lua) }])
    }

    /// The folder that is the first argument.
    static func argument(_ lua: LuaContext, of function: String) throws(LuaError) -> DirectoryWalk {
        do throws(LuaMismatch) { return try read(lua, at: 1) } catch {
            throw lua.badArgument(1, of: function, "\(error)")
        }
    }

    private static func close(_ lua: LuaContext) throws(LuaError) -> Int32 {
        try argument(lua, of: "close").close()
        return 0
    }

    /// Pushes the next name, or nothing at the end.
    func next(_ lua: LuaContext, _ function: String) throws(LuaError) -> Int32 {
        guard let stream else { throw lua.badArgument(1, of: function, "closed directory") }
        guard let entry = readdir(stream) else {
            close()
            return 0
        }
        let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { FileSystemPath.bytes(of: $0) }
        }
        lua.push(bytes: name)
        return 1
    }

    private func close() {
        if let stream { closedir(stream) }
        stream = nil
    }
}
