// `stdout` is a C variable that nothing assigns; the C library locks the stream itself.
import CPHModel
import Files
@preconcurrency import Glibc

/// Collects what is written to the standard streams meanwhile, by whoever it is: Lua, this program, one that it starts.
enum CapturedStreams {
    /// Runs `action`, with nothing to read on standard input, and returns what was written to the other two.
    static func collect(_ action: (_ say: @escaping (String) -> Void) throws -> Void) throws -> (
        output: [UInt8], errors: [UInt8]
    ) {
        fflush(nil)
        let files = [open("/dev/null", O_RDWR | O_CLOEXEC), try file(), try file()]
        let kept = files.indices.map { fcntl(Int32($0), F_DUPFD_CLOEXEC, 10) }
        for (stream, file) in files.enumerated() { dup2(file, Int32(stream)) }
        defer { for file in files { close(file) } }
        do {
            defer {
                fflush(nil)
                for (stream, copy) in kept.enumerated() {
                    dup2(copy, Int32(stream))
                    close(copy)
                }
            }
            try action { Output.error($0) }
        }
        return (read(files[1]), read(files[2]))
    }

    /// A new file without a name.
    private static func file() throws -> Int32 {
        // A folder that is not absolute would be below whatever the test has made the working directory.
        let folder = Environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        var name = Array("\(folder)/cph-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else {
            throw CPHError(.argument, "cph.testing.run needs a temporary file: \(FileError.reason(errno))")
        }
        unlink(name)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    private static func read(_ file: Int32) -> [UInt8] {
        let size = Int(max(lseek(file, 0, SEEK_END), 0))
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(pread(file, buffer.baseAddress, size, 0), 0)
        }
    }
}
