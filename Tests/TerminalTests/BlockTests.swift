import Testing

@testable import Terminal

struct BlockTests {
    @Test func `Enter goes on with an indented line until the text is complete`() {
        #expect(line("do", "\r", "x", "\r", Keys.backspace, "end", language: blocks) == "do\n  x\nend")
    }

    @Test func `a line that is done is indented as its words ask`() {
        var language = blocks
        language.indentation = { text, line in text.hasSuffix("end") ? "" : nil }
        #expect(line("do", "\r", "x", "\r", "end", language: language) == "do\n  x\nend")
    }

    @Test func `Backspace takes a level of indentation, and blanks inside a line one by one`() {
        #expect(line("      x", Keys.home, Keys.right, Keys.right, Keys.right, Keys.backspace) == "     x")
        #expect(line("    ", Keys.backspace, "x") == "  x")
        #expect(line("x    ", Keys.backspace, "y") == "x   y")
    }

    @Test func `Alt-Enter breaks the line in a complete text`() {
        #expect(line("a", "\u{1B}\r", "b", language: blocks) == "a\nb")
    }

    @Test func `Up and Down move inside the block before they reach the history`() {
        let keys = ["do", "\r", "x", Keys.left, Keys.up, "1", Keys.down, Keys.end, "2"]
        #expect(line(keys.joined(), history: ["old"], language: blocks) == "do1\n  x2")
    }

    @Test func `keeps the column over a shorter line between`() {
        let buffer = "abcdef\nx\nuvwxyz"
        var session = EditorSession(language: Language(), history: [], text: buffer)
        for key in [Key(.left), Key(.up), Key(.up)] { _ = session.handle(key) }
        #expect(session.buffer.cursor == 5)
    }

    @Test func `counts columns, not characters, between lines`() {
        var session = EditorSession(language: Language(), history: [], text: "云手机\nabcd")
        _ = session.handle(Key(.up))
        #expect(session.buffer.cursor == 6)
    }

    @Test func `a paste never runs, whatever line breaks it has`() {
        let terminal = VirtualTerminal().paste("a\r\nb\rc\nd\n\n")
        let editor = makeEditor(on: terminal)
        #expect(editor.readLine(LinePrompt("> ")) == .endOfInput)
        #expect(terminal.lastView.text == "> a\n> b\n> c\n> d")
    }

    @Test func `strips control bytes from a paste and keeps tabs`() {
        #expect(line("\u{1B}[200~a\u{7}\u{1B}[2Jb\tc\u{9B}d\u{1B}[201~") == "a[2Jb\tcd")
    }

    @Test func `takes a paste of half a megabyte in many reads`() {
        let text = String(repeating: "x = 云手机\n", count: 40_000)
        let bytes = Array("\u{1B}[200~\(text)\u{1B}[201~\r".utf8)
        let terminal = VirtualTerminal()
        for start in stride(from: 0, to: bytes.count, by: 4093) {
            terminal.bytes(Array(bytes[start..<min(start + 4093, bytes.count)]))
        }
        let editor = makeEditor(on: terminal)
        #expect(editor.readLine(LinePrompt("> ")) == .line(String(text.dropLast())))
    }

    @Test func `leaves out a paste beyond the limit and says so`() {
        var decoder = KeyDecoder(pasteLimit: 10)
        #expect(decoder.feed(Array("\u{1B}[200~12345678901\n\u{1B}[201~x".utf8)) == [Key(.oversizedPaste), .text("x")])
        var session = EditorSession(language: Language(), history: [])
        _ = session.handle(Key(.oversizedPaste))
        #expect(session.notice.contains("too long"))
    }

    @Test func `undo takes a whole paste back`() {
        #expect(line("a", "\u{1B}[200~b\nc\u{1B}[201~", Keys.control("_")) == "a")
    }
}
