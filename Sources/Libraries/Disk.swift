import CProcess
import Glibc
import Projects

/// What `cph lib` does to files and folders. Paths are absolute.
enum Disk {
    /// An entry below a folder.
    struct Entry: Hashable {
        enum Kind { case file, folder, other }
        /// Below the folder that was walked.
        let path: String
        let kind: Kind
    }

    /// Everything below `folder`, in the order of the paths; links are not followed.
    static func entries(below folder: String) throws(ProjectError) -> [Entry] {
        var (found, folders) = ([Entry](), [""])
        while let prefix = folders.popLast() {
            for name in try names(in: "\(folder)/\(prefix)") {
                let entry = Entry(path: prefix + name, kind: kind("\(folder)/\(prefix)\(name)"))
                found.append(entry)
                if entry.kind == .folder { folders.append(entry.path + "/") }
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    /// The names in a folder, sorted.
    static func names(in folder: String) throws(ProjectError) -> [String] {
        guard let stream = opendir(folder) else { throw failure("read the folder", folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func kind(_ path: String) -> Entry.Kind {
        var status = stat()
        guard lstat(path, &status) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// Whether anything is there, a broken link too.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Makes the folder and those above it, unless they are there.
    static func makeFolders(_ path: String) throws(ProjectError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            if mkdir(made, 0o755) != 0 && errno != EEXIST { throw failure("make the folder", made) }
        }
    }

    /// A new folder whose name begins with `prefix`, a path.
    static func makeTemporaryFolder(_ prefix: String) throws(ProjectError) -> String {
        var name = Array("\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw failure("make a folder", prefix) }
        return String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func remove(_ path: String) {
        if kind(path) == .folder {
            for name in (try? names(in: path)) ?? [] { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    static func read(_ path: String) throws(ProjectError) -> [UInt8] {
        do throws(ScriptError) { return try Files.read(path) } catch { throw ProjectError("\(error)") }
    }

    /// Writes a file that must not be there yet, with the folders it needs.
    static func create(_ path: String, _ bytes: [UInt8]) throws(ProjectError) {
        if let slash = path.lastIndex(of: "/") { try makeFolders(String(path[..<slash])) }
        do throws(ScriptError) { try Files.create(path, bytes) } catch { throw ProjectError("\(error)") }
    }

    /// Puts a file in the place of another: whoever looks sees the old one or the new one, also after a power cut.
    static func replace(_ path: String, _ bytes: [UInt8]) throws(ProjectError) {
        let temporary = "\(path).new"
        unlink(temporary)
        try create(temporary, bytes)
        try sync(temporary)
        try rename(temporary, to: path)
    }

    static func rename(_ path: String, to place: String) throws(ProjectError) {
        guard Glibc.rename(path, place) == 0 else { throw failure("rename \(path) to", place) }
    }

    /// Swaps two folders in one step.
    static func exchange(_ first: String, _ second: String) throws(ProjectError) {
        guard cprocess_exchange(first, second) == 0 else { throw failure("swap \(first) and", second) }
    }

    private static func sync(_ path: String) throws(ProjectError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw failure("write", path) }
        close(descriptor)
    }

    private static func failure(_ verb: String, _ path: String) -> ProjectError {
        ProjectError("cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}
