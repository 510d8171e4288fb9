import CProcess
import Glibc
public import Projects
import Synchronization

/// A program that is run to its end, without a shell in between.
public struct Subprocess {
    /// Absolute.
    public let program: String
    public var arguments: [String]
    /// All that the program finds in its environment.
    public var environment: [String: String]
    public var folder = "/"
    /// After this time the program and all it started are killed.
    public var limit: Duration = .seconds(120)

    public init(_ program: String, _ arguments: [String], environment: [String: String]) {
        (self.program, self.arguments, self.environment) = (program, arguments, environment)
    }

    public struct Outcome: Sendable {
        public let status: Int32
        public let output: [UInt8]
        /// What it said on its error stream; at most `mostBytes`.
        public let errors: String
        public let isOverdue: Bool

        public var isSuccess: Bool { status == 0 && !isOverdue }
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// A bound on what a program may say.
    private static let mostBytes = 64 << 20

    /// The program `name` in the folders of `path`; nil when there is none.
    public static func find(_ name: String, path: String?) -> String? {
        (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").lazy
            .filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
            .first { access($0, X_OK) == 0 && Files.isFile($0) }
    }

    /// - Throws: `ProjectError` when the program cannot be started.
    public func run() throws(ProjectError) -> Outcome {
        guard let output = Pipe(), let errors = Pipe() else { throw ProjectError("no more files can be opened") }
        let child = try spawn(output, errors)
        let interrupts = Interrupts(ending: child)
        defer { interrupts.restore() }
        output.closeWriting()
        errors.closeWriting()
        let isOverdue = !Self.read([output, errors], until: ContinuousClock.now + limit)
        if isOverdue { kill(-child, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        let isSignal = status & 0x7F != 0
        return Outcome(
            status: isSignal ? -(status & 0x7F) : (status >> 8) & 0xFF, output: output.bytes,
            errors: String(decoding: errors.bytes, as: UTF8.self), isOverdue: isOverdue)
    }

    private func spawn(_ output: Pipe, _ errors: Pipe) throws(ProjectError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
        posix_spawn_file_actions_adddup2(&actions, errors.writing, 2)
        cprocess_spawn_in(&actions, folder)
        // A group of its own, so that all of it can be ended; signals as if nothing had been ignored.
        var defaults = sigset_t()
        sigfillset(&defaults)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        let words = CStrings([program] + arguments)
        let variables = CStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        var child = pid_t()
        let code = posix_spawn(&child, program, &actions, &attributes, words.pointers, variables.pointers)
        guard code == 0 else { throw ProjectError("cannot run \(program): \(String(cString: strerror(code)))") }
        return child
    }

    /// Reads all pipes to their ends; false when the time is over before.
    private static func read(_ pipes: [Pipe], until end: ContinuousClock.Instant) -> Bool {
        while case let open = pipes.filter({ !$0.isAtEnd }), !open.isEmpty {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return false }
            var polled = open.map { pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0) }
            let milliseconds = Int32(clamping: left.components.seconds * 1_000 + 1_000)
            guard poll(&polled, nfds_t(polled.count), min(milliseconds, 1_000)) >= 0 || errno == EINTR else {
                return false
            }
            for (pipe, state) in zip(open, polled) where state.revents != 0 { pipe.read(atMost: mostBytes) }
        }
        return true
    }
}

/// The group of the child that runs; 0 when none does.
private let running = Atomic<pid_t>(0)

/// Ctrl-C ends the child, which has a group of its own, and then this program as it always does.
private struct Interrupts {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP]
    private let former: [sigaction]

    init(ending child: pid_t) {
        running.store(child, ordering: .relaxed)
        former = Self.numbers.map { number in
            var action = sigaction()
            var former = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                let child = running.load(ordering: .relaxed)
                if child > 0 { kill(-child, SIGKILL) }
                signal(number, SIG_DFL)
                raise(number)
            }
            sigaction(number, &action, &former)
            return former
        }
    }

    func restore() {
        running.store(0, ordering: .relaxed)
        for (number, former) in zip(Self.numbers, former) {
            var former = former
            sigaction(number, &former, nil)
        }
    }
}

/// What a child writes into.
private final class Pipe {
    let reading, writing: Int32
    private(set) var bytes: [UInt8] = []
    private(set) var isAtEnd = false
    private var isWritingOpen = true

    init?() {
        var ends: [Int32] = [0, 0]
        guard cprocess_pipe(&ends) == 0 else { return nil }
        (reading, writing) = (ends[0], ends[1])
    }

    func closeWriting() {
        if isWritingOpen { close(writing) }
        isWritingOpen = false
    }

    /// Takes what is there; beyond `limit` it is thrown away.
    func read(atMost limit: Int) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(reading, &buffer, buffer.count)
        if count <= 0 {
            isAtEnd = count == 0 || errno != EINTR
        } else if bytes.count < limit {
            bytes += buffer[..<count]
        }
    }

    deinit {
        closeWriting()
        close(reading)
    }
}

/// A NULL-terminated list of C strings, for as long as it lives.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) { pointers = texts.map { strdup($0) } + [nil] }

    deinit { for pointer in pointers { free(pointer) } }
}
