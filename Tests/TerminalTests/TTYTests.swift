import Glibc
import Synchronization
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
        let question = TypedConfirmation(title: "x", action: "go", expected: "1")
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
        #expect(editor.readLine(LinePrompt("> ")) == .line("print(12)"))
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
        #expect(makeEditor(on: tty).readLine(LinePrompt("> ")) == .line("abcdefghijklmnopqrst"))
        typist.wait()
    }

    // MARK: Signals, to this process. What ends the program is tested with the program: `TerminalStateTests` of the command.

    @Test func `a host that survives SIGTERM gets the end of input, and the terminal is as before`() throws {
        let terminal = try #require(PseudoTerminal())
        _ = HiddenTyping.end()  // of an editor that another test had: it would put its signal handlers back
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        survived.store(ends[1], ordering: .sequentiallyConsistent)
        let earlier = signal(SIGTERM) { _ in
            write(survived.load(ordering: .sequentiallyConsistent), "x", 1)
        }
        defer { signal(SIGTERM, earlier) }
        let tty = try #require(TTY(controlling: terminal.slavePath))
        #expect(tty.enterRawMode() == .entered)
        kill(getpid(), SIGTERM)
        #expect(tty.read(timeout: nil) == .closed)
        // The host's own handler comes last, on whichever thread has the signal; before that it must not be taken away.
        var byte: UInt8 = 0
        #expect(read(ends[0], &byte, 1) == 1)
        tty.leaveRawMode()
        #expect(terminal.isCooked)
    }

    @Test func `what was ignored stays ignored and handlers return to what they were`() throws {
        let terminal = try #require(PseudoTerminal())
        _ = HiddenTyping.end()
        let earlier = signal(SIGHUP, SIG_IGN)
        defer { signal(SIGHUP, earlier) }
        let before = handler(of: SIGTERM)
        let tty = try #require(TTY(controlling: terminal.slavePath))
        #expect(tty.enterRawMode() == .entered)
        #expect(handler(of: SIGTERM) != before)
        kill(getpid(), SIGHUP)
        tty.leaveRawMode()
        #expect(handler(of: SIGTERM) == before)
    }
}

/// Whether the handler of a host that goes on after SIGTERM has run.
private let survived = Atomic<Int32>(-1)

/// The address of what handles a signal.
private func handler(of signal: Int32) -> Int {
    var action = sigaction()
    sigaction(signal, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
}
