import Files
import Glibc

/// A folder with files in it, for as long as it lives.
public final class TemporaryFolder: Sendable {
    /// Absolute, without symbolic links.
    public let path: String

    /// - Parameters:
    ///   - files: Contents by path below the folder.
    ///   - isInMemory: Whether it is kept off the disk where that is possible: tests that sync a shared disk wait for one
    ///     another.
    public init(_ files: [String: String] = [:], isInMemory: Bool = false) throws {
        let root = isInMemory && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        path = try Files.makeTemporaryFolder("\(root)/cph-test-")
        for (file, text) in files { try write(file, text) }
    }

    deinit { Files.remove(path) }

    /// Writes a file, in the place of what it held, and makes the folders on the way.
    public func write(_ file: String, _ text: String) throws { try write(file, bytes: Array(text.utf8)) }

    /// Writes a file, in the place of what it held, and makes the folders on the way.
    public func write(_ file: String, bytes: [UInt8]) throws {
        try Files.makeFolder(Files.folder(of: "\(path)/\(file)"))
        try Files.write("\(path)/\(file)", bytes)
    }

    /// The text of a file in it; nil when there is none.
    public func text(_ file: String) -> String? { Files.text("\(path)/\(file)") }

    /// The names of all files and links below `folder`, sorted.
    public func files(_ folder: String = "") -> [String] {
        let entries = (try? Files.entries(below: folder.isEmpty ? path : "\(path)/\(folder)")) ?? []
        return entries.filter { $0.kind != .folder }.map { folder.isEmpty ? $0.path : "\(folder)/\($0.path)" }
    }

    /// Makes a link to a file of this folder.
    public func link(_ file: String, from folder: TemporaryFolder, at place: String) throws {
        guard symlink("\(path)/\(file)", "\(folder.path)/\(place)") == 0 else { throw FileError("link", place) }
    }

    /// Removes a file or a link, if it is there.
    public func remove(_ file: String) { Files.remove("\(path)/\(file)") }
}
