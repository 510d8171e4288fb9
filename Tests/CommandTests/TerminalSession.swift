import Glibc

/// `cph` on a pseudo-terminal, as somebody at the keyboard has it.
final class TerminalSession {
    private let master: Int32
    private let child: pid_t
    /// Everything the screen was sent.
    private(set) var output = ""
    /// What came after the text that was last waited for.
    private var waiting: [UInt8] = []

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    init(_ arguments: String..., environment: [String: String] = [:]) throws {
        // posix_openpt and its kin are not visible through Swift's Glibc; this is what they do on Linux.
        let (setLock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))  // TIOCSPTLCK, TIOCGPTN
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var isLocked: Int32 = 0
        var number: Int32 = 0
        var window = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(master, setLock, &isLocked) == 0, ioctl(master, getNumber, &number) == 0,
            ioctl(master, UInt(TIOCSWINSZ), &window) == 0
        else { throw Failed(description: "no pseudo-terminal") }
        child = try Self.start(arguments, on: "/dev/pts/\(number)", environment)
    }

    deinit {
        kill(child, SIGKILL)
        close(master)
    }

    /// In a session of its own, whose controlling terminal is the first one it opens.
    private static func start(_ arguments: [String], on terminal: String, _ environment: [String: String]) throws
        -> pid_t
    {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // The runner's threads block signals, which a program at a terminal never finds blocked.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // POSIX_SPAWN_SETSID, which Swift's Glibc does not show, and POSIX_SPAWN_SETSIGMASK.
        posix_spawnattr_setflags(&attributes, 0x80 | 0x08)
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        // Nothing can be kept under such a home, so that each session has a history of its own.
        let variables = ["HOME": "/dev/null", "TERM": "xterm", "NO_COLOR": "1", "PAGER": ""]
            .merging(environment) { $1 }
        let words = ([Command.executable] + arguments).map { strdup($0) }
        let settings = variables.map { strdup("\($0)=\($1)") }
        defer { for word in words + settings { free(word) } }
        var child = pid_t()
        let code = posix_spawn(&child, Command.executable, &actions, &attributes, words + [nil], settings + [nil])
        guard code == 0 else { throw Failed(description: "cannot start: \(code)") }
        return child
    }

    func type(_ text: String) {
        var text = text
        _ = text.withUTF8 { write(master, $0.baseAddress, $0.count) }
    }

    /// Types one character until it is echoed: a question throws away what was typed before it stood there.
    func insist(_ character: String) throws {
        for _ in 0..<50 {
            type(character)
            if let echo = read(within: 400), echo.contains(character) {
                output += echo
                return
            }
        }
        throw Failed(description: "\(character) was not taken; the screen was sent:\n\(output)")
    }

    /// Waits for `text` in what comes after everything that was waited for before.
    func expect(_ text: String) throws {
        while true {
            if let end = Self.end(of: text, in: waiting) {
                waiting.removeFirst(end)
                return
            }
            guard let more = read(within: 20_000) else {
                throw Failed(description: "\(text) did not come; the screen was sent:\n\(output)")
            }
            output += more
            waiting += more.utf8
        }
    }

    private static func end(of text: String, in bytes: [UInt8]) -> Int? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        return (wanted.count...bytes.count).first { bytes[($0 - wanted.count)..<$0].elementsEqual(wanted) }
    }

    /// The exit code, once the program has ended.
    func ended() -> Int32 {
        while let more = read(within: 20_000) { output += more }
        kill(child, SIGKILL)  // nothing happens to one that has ended
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
    }

    private func read(within milliseconds: Int32) -> String? {
        var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, milliseconds) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(master, &buffer, buffer.count)
        // Without carriage returns, of which the terminal driver adds one to each line break.
        return count > 0 ? String(decoding: buffer.prefix(count).filter { $0 != 0x0D }, as: UTF8.self) : nil
    }
}
