import Testing

@testable import Terminal

struct DrawingTests {
    @Test func `shows prompt and text with the cursor behind them`() {
        let (_, screen, cursor) = edit("print(1)")
        #expect(screen.text == "> print(1)")
        #expect(cursor == [0, 10])
    }

    @Test func `wraps a long line and goes on with the cursor on the next row`() {
        let (_, screen, cursor) = edit("abcdefgh", columns: 10)
        #expect(screen.text == "> abcdefgh")
        #expect(cursor == [1, 0])
        #expect(edit("abcdefghij", columns: 10).screen.text == "> abcdefgh\nij")
    }

    @Test func `wraps a wide character that does not fit the last column`() {
        let (_, screen, cursor) = edit("abcdefg云x", columns: 10)
        #expect(screen.text == "> abcdefg\n云x")
        #expect(cursor == [1, 3])
        #expect(edit("abcdefg云", Keys.left, columns: 10).cursor == [1, 0])
        #expect(edit("abcdefgh云", columns: 10).screen.text == "> abcdefgh\n云")
    }

    @Test func `redraws only what changed when a row is edited in the middle`() {
        let (_, screen, _) = edit("abcdefghijkl", Keys.home, "X", columns: 10)
        #expect(screen.text == "> Xabcdefg\nhijkl")
        #expect(
            edit("abcdefghijkl", Keys.home, Keys.delete, Keys.delete, Keys.delete, columns: 10).screen.text
                == "> defghijk\nl")
        #expect(edit("abcdefghijkl", Keys.home, Keys.control("k"), columns: 10).screen.text == ">")
    }

    @Test func `counts a joined emoji as two columns`() {
        let (_, screen, cursor) = edit("👨‍👩‍👧‍👦x")
        #expect(screen.text == "> 👨‍👩‍👧‍👦x")
        #expect(cursor == [0, 5])
    }

    @Test func `aligns the lines of a block behind dots`() {
        let terminal = VirtualTerminal().type("do\rx\rend")
        let editor = makeEditor(on: terminal, language: blocks)
        _ = editor.readLine(LinePrompt("cph prod> "))
        #expect(terminal.lastView.text == "cph prod> do\n     ...>   x\n     ...>   end")
    }

    @Test func `starts on a fresh row behind unfinished output`() {
        let terminal = VirtualTerminal().type("x")
        terminal.write("partial")
        let editor = makeEditor(on: terminal)
        _ = editor.readLine(LinePrompt("> "))
        #expect(terminal.lastView.text == "partial⏎\n> x")
    }

    @Test func `leaves no mark behind finished output`() {
        let terminal = VirtualTerminal().type("x")
        terminal.write("done\r\n")
        let editor = makeEditor(on: terminal)
        _ = editor.readLine(LinePrompt("> "))
        #expect(terminal.lastView.text == "done\n> x")
    }

    @Test func `shows a window of a block taller than the screen, around the cursor`() {
        let block = (1...20).map { "line \($0)" }.joined(separator: "\n")
        let terminal = VirtualTerminal(columns: 20, rows: 5).paste(block)
        terminal.look { #expect($0.screen.text == "> line 16\n> line 17\n> line 18\n> line 19\n> line 20") }
        for _ in 1...6 { terminal.type(Keys.up) }
        terminal.look { #expect($0.screen.text == "> line 14\n> line 15\n> line 16\n> line 17\n> line 18") }
        for _ in 1...6 { terminal.type(Keys.up) }
        let editor = makeEditor(on: terminal)
        _ = editor.readLine(LinePrompt("> ", continuation: "> "))
        #expect(terminal.lastView.text == "> line 8\n> line 9\n> line 10\n> line 11\n> line 12")
        #expect(terminal.lastView.row == 0)
        #expect(terminal.lastView.scrollback.isEmpty)
    }

    @Test func `a 25-line paste on a 14-row screen is kept whole and never run in parts`() {
        let block = "do\n" + (1...23).map { "x = \($0)" }.joined(separator: "\n") + "\nend"
        let terminal = VirtualTerminal(columns: 40, rows: 14).paste(block.replacing("\n", with: "\r")).type("\r")
        let editor = makeEditor(on: terminal, language: blocks)
        #expect(editor.readLine(LinePrompt("> ", continuation: "> ")) == .line(block))
        #expect(terminal.screen.transcript == "> " + block.replacing("\n", with: "\n> "))
    }

    @Test(arguments: [(12, 10), (7, 10), (30, 10), (20, 4)])
    func `draws anew after a resize without remains`(columns: Int, rows: Int) {
        let terminal = VirtualTerminal(columns: 20, rows: 10)
        terminal.write("before\r\n")
        terminal.type("abcdefghijklmnopqrstuvw").resize(columns: columns, rows: rows)
        let editor = makeEditor(on: terminal)
        _ = editor.readLine(LinePrompt("> "))
        let rest = Array("> abcdefghijklmnopqrstuvw")
        let expected = stride(from: 0, to: rest.count, by: columns).map {
            String(rest[$0..<min($0 + columns, rest.count)])
        }
        #expect(terminal.lastView.text == (["before"] + expected).joined(separator: "\n"))
    }

    @Test func `Control-L clears the screen and keeps the line`() {
        let terminal = VirtualTerminal()
        terminal.write("old\r\nold\r\n")
        terminal.type("abc" + Keys.control("l"))
        let editor = makeEditor(on: terminal)
        _ = editor.readLine(LinePrompt("> "))
        #expect(terminal.lastView.text == "> abc")
    }

    @Test func `spells out what would act on the terminal or deceive the reader`() {
        #expect(edit("a\u{202E}b").screen.text == #"> a\u{202e}b"#)
    }

    @Test func `writes no colour unless it is wanted`() {
        let language = Language(highlight: { _ in [StyledSpan(0..<2, .keyword)] })
        #expect(edit("do x", language: language).screen.text(with: "35") == "")
        #expect(edit("do x", language: language, isColored: true).screen.text(with: "35") == "do")
    }

    @Test func `prints above the prompt`() {
        let terminal = VirtualTerminal()
        let editor = makeEditor(on: terminal)
        let printer = editor.printer
        terminal.type("abc").look { _ in printer.print("[job 1] done\nreally") }.type("d")
        _ = editor.readLine(LinePrompt("> "))
        #expect(terminal.lastView.text == "[job 1] done\nreally\n> abcd")
        #expect(terminal.lastView.column == 6)
    }

    @Test func `prints at once while no line is being typed`() {
        let terminal = VirtualTerminal().type("a\r")
        let editor = makeEditor(on: terminal)
        editor.printer.print("before")
        _ = editor.readLine(LinePrompt("> "))
        editor.printer.print("after")
        #expect(terminal.screen.text == "before\n> a\nafter")
    }

    @Test func `suspends on Control-Z and draws the line again`() {
        let terminal = VirtualTerminal().type("abc" + Keys.control("z") + "d")
        let editor = makeEditor(on: terminal)
        _ = editor.readLine(LinePrompt("> "))
        #expect(terminal.suspensions == 1)
        #expect(terminal.lastView.text == "> abc\n> abcd")
    }

    @Test func `typing at the end of a line costs a few bytes`() {
        let terminal = VirtualTerminal().type("print(1")
        var before = 0
        terminal.look { before = $0.bytesWritten }.type(")").look { #expect($0.bytesWritten - before < 40) }
        let editor = makeEditor(on: terminal)
        _ = editor.readLine(LinePrompt("> "))
    }
}
