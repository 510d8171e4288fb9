import Glibc
import Testing

@testable import Terminal

/// One after another: signal handlers have room for one raw terminal in a process.
@Suite(.serialized)
struct TTYTests {
    @Test func `is raw while asked for and as before afterwards`() throws {
        let terminal = try #require(PseudoTerminal())
        let tty = try #require(TTY(input: terminal.slave, output: terminal.slave))
        #expect(tty.enterRawMode() == .entered)
        #expect(!terminal.isCooked)
        tty.leaveRawMode()
        #expect(terminal.isCooked)
        #expect(terminal.output(upTo: "[?2004l").contains("\u{1B}[?2004h"))
    }

    @Test func `gives the terminal back when it is let go of`() throws {
        let terminal = try #require(PseudoTerminal())
        do {
            let tty = try #require(TTY(input: terminal.slave, output: terminal.slave))
            #expect(tty.enterRawMode() == .entered)
        }
        #expect(terminal.isCooked)
    }

    @Test func `is raw for one reader at a time`() throws {
        let terminal = try #require(PseudoTerminal())
        let first = try #require(TTY(input: terminal.slave, output: terminal.slave))
        let second = try #require(TTY(controlling: terminal.slavePath))
        #expect(first.enterRawMode() == .entered)
        #expect(second.enterRawMode() == .busy)
        let question = TypedConfirmation(summary: ["x"], action: "go", expected: "1")
        #expect(confirm(question, on: second, palette: Palette(isColored: false)) == .unavailable)
        first.leaveRawMode()
        #expect(second.enterRawMode() == .entered)
        second.leaveRawMode()
    }

    @Test func `reads keys as they come, Control-C among them`() throws {
        let terminal = try #require(PseudoTerminal())
        let tty = try #require(TTY(input: terminal.slave, output: terminal.slave))
        #expect(tty.enterRawMode() == .entered)
        terminal.type("a\u{3}\u{1A}\r")
        #expect(tty.read(timeout: nil) == .bytes([0x61, 3, 0x1A, 0x0D]))
        #expect(tty.read(timeout: .zero) == .timedOut)
        tty.leaveRawMode()
    }

    @Test(arguments: [
        (SIGWINCH, TerminalEvent.resized), (SIGTSTP, .stopRequested), (SIGCONT, .resumed),
    ])
    func `reports signals as events`(signal: Int32, event: TerminalEvent) throws {
        let terminal = try #require(PseudoTerminal())
        let tty = try #require(TTY(input: terminal.slave, output: terminal.slave))
        #expect(tty.enterRawMode() == .entered)
        kill(getpid(), signal)
        // Whoever runs the tests may send signals too, so others are passed over.
        while tty.read(timeout: nil) != event {}
        tty.leaveRawMode()
    }

    @Test func `reports wake-ups and knows its size`() throws {
        let terminal = try #require(PseudoTerminal())
        let tty = try #require(TTY(input: terminal.slave, output: terminal.slave))
        terminal.resize(columns: 33, rows: 7)
        #expect(tty.size == TerminalSize(columns: 33, rows: 7))
        tty.waker.wake()
        #expect(tty.read(timeout: nil) == .woken)
    }

    @Test func `throws away what was typed ahead`() throws {
        let terminal = try #require(PseudoTerminal())
        let tty = try #require(TTY(input: terminal.slave, output: terminal.slave))
        #expect(tty.enterRawMode() == .entered)
        terminal.type("150\r")
        tty.discardInput()
        #expect(tty.read(timeout: .zero) == .timedOut)
        tty.leaveRawMode()
    }

    @Test func `the editor works on a real terminal driver`() throws {
        let terminal = try #require(PseudoTerminal())
        let tty = try #require(TTY(input: terminal.slave, output: terminal.slave))
        let editor = LineEditor(
            device: tty, language: Language(), history: MemoryHistory(), palette: Palette(isColored: false))
        terminal.type("print(1)\u{1B}[D2\n")
        #expect(editor.readLine(Prompt("> ")) == .line("print(12)"))
        #expect(!terminal.isCooked, "typing stays hidden until the last line")
        editor.close()
        #expect(terminal.isCooked)
        var screen = Screen(columns: 40, rows: 10)
        screen.write(terminal.output(upTo: "[?2004l"))
        #expect(screen.text.contains("> print(12)"))
    }

