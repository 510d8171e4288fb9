import Glibc
import TestSupport

/// The program as a user runs it: words in, streams and exit code out.
struct Command {
    struct Outcome {
        var status: Int32
        var output: String
        var error: String
    }

    /// Runs `cph` with nothing in its environment but `environment`, to its end.
    static func cph(
        _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) throws -> Outcome {
        try start(arguments, input: input, environment: environment).wait()
    }

    /// Starts `cph` and lets it run.
    static func start(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> RunningCommand {
        try RunningCommand(executable, arguments, input: input, environment: environment)
    }

    /// Next to the test runner's own executable.
    static let executable: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(count, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/cph"
    }()

    struct Failed: Error {
        let what: String
        let code: Int32
    }
}

/// A program that may still be running. It is killed when nobody is interested in it any more.
final class RunningCommand {
    private let (standardInput, standardOutput, standardError): (TemporaryFile, TemporaryFile, TemporaryFile)
    private let child: Child

    init(
        _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:],
        outputTo file: String? = nil
    ) throws {
        (standardInput, standardOutput, standardError) = (
            try TemporaryFile(input), try file.map { try TemporaryFile(named: $0) } ?? TemporaryFile(),
            try TemporaryFile()
        )
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput.descriptor, 0)
        posix_spawn_file_actions_adddup2(&actions, standardOutput.descriptor, 1)
        posix_spawn_file_actions_adddup2(&actions, standardError.descriptor, 2)
        inheritNothingElse(&actions)
        // The threads of tests hold signals back, which a program would inherit.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = CStrings([program] + arguments)
        // The machine may be an ECS, whose keys are nobody's to try.
        let variables = CStrings(
            (["HOME": "/dev/null/home", "CPH_NO_METADATA": "1"].merging(environment) { $1 }).map { "\($0)=\($1)" })
        var process = pid_t()
        let code = posix_spawn(&process, program, &actions, &attributes, words.pointers, variables.pointers)
        guard code == 0 else { throw Command.Failed(what: "spawn \(program)", code: code) }
        child = Child(process)
    }

    deinit { child.signal(SIGKILL) }

    /// Readable once the program has ended.
    var end: Int32 { child.end }

    /// What it has printed so far.
    var output: String { standardOutput.text }

    /// What it has said so far.
    var error: String { standardError.text }

    /// Whether it is over.
    var hasEnded: Bool { !child.isInProcessTable }

    func signal(_ number: Int32) { child.signal(number) }

    /// Waits for its end. A program that a signal ended has that signal's number, negative, as its status.
    func wait() -> Command.Outcome {
        let status = child.wait()
        return Command.Outcome(status: status, output: standardOutput.text, error: standardError.text)
    }
}

/// A file that exists only while it is open.
final class TemporaryFile {
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

    /// One with a name, so that others can see when it changes.
    init(named path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Command.Failed(what: "open \(path)", code: errno) }
    }

    deinit { close(descriptor) }

    /// Read without moving the place where the program writes, which both share.
    var text: String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = pread(descriptor, &buffer, buffer.count, bytes.count), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A NULL-terminated list of C strings, for as long as it lives.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) { pointers = texts.map { strdup($0) } + [nil] }

    deinit { for pointer in pointers { free(pointer) } }
}
