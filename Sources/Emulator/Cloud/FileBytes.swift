import Glibc

/// Whole files, read and replaced.
enum FileBytes {
    /// A system call that failed.
    struct Failure: Error, CustomStringConvertible {
        let call: String
        let code: CInt

        var isMissing: Bool { code == ENOENT && call == "open" }
        var description: String { "\(call): \(String(cString: strerror(code)))" }
    }

    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let file = try check("open", open(path, O_RDONLY | O_CLOEXEC))
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try check("read", Glibc.read(file, &chunk, chunk.count))
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// Puts `bytes` in the place of the file: a reader, and a machine that lost power, find the old or the new content.
    static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let temporary = "\(path).new"
        let file = try check("open", open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600))
        do throws(Failure) {
            defer { close(file) }
            try write(bytes, to: file)
            try check("fsync", fsync(file))
        } catch {
            unlink(temporary)
            throw error
        }
        try check("rename", rename(temporary, path))
        try syncFolder(of: path)
    }

    private static func write(_ bytes: [UInt8], to file: CInt) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            rest = rest.dropFirst(try check("write", count))
        }
    }

    /// The new name is on disk only when the folder that holds it is.
    private static func syncFolder(of path: String) throws(Failure) {
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let folder = try check("open folder", open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        defer { close(folder) }
        try check("fsync folder", fsync(folder))
    }

    @discardableResult
    private static func check<Result: SignedInteger>(_ call: String, _ result: Result) throws(Failure) -> Result {
        guard result >= 0 else { throw Failure(call: call, code: errno) }
        return result
    }
}
