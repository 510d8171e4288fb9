import Testing

@testable import Terminal

struct RecallTests {
    private let history = ["print(1)", "cph.plan()", "print(2)", "do\n  x\nend"]

    @Test func `Up walks back and Down returns to what was being typed`() {
        #expect(line(Keys.up, history: history) == "do\n  x\nend")
        #expect(line(Keys.up, Keys.up, history: history) == "print(2)")
        #expect(line(Keys.up, Keys.up, Keys.down, Keys.down, Keys.down, Keys.down, "x", history: history) == "x")
    }

    @Test func `Up recalls only entries that begin with what was typed`() {
        #expect(line("pr", Keys.up, history: history) == "print(2)")
        #expect(line("pr", Keys.up, Keys.up, history: history) == "print(1)")
        #expect(line("pr", Keys.up, Keys.up, Keys.up, history: history) == "print(1)")
        #expect(line("pr", Keys.up, Keys.down, history: history) == "pr")
        #expect(line("zz", Keys.up, history: history) == "zz")
    }

    @Test func `a recalled block is one entry and can be gone into`() {
        #expect(line(Keys.up, "1", Keys.down, "2", history: history) == "do1\n  x2\nend")
    }

    @Test func `Control-R finds older and older matches`() {
        let search = Keys.control("r")
        #expect(line(search + "pri", history: history) == "print(2)")
        #expect(line(search + "pri" + search, history: history) == "print(1)")
        #expect(line(search + "pri" + search + Keys.control("s"), history: history) == "print(2)")
        #expect(line(search + "t(1", history: history) == "print(1)")
        #expect(line(search + "x", Keys.end, Keys.control("g"), history: history) == "do\n  x\nend")
    }

    @Test func `shows the search under the line and the match in it`() {
        let (_, screen, _) = edit(Keys.control("r") + "plan", history: history)
        #expect(screen.text == "> cph.plan()\nsearch: plan")
        #expect(edit(Keys.control("r") + "zzz", history: history).screen.text == ">\nno match: zzz")
    }

    @Test func `Control-G and Control-C give up the search and keep the line`() {
        #expect(line("mine", Keys.control("r") + "pri" + Keys.control("g"), history: history) == "mine")
        #expect(line("mine", Keys.control("r") + "pri" + Keys.control("c"), history: history) == "mine")
    }

    @Test func `Backspace widens the search again`() {
        let keys = Keys.control("r") + "print(1" + Keys.backspace
        #expect(line(keys, history: history) == "print(2)")
    }

    @Test func `Escape takes the match into the line to be edited`() {
        let terminal = VirtualTerminal().type(Keys.control("r") + "pri" + Keys.escape).event(.timedOut)
        terminal.type(Keys.end + "x\r")
        let editor = makeEditor(on: terminal, history: history)
        #expect(editor.readLine(LinePrompt("> ")) == .line("print(2)x"))
    }

    @Test func `a remembered line is shown dim and taken with Right or End`() {
        let (_, screen, cursor) = edit("cph", history: history, isColored: true)
        #expect(screen.text == "> cph.plan()")
        #expect(screen.text(with: "2") == ".plan()")
        #expect(cursor == [0, 5])
        #expect(line("cph", Keys.right, history: history, isColored: true) == "cph.plan()")
        #expect(line("cph", Keys.end, history: history, isColored: true) == "cph.plan()")
        #expect(line("cph", history: history) == "cph")
    }

    @Test func `an argument hint is cut to the row and never taken`() {
        let language = Language(hint: { text, _ in text.hasSuffix("(") ? Hint("spec: table with many fields)") : nil })
        let (_, screen, _) = edit("create(", columns: 20, language: language, isColored: true)
        #expect(screen.text == "> create(spec: tab…")
        #expect(line("create(", Keys.right, language: language, isColored: true) == "create(")
    }

    @Test func `hints are left out where nothing would tell them from text`() {
        #expect(edit("cph", history: history).screen.text == "> cph")
        #expect(line("cph", Keys.right, history: history) == "cph")
    }
}
