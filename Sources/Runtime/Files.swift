import Glibc

/// Everything a descriptor or a file holds.
public enum Files {
    /// Reads the file at `path`.
    ///
    /// - Throws: `ScriptError.unreadable` with the system's reason.
    public static func read(_ path: String) throws(ScriptError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path, reason: reason()) }
        defer { close(descriptor) }
        return try read(descriptor, name: path)
    }

    public static func readStandardInput() throws(ScriptError) -> [UInt8] { try read(0, name: "standard input") }

    private static func read(_ descriptor: Int32, name: String) throws(ScriptError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(name, reason: reason())
            }
            bytes += buffer[..<count]
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
