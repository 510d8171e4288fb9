import Glibc
import LuaKit

/// What `lfs.lock_dir` returns: a link in the folder that nobody else can make meanwhile, until it is freed or collected.
final class FolderLock: LuaObject {
    static let luaType = "lock metatable"
    private let path: FileSystemPath
    private var isHeld: Bool

    /// Makes the link, or fails with `errno` set.
    init?(_ folder: FileSystemPath) {
        path = folder.appending("lockfile.lfs")
        isHeld = path.withPointer { symlink("lock", $0) } == 0
        if !isHeld { return nil }
    }

    deinit { free() }

    static var luaClass: LuaClass {
        let free = LuaFunction(raw: "free", doc: "Takes the link away.") { lua in
            do throws(LuaMismatch) { try read(lua, at: 1).free() } catch {
                throw lua.badArgument(1, of: "free", "\(error)")
            }
            return 0
        }
        return LuaClass(doc: "A folder that is locked.", methods: [free])
    }

    private func free() {
        if isHeld { _ = path.withPointer { unlink($0) } }
        isHeld = false
    }
}