    @Test func `draws anew when the window gets another size`() throws {
        let terminal = try #require(PseudoTerminal())
        let typist = Typist(terminal) { terminal in
            _ = terminal.output(upTo: "\u{1B}[?2026l")
            terminal.type("abcdefghijklmnopqrst")
            _ = terminal.output(upTo: "opqrst")
            terminal.resize(columns: 12, rows: 5)
            kill(getpid(), SIGWINCH)
            _ = terminal.output(upTo: "> abcdefghij\r\r\nklmnopqrst")
            terminal.type("\r")
        }
        let tty = try #require(TTY(input: terminal.slave, output: terminal.slave))
        #expect(makeEditor(on: tty).readLine(Prompt("> ")) == .line("abcdefghijklmnopqrst"))
        typist.wait()
    }

    // MARK: Ends, each in a process of its own

    @Test func `SIGTERM restores the terminal and ends the process`() async throws {
        let terminal = try #require(PseudoTerminal())
        await #expect(processExitsWith: .signal(SIGTERM)) { [path = terminal.slavePath as String] in
            enterRawModeForGood(path)
            end(by: SIGTERM)
        }
        #expect(terminal.isCooked)
    }

    @Test func `SIGHUP restores the terminal and ends the process`() async throws {
        let terminal = try #require(PseudoTerminal())
        await #expect(processExitsWith: .signal(SIGHUP)) { [path = terminal.slavePath as String] in
            enterRawModeForGood(path)
            end(by: SIGHUP)
        }
        #expect(terminal.isCooked)
    }

    @Test func `a crash restores the terminal`() async throws {
        let terminal = try #require(PseudoTerminal())
        await #expect(processExitsWith: .failure) { [path = terminal.slavePath as String] in
            enterRawModeForGood(path)
            preconditionFailure("a crash, as a test wants it")
        }
        #expect(terminal.isCooked)
    }

    @Test func `exit restores the terminal`() async throws {
        let terminal = try #require(PseudoTerminal())
        await #expect(processExitsWith: .exitCode(3)) { [path = terminal.slavePath as String] in
            enterRawModeForGood(path)
            exit(3)
        }
        #expect(terminal.isCooked)
    }

    @Test func `a host that survives SIGTERM gets the end of input`() async throws {
        let terminal = try #require(PseudoTerminal())
        await #expect(processExitsWith: .exitCode(7)) { [path = terminal.slavePath as String] in
            signal(SIGTERM) { _ in }
            let tty = enterRawModeForGood(path)
            kill(getpid(), SIGTERM)
            exit(tty?.read(timeout: nil) == .closed ? 7 : 1)
        }
        #expect(terminal.isCooked)
    }

    @Test func `stopping and going on is raw again`() async throws {
        let terminal = try #require(PseudoTerminal())
        await #expect(processExitsWith: .exitCode(0)) { [path = terminal.slavePath as String] in
            // A session of its own: the signal stops nobody else, and an orphaned group goes on at once.
            setsid()
            let tty = enterRawModeForGood(path)
            tty?.suspend()
            let isRaw = terminalModes(open(path, O_RDWR | O_NOCTTY)).map { $0.c_lflag & tcflag_t(ICANON) == 0 }
            exit(isRaw == true ? 0 : 1)
        }
        #expect(terminal.isCooked)
    }

    @Test func `what was ignored stays ignored and handlers return to what they were`() async throws {
        let terminal = try #require(PseudoTerminal())
        await #expect(processExitsWith: .exitCode(0)) { [path = terminal.slavePath as String] in
            signal(SIGHUP, SIG_IGN)
            let tty = enterRawModeForGood(path)
            kill(getpid(), SIGHUP)
            tty?.leaveRawMode()
            var action = sigaction()
            sigaction(SIGTERM, nil, &action)
            exit(unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 0 ? 0 : 1)
        }
    }
}

/// Keeps the terminal object alive: only what the signal handlers do may restore it.
@discardableResult
private func enterRawModeForGood(_ path: String) -> TTY? {
    let tty = TTY(controlling: path)
    _ = tty.map { Unmanaged.passRetained($0) }
    if tty?.enterRawMode() != .entered { exit(99) }
    return tty
}

/// To the process, not to this thread: the threads tests run on have signals blocked.
private func end(by signal: Int32) -> Never {
    kill(getpid(), signal)
    while true { pause() }
}
