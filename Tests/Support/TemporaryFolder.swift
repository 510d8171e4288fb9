import Glibc

/// A folder with files in it, for as long as it lives.
public final class TemporaryFolder {
    /// Absolute, without symbolic links.
    public let path: String

    /// - Parameter files: Contents by path below the folder.
    public init(_ files: [String: String] = [:]) throws {
        var name = Array("/tmp/cph-folder-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw Unusable(path: "/tmp", code: errno) }
        path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        for (file, text) in files { try write(file, text) }
    }

    public func write(_ file: String, _ text: String) throws { try write(file, bytes: Array(text.utf8)) }

    public func write(_ file: String, bytes: [UInt8]) throws {
        var folder = path
        for part in file.split(separator: "/").dropLast() {
            folder += "/\(part)"
            mkdir(folder, 0o755)
        }
        guard let stream = fopen("\(path)/\(file)", "wb") else { throw Unusable(path: file, code: errno) }
        defer { fclose(stream) }
        guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else { throw Unusable(path: file, code: errno) }
    }

    /// The text of a file in it; nil when there is none.
    public func text(_ file: String) -> String? {
        guard let stream = fopen("\(path)/\(file)", "rb") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The names of all files and links below `folder`, sorted.
    public func files(_ folder: String = "") -> [String] {
        Self.entries("\(path)/\(folder)").flatMap { name, isFolder in
            let file = folder.isEmpty ? name : "\(folder)/\(name)"
            return isFolder ? files(file) : [file]
        }.sorted()
    }

    private static func entries(_ folder: String) -> [(name: String, isFolder: Bool)] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var found: [(name: String, isFolder: Bool)] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { found.append((name, entry.pointee.d_type == UInt8(DT_DIR))) }
        }
        return found
    }

    /// Makes a link to a file of this folder.
    public func link(_ file: String, from folder: TemporaryFolder, at place: String) throws {
        guard symlink("\(path)/\(file)", "\(folder.path)/\(place)") == 0 else {
            throw Unusable(path: place, code: errno)
        }
    }

    /// Removes a file or a link, if it is there.
    public func remove(_ file: String) { unlink("\(path)/\(file)") }

    deinit { Self.remove(path) }

    private static func remove(_ folder: String) {
        for (name, isFolder) in entries(folder) {
            if isFolder { remove("\(folder)/\(name)") } else { unlink("\(folder)/\(name)") }
        }
        rmdir(folder)
    }

    struct Unusable: Error {
        let path: String
        let code: Int32
    }
}
