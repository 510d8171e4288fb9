import Synchronization
import Testing

@testable import Terminal

struct TableTests {
    private let table = Table(
        headers: ["zone", "servers", "note"],
        rows: [
            [.text("cn-east-3a"), .number("25"), .text("云手机")], [.text("b"), .number("1000"), .none], [.text("c")],
        ])

    @Test func `aligns numbers to the right and text to the left`() {
        #expect(
            table.rendered(columns: nil, palette: Palette(isColored: true)) == """
                zone        servers  note
                cn-east-3a       25  云手机
                b              1000
                c

                """)
    }

    @Test func `is cut to the terminal's width at its widest columns`() {
        #expect(
            table.rendered(columns: 22, palette: Palette(isColored: false)) == """
                zone   servers  note
                cn-e…       25  云手机
                b         1000
                c

                """)
    }

    @Test func `colours the head on a terminal`() {
        let text = Table(headers: ["a"], rows: [[.text("x")]]).rendered(columns: 80, palette: Palette(isColored: true))
        #expect(text == "\u{1B}[1ma\u{1B}[0m\nx\n")
    }

    @Test func `shows control characters of names and keeps each row on one line`() {
        let text = Table(headers: ["a"], rows: [[.text("x\ny\u{1B}[2J\u{202E}")]]).rendered(
            columns: nil, palette: Palette(isColored: false))
        #expect(text == "a\n" + #"x\ny\u{1b}[2J\u{202e}"# + "\n")
    }
}

/// What was written, and a clock that goes when told to.
private final class Recorder: Sendable {
    private let state = Mutex((output: "", now: ContinuousClock.now))
    var output: String { state.withLock { $0.output } }
    var now: ContinuousClock.Instant { state.withLock { $0.now } }
    func write(_ text: String) { state.withLock { $0.output += text } }
    func advance(_ duration: Duration) { state.withLock { $0.now += duration } }

    func line(columns: Int?) -> ProgressLine {
        ProgressLine(columns: { columns }, now: { self.now }, write: { self.write($0) })
    }
}

struct ProgressLineTests {
    @Test func `redraws in place at most ten times a second and ends with the last text`() {
        let recorder = Recorder()
        let line = recorder.line(columns: 20)
        for number in 1...10 {
            line.update("call \(number)")
            recorder.advance(.milliseconds(30))
        }
        line.finish()
        let drawn = recorder.output.split(separator: "\r").map { $0.replacing("\u{1B}[K", with: "") }
        #expect(drawn == ["call 1", "call 5", "call 9", "call 10\n"])
    }

    @Test func `is cut to the terminal and cleaned`() {
        let recorder = Recorder()
        recorder.line(columns: 10).update("name \u{1B}[2J and more")
        #expect(recorder.output == "\r" + #"name \u{…"# + "\u{1B}[K")
    }

    @Test func `writes plain lines now and then where there is no terminal`() {
        let recorder = Recorder()
        let line = recorder.line(columns: nil)
        for number in 1...25 {
            line.update("call \(number)")
            recorder.advance(.seconds(1))
        }
        line.finish()
        #expect(recorder.output == "call 1\ncall 11\ncall 21\ncall 25\n")
    }

    @Test func `makes way for other output`() {
        let recorder = Recorder()
        let line = recorder.line(columns: 20)
        line.update("a")
        line.clear()
        line.update("b")
        #expect(recorder.output == "\ra\u{1B}[K\r\u{1B}[K\rb\u{1B}[K")
    }

    @Test func `a remark stands in front of the text for as long as it holds`() {
        let recorder = Recorder()
        let line = recorder.line(columns: 40)
        line.remark("still waiting, 10 s")
        recorder.advance(.seconds(1))
        line.remark(nil)
        line.update("1 of 2 calls")
        recorder.advance(.seconds(1))
        line.remark("still waiting, 11 s")
        line.remark(nil)
        line.finish()
        let drawn = recorder.output.split(separator: "\r").map { $0.replacing("\u{1B}[K", with: "") }
        #expect(
            drawn == [
                "still waiting, 10 s", "", "1 of 2 calls", "still waiting, 11 s; 1 of 2 calls", "1 of 2 calls\n",
            ])
    }

    @Test func `where there is no terminal a remark is a line every ten seconds, and none in between`() {
        let recorder = Recorder()
        let line = recorder.line(columns: nil)
        for seconds in 10...35 {
            line.remark("still waiting, \(seconds) s")
            recorder.advance(.seconds(1))
        }
        line.remark(nil)
        line.finish()
        #expect(recorder.output == "still waiting, 10 s\nstill waiting, 20 s\nstill waiting, 30 s\n")
    }

    @Test func `draws a bar of the share that is done`() {
        #expect(progressBar(84, of: 150, columns: 10) == "█████░░░░░  84/150")
        #expect(progressBar(0, of: 0, columns: 2) == "░░  0/0")
    }
}

