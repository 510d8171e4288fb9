import Glibc

/// The program as a user runs it: words in, streams and exit code out.
struct Command {
    struct Outcome {
        var status: Int32
        var output: String
        var error: String
    }

    /// Runs `cph` with nothing in its environment but `environment`.
    static func cph(
        _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) throws -> Outcome {
        try run(executable, arguments, input: input, environment: environment)
    }

    /// Next to the test runner's own executable.
    static let executable: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(count, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/cph"
    }()

    private static func run(
        _ program: String, _ arguments: [String], input: String, environment: [String: String]
    ) throws -> Outcome {
        let (standardInput, standardOutput, standardError) = (
            try TemporaryFile(input), try TemporaryFile(), try TemporaryFile()
        )
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput.descriptor, 0)
        posix_spawn_file_actions_adddup2(&actions, standardOutput.descriptor, 1)
        posix_spawn_file_actions_adddup2(&actions, standardError.descriptor, 2)
        var child = pid_t()
        let words = CStrings([program] + arguments)
        let variables = CStrings((["HOME": "/nonexistent"].merging(environment) { $1 }).map { "\($0)=\($1)" })
        let code = posix_spawn(&child, program, &actions, nil, words.pointers, variables.pointers)
        guard code == 0 else { throw Failed(what: "spawn \(program)", code: code) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        let isSignal = status & 0x7F != 0
        return Outcome(
            status: isSignal ? -(status & 0x7F) : (status >> 8) & 0xFF, output: standardOutput.text,
            error: standardError.text)
    }

    struct Failed: Error {
        let what: String
        let code: Int32
    }
}

/// A file that exists only while it is open.
private final class TemporaryFile {
    let descriptor: Int32

    init(_ content: String = "") throws {
        var name = Array("/tmp/cph-test-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw Command.Failed(what: "mkstemp", code: errno) }
        unlink(name)
        let bytes = Array(content.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw Command.Failed(what: "write", code: errno)
        }
        lseek(descriptor, 0, SEEK_SET)
    }

    deinit { close(descriptor) }

    var text: String {
        lseek(descriptor, 0, SEEK_SET)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A NULL-terminated list of C strings, for as long as it lives.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) { pointers = texts.map { strdup($0) } + [nil] }

    deinit { for pointer in pointers { free(pointer) } }
}
