import Glibc
import TestSupport

/// `cph` on a pseudo-terminal, as somebody at the keyboard has it.
final class TerminalSession {
    private let master: Int32
    let child: Child
    private let path: String
    /// Everything the screen was sent.
    private(set) var output = ""
    /// What came after the text that was last waited for.
    private var waiting: [UInt8] = []
    private var visible = VisibleText()

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter program: `cph` itself unless a shell is to run it.
    convenience init(
        _ arguments: String..., environment: [String: String] = [:], program: String = Command.executable
    ) throws {
        try self.init(arguments, environment: environment, columns: 120, rows: 40, program: program)
    }

    init(
        _ arguments: [String], environment: [String: String] = [:], columns: UInt16, rows: UInt16,
        program: String = Command.executable
    ) throws {
        // posix_openpt and its kin are not visible through Swift's Glibc; this is what they do on Linux.
        let (setLock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))  // TIOCSPTLCK, TIOCGPTN
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var isLocked: Int32 = 0
        var number: Int32 = 0
        var window = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(master, setLock, &isLocked) == 0, ioctl(master, getNumber, &number) == 0,
            ioctl(master, UInt(TIOCSWINSZ), &window) == 0
        else { throw Failed(description: "no pseudo-terminal") }
        path = "/dev/pts/\(number)"
        child = Child(try Self.start([program] + arguments, on: path, environment))
    }

    /// The prompt of the embedded cloud, ready for a line.
    static func prompt(
        _ arguments: String..., environment: [String: String] = [:], columns: UInt16 = 120, rows: UInt16 = 40
    ) throws -> TerminalSession {
        let session = try TerminalSession(
            ["--emulator"] + arguments, environment: environment, columns: columns, rows: rows)
        try session.expect("cph emulator> ")
        return session
    }

    deinit {
        child.signal(SIGKILL)
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
        inheritNothingElse(&actions)
        // Nothing can be kept under such a home, so that each session has a history of its own.
        let variables = ["HOME": "/dev/null", "TERM": "xterm", "NO_COLOR": "1", "PAGER": ""]
            .merging(environment) { $1 }
        let words = arguments.map { strdup($0) }
        let settings = variables.map { strdup("\($0)=\($1)") }
        defer { for word in words + settings { free(word) } }
        var child = pid_t()
        let code = posix_spawn(&child, arguments[0], &actions, &attributes, words + [nil], settings + [nil])
        guard code == 0 else { throw Failed(description: "cannot start: \(code)") }
        return child
    }

    /// Types a line and Enter, and waits for what it shows, from the start of a row, and the next prompt.
    func enter(_ line: String, shows expected: String? = nil) throws {
        type(line + "\r")
        if let expected { try expect("\n\(expected)\n") }
        try expect("cph emulator> ")
    }

    /// Types keys and Tab, and waits for what that brings onto the screen; then drops the line.
    func tab(_ line: String, offers expected: String) throws {
        type(line + "\t")
        try expect(expected)
        type("\u{3}")
        try expect("^C")
        try expect("cph emulator> ")
    }

    /// The program that a shell on this terminal runs.
    var runningChild: pid_t? { child.firstChild }

    func send(signal: Int32) { child.signal(signal) }

    /// Another size for the window, as when somebody drags its corner.
    func resize(columns: UInt16, rows: UInt16) {
        var window = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &window)
    }

    /// Whether the terminal assembles and echoes lines, as a shell expects it to.
    var isCooked: Bool {
        var modes = termios()
        guard tcgetattr(master, &modes) == 0 else { return false }
        return modes.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == tcflag_t(ICANON | ECHO | ISIG)
    }

    func type(_ text: String) {
        var text = text
        _ = text.withUTF8 { write(master, $0.baseAddress, $0.count) }
    }

    /// Types one character until it is echoed: what comes before a script reads is not shown.
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

    /// Waits for `text` in what comes after everything that was waited for before, control sequences left out.
    func expect(_ text: String) throws {
        while true {
            if let end = Self.end(of: text, in: waiting) {
                waiting.removeFirst(end)
                return
            }
            guard take(within: 20_000) else {
                throw Failed(description: "\(text) did not come; the screen was sent:\n\(output)")
            }
        }
    }

    /// Waits until the program has set the terminal's modes: only then are keys its own, and not the shell's.
    func expectOwnModes() throws {
        for _ in 0..<400 where isCooked { _ = take(within: 50) }
        if isCooked { throw Failed(description: "the program left the terminal as it was") }
    }

    private func take(within milliseconds: Int32) -> Bool {
        guard let more = read(within: milliseconds) else { return false }
        output += more
        waiting += visible.feed(more.utf8)
        return true
    }

    private static func end(of text: String, in bytes: [UInt8]) -> Int? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        return (wanted.count...bytes.count).first { bytes[($0 - wanted.count)..<$0].elementsEqual(wanted) }
    }

    /// The exit code, once the program has ended.
    func ended() -> Int32 {
        while let more = read(within: 20_000) { output += more }
        child.signal(SIGKILL)  // nothing happens to one that has ended
        return child.wait()
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

/// Takes control sequences out of what a terminal is sent, however it is split.
private struct VisibleText {
    private enum Place { case text, escape, sequence }
    private var place = Place.text

    mutating func feed(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.filter { byte in
            switch place {
            case .text where byte == 0x1B: place = .escape
            case .text: return true
            case .escape: place = byte == UInt8(ascii: "[") ? .sequence : .text
            case .sequence where (0x40...0x7E).contains(byte): place = .text
            case .sequence: break
            }
            return false
        }
    }
}