struct PagerTests {
    /// What the pager was given, and what was written directly.
    private func show(_ text: String, size: TerminalSize?, command: String? = nil, runs: Bool = true) -> [String] {
        var shown: [String] = []
        let pager = Pager(
            size: size, command: command,
            run: { command, text in
                if runs { shown.append("\(command == "most" ? "most" : "standard"): \(text)") }
                return runs
            }, write: { shown.append($0) })
        pager.show(text)
        return shown
    }

    private let screen = TerminalSize(columns: 10, rows: 3)

    @Test func `pages what is longer than the screen, and only on a terminal`() {
        #expect(show("a\nb\n", size: screen) == ["a\nb\n"])
        #expect(show("a\nb\nc\n", size: screen) == ["standard: a\nb\nc\n"])
        #expect(show("a\nb\nc\n", size: nil) == ["a\nb\nc\n"])
    }

    @Test func `counts wrapped rows and not colours`() {
        #expect(show("1234567890123456789012345", size: screen) == ["standard: 1234567890123456789012345\n"])
        #expect(show("\u{1B}[35m123456\u{1B}[0m\n", size: screen).first?.hasPrefix("\u{1B}") == true)
    }

    @Test func `takes the user's pager, or none if it is empty`() {
        #expect(show("a\nb\nc\n", size: screen, command: "most") == ["most: a\nb\nc\n"])
        #expect(show("a\nb\nc\n", size: screen, command: "") == ["a\nb\nc\n"])
    }

    @Test func `writes the text itself if the pager cannot run`() {
        #expect(show("a\nb\nc\n", size: screen, runs: false) == ["a\nb\nc\n"])
        #expect(!runPager("/nonexistent/pager", showing: "x"))
    }

    @Test func `a pager that is left early does no harm`() {
        #expect(runPager("true", showing: String(repeating: "line\n", count: 100_000)))
    }
}

struct TextTests {
    @Test func `long lines break between words, behind the column they belong to`() {
        let command = "  :save FILE  Write what succeeded as a script"
        #expect(
            wrapped(command, to: 30)
                == "  :save FILE  Write what\n              succeeded as a\n              script")
        #expect(wrapped("one two three", to: 8) == "one two\n  three")
        #expect(wrapped("云手机 云手机", to: 8) == "云手机\n  云手机")
        #expect(wrapped("averyveryverylongword", to: 8) == "averyveryverylongword")
        #expect(wrapped("one two three", to: nil) == "one two three")
    }

    /// What a caret points at is seen, however narrow the screen: line and caret are cut alike.
    @Test(arguments: [
        ("  1 | a b c d e f", "      ^", 80, "  1 | a b c d e f", "      ^"),
        ("  1 | a b c d e f", "      ^", 12, "  1 | a b c…", "      ^"),
        (
            "  1 | local total = first + scond", String(repeating: " ", count: 28) + "^^^^^", 20,
            "  1 | …rst + scond", "             ^^^^^"
        ),
        ("  1 | x = '云手机云手机' + y", "                           ^", 22, "  1 | … 机' + y", "              ^"),
    ])
    func `a line with a caret is cut around it`(
        line: String, caret: String, columns: Int, shownLine: String, shownCaret: String
    ) {
        #expect(wrapped("\(line)\n\(caret)", to: columns) == "\(shownLine)\n\(shownCaret)")
        #expect(wrapped("one two three", to: nil) == "one two three")
    }

    @Test(arguments: [
        ("abc", 3), ("", 0), ("云手机", 6), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("🇨🇳", 2), ("❤️", 2), ("1️⃣", 2), ("e\u{301}", 1), ("한", 2),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱ", 1), ("Ａ", 2), ("—", 1), ("█", 1), ("\u{20000}", 2),
    ])
    func `knows how wide text is`(text: String, width: Int) {
        #expect(displayWidth(text) == width)
    }

    @Test func `cuts long text and says so`() {
        #expect(cut("云手机", to: 5) == "云手…")
        #expect(cut("云手机", to: 4) == "云…")
        #expect(cut("abc", to: 3) == "abc")
    }

    @Test func `colours follow the option, then NO_COLOR and TERM`() {
        func isColored(_ choice: ColorChoice, _ environment: [String: String], isTerminal: Bool = true) -> Bool {
            Palette(choice, isTerminal: isTerminal) { environment[$0] }.isColored
        }
        #expect(isColored(.auto, ["TERM": "xterm"]))
        #expect(!isColored(.auto, ["TERM": "xterm"], isTerminal: false))
        #expect(!isColored(.auto, ["TERM": "xterm", "NO_COLOR": "1"]))
        #expect(isColored(.auto, ["TERM": "xterm", "NO_COLOR": ""]))
        #expect(!isColored(.auto, ["TERM": "dumb"]))
        #expect(isColored(.always, ["NO_COLOR": "1"], isTerminal: false))
        #expect(!isColored(.never, ["TERM": "xterm"]))
    }

    @Test func `no role has the plain blue, which can hardly be read on black`() {
        let palette = Palette(isColored: true)
        for role in Role.allCases { #expect(!palette.paint("x", role).contains("[34m"), "\(role)") }
        #expect(palette.paint("x", .function) == "\u{1B}[94mx\u{1B}[0m")
    }
}
