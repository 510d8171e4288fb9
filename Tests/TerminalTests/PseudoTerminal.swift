import Glibc

/// A real terminal driver with nobody in front of it: what is written to `master` has been typed at `slave`.
final class PseudoTerminal: Sendable {
    let master: Int32
    let slave: Int32
    let slavePath: String

    init?() {
        // posix_openpt and its kin are not visible through Swift's Glibc; this is what they do on Linux.
        let (setLock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))  // TIOCSPTLCK, TIOCGPTN
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var isLocked: Int32 = 0
        var number: Int32 = 0
        guard ioctl(master, setLock, &isLocked) == 0,
            ioctl(master, getNumber, &number) == 0
        else { return nil }
        slavePath = "/dev/pts/\(number)"
        slave = open(slavePath, O_RDWR | O_NOCTTY | O_CLOEXEC)
        resize(columns: 40, rows: 10)
    }

    deinit {
        close(slave)
        close(master)
    }

    func resize(columns: Int, rows: Int) {
        var window = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &window)
    }

    func type(_ text: String) {
        var text = text
        _ = text.withUTF8 { write(master, $0.baseAddress, $0.count) }
    }

    /// Whether keys go through the driver's own line editing, echo and signals.
    var isCooked: Bool {
        var modes = termios()
        tcgetattr(slave, &modes)
        let flags = tcflag_t(ICANON | ECHO | ISIG)
        return modes.c_lflag & flags == flags
    }

    /// What has been written to the terminal up to and including `end`.
    func output(upTo end: String) -> String {
        var bytes: [UInt8] = []
        while !String(decoding: bytes, as: UTF8.self).contains(end) {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(master, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Someone at the terminal while this thread edits. A thread of its own, as both wait for each other.
struct Typist {
    private let thread: pthread_t

    private final class Script {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    init(_ terminal: PseudoTerminal, _ body: @escaping @Sendable (PseudoTerminal) -> Void) {
        var thread = pthread_t()
        let script = Unmanaged.passRetained(Script { body(terminal) })
        pthread_create(
            &thread, nil,
            { script in
                script.map { Unmanaged<Script>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            }, script.toOpaque())
        self.thread = thread
    }

    func wait() {
        pthread_join(thread, nil)
    }
}
