import Files
import Glibc

/// Whose a project is: its modules run as the script does, so that whoever may write them may buy.
extension Project {
    /// Refuses a project that is not this user's: its folder, its project file, its lock, `lib/` and `lua_modules/` belong to
    /// this user or to root, and nobody else may write them.
    ///
    /// - Throws: `ProjectError` that names the first one that is another's.
    static func checkOwnership(of root: String) throws(ProjectError) {
        for name in ["", "/\(fileName)", "/\(lockName)", "/lib", "/lua_modules"] { try checkOwner(of: root + name) }
    }

    /// Refuses a module's file, or a folder on the way to it, that is not this user's.
    ///
    /// - Parameter root: The project's folder, which was looked at already.
    public static func checkOwnership(of file: String, below root: String) throws(ProjectError) {
        var place = file
        while place != root, place != "/" {
            try checkOwner(of: place)
            place = Files.folder(of: place)
        }
    }

    /// Looks at what is there, behind links; what is not there is nobody's.
    private static func checkOwner(of path: String) throws(ProjectError) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        guard [0, geteuid()].contains(status.st_uid) else {
            throw ProjectError(
                "\(path) belongs to another user (number \(status.st_uid)), who could change what is run; copy the project to a "
                    + "folder of your own")
        }
        // A user's own group, of the same number, is nobody else.
        let isShared = status.st_mode & S_IWGRP != 0 && status.st_gid != status.st_uid
        guard !isShared, status.st_mode & S_IWOTH == 0 else {
            throw ProjectError("others may write \(path), and so change what is run; chmod go-w it")
        }
    }
}
