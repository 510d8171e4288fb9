import CFiles
import Glibc
import Synchronization

/// A program that is run to its end, without a shell in between.
public struct Subprocess {
    /// Absolute.
    public let program: String
    /// Without the program's own name.
    public var arguments: [String]
    /// All that the program finds in its environment; nil for what this process has.
    public var environment: [String: String]?
    /// Where the program starts; nil for where this process is.
    public var folder: String?
    /// After this time the program and all it started are killed, where its output is collected.
    public var limit: Duration = .seconds(120)

    /// What the program and all that it starts may take each; nil for what this process may.
    public var bounds: Bounds?
    /// When the program has written more than this, in bytes, it and all it started are killed.
    public var mostOutput = 64 << 20

    /// Bounds on what a process takes, which the system keeps.
    public struct Bounds: Sendable {
        /// Address space, in bytes.
        public var memory: Int
        /// The largest file that may be written, in bytes.
        public var fileSize: Int
        /// How many files may be open at a time.
        public var openFiles: Int

        /// Takes three numbers above 0.
        public init(memory: Int, fileSize: Int, openFiles: Int) {
            (self.memory, self.fileSize, self.openFiles) = (memory, fileSize, openFiles)
        }

        /// A shell that sets the bounds and becomes the program: spawning has no way to set them.
        fileprivate var shell: [String] {
            let limits = "ulimit -v \(memory >> 10) && ulimit -f \(fileSize >> 9) && ulimit -n \(openFiles)"
            return ["/bin/sh", "-c", limits + " && exec \"$@\"", "sh"]
        }
    }

    /// Describes a run without starting it.
    public init(_ program: String, _ arguments: [String], environment: [String: String]? = nil) {
        (self.program, self.arguments, self.environment) = (program, arguments, environment)
    }

    /// What a program left behind.
    public struct Outcome: Sendable {
        /// The exit status; below zero, the signal that ended it.
        public let status: Int32
        /// What it wrote.
        public let output: [UInt8]
        /// What it said on its error stream.
        public let errors: String
        /// Why it was killed; nil when it ended by itself.
        public let stopped: Stop?

        /// Why a program was killed: its time was over, or it wrote more than it may.
        public enum Stop: Sendable { case overdue, tooMuch }

        /// Whether it ended by itself, with status 0.
        public var isSuccess: Bool { status == 0 && stopped == nil }
        /// The output, with U+FFFD for what is not UTF-8.
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// The program `name` in the folders of `path`; nil when there is none.
    public static func find(_ name: String, path: String?) -> String? {
        (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").lazy
            .filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
            .first { access($0, X_OK) == 0 && Files.isFile($0) }
    }

    /// Runs the program with nothing to read, and collects what it writes. Ctrl-C ends it, and then this process.
    ///
    /// - Throws: `FileError` when the program cannot be started, or this process is to end.
    public func run() throws(FileError) -> Outcome {
        if HeldInterrupts.isPending { throw FileError("run", program, code: EINTR) }
        guard let output = Pipe(), let errors = Pipe() else { throw FileError("run", program) }
        return try alone.withLock { _ throws(FileError) in try run(output, errors) }
    }

    private func run(_ output: Pipe, _ errors: Pipe) throws(FileError) -> Outcome {
        // A group of its own, so that all of it can be ended.
        let child = try spawn(flags: POSIX_SPAWN_SETPGROUP) { actions in
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
            posix_spawn_file_actions_adddup2(&actions, errors.writing, 2)
        }
        let signals = HeldInterrupts.signals()
        HeldInterrupts.setRunning(child)
        defer {
            HeldInterrupts.setRunning(0)
            signals.restore()
        }
        output.closeWriting()
        errors.closeWriting()
        let stopped = Self.read([output, errors], atMost: mostOutput, until: ContinuousClock.now + limit)
        if stopped != nil { kill(-child, SIGKILL) }
        return Outcome(
            status: Self.wait(for: child), output: output.bytes,
            errors: String(decoding: errors.bytes, as: UTF8.self), stopped: stopped)
    }

    /// Runs the program on this process's terminal and waits for it, without a limit. Ctrl-C is the program's meanwhile.
    ///
    /// - Parameter input: What it reads in place of the terminal.
    /// - Returns: The exit status; below zero, the signal that ended it.
    /// - Throws: `FileError` when the program cannot be started.
    public func runOnTerminal(input: Int32? = nil) throws(FileError) -> Int32 {
        try alone.withLock { _ throws(FileError) in
            let signals = TakenSignals([SIGINT, SIGQUIT], by: SIG_IGN)
            defer { signals.restore() }
            let child = try spawn(flags: 0) { actions in
                if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
            }
            return Self.wait(for: child)
        }
    }

    private static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7F
        return signal != 0 ? -signal : (status >> 8) & 0xFF
    }

    private func spawn(
        flags: Int32, _ wire: (inout posix_spawn_file_actions_t) -> Void
    ) throws(FileError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        wire(&actions)
        if let folder { cfiles_spawn_in(&actions, folder) }
        cfiles_spawn_closing_others(&actions)
        // Signals as if nothing had been ignored or held back.
        var (all, none) = (sigset_t(), sigset_t())
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | flags))
        let start = (bounds?.shell ?? []) + [program]
        let words = CStrings(start + arguments)
        let variables = (environment ?? Environment.variables).sorted { $0.key < $1.key }
        let settings = CStrings(variables.map { "\($0.key)=\($0.value)" })
        var child = pid_t()
        let code = posix_spawn(&child, start[0], &actions, &attributes, words.pointers, settings.pointers)
        guard code == 0 else { throw FileError("run", program, code: code) }
        return child
    }

    /// Reads all pipes to their ends; says why that was not possible.
    private static func read(
        _ pipes: [Pipe], atMost limit: Int, until end: ContinuousClock.Instant
    ) -> Outcome.Stop? {
        while case let open = pipes.filter({ !$0.isAtEnd }), !open.isEmpty {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return .overdue }
            var polled = open.map { pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0) }
            let milliseconds = Int32(clamping: left.components.seconds * 1_000 + 1_000)
            guard poll(&polled, nfds_t(polled.count), min(milliseconds, 1_000)) >= 0 || errno == EINTR else {
                return .overdue
            }
            for (pipe, state) in zip(open, polled) where state.revents != 0 { pipe.read() }
            if pipes.contains(where: { $0.bytes.count > limit }) { return .tooMuch }
        }
        return nil
    }
}

/// Held while a program runs: what the process does at a signal is set for one at a time.
private let alone = Mutex(())

/// What a child writes into.
private final class Pipe {
    let reading, writing: Int32
    private(set) var bytes: [UInt8] = []
    private(set) var isAtEnd = false
    private var isWritingOpen = true

    init?() {
        var ends: [Int32] = [0, 0]
        guard cfiles_pipe(&ends) == 0 else { return nil }
        (reading, writing) = (ends[0], ends[1])
    }

    func closeWriting() {
        if isWritingOpen { close(writing) }
        isWritingOpen = false
    }

    /// Takes what is there.
    func read() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(reading, &buffer, buffer.count)
        if count <= 0 {
            isAtEnd = count == 0 || errno != EINTR
        } else {
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
