import Files
import Glibc

// Which folder is the project that a file belongs to.
extension Project {
    /// The nearest folder from `folder` upwards that holds a project file; nil when there is none. As with git, the search
    /// stops at the home folder, and before a folder of another owner.
    public static func root(from folder: String) -> String? {
        root(from: folder, home: UserFolders.ofProcess.home.flatMap(Files.real))
    }

    /// - Parameter home: The folder above which nothing is looked for; nil for none.
    static func root(from folder: String, home: String?) -> String? {
        guard var place = Files.real(folder) else { return nil }
        while !Files.isFile("\(place)/\(fileName)") {
            guard goesOn(above: place, home: home) else { return nil }
            place = Files.folder(of: place)
        }
        return place
    }

    /// Whether the search for a project goes on from `folder` to the one above it: not above the home folder, and not into a
    /// folder of somebody else or of everybody, such as /tmp.
    static func goesOn(above folder: String, home: String?) -> Bool {
        if folder == "/" || folder == home { return false }
        var (here, above) = (stat(), stat())
        guard stat(folder, &here) == 0, stat(Files.folder(of: folder), &above) == 0 else { return false }
        return here.st_uid == above.st_uid && above.st_mode & S_IWOTH == 0
    }
}
