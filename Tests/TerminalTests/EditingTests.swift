import Testing

@testable import Terminal

struct EditingTests {
    @Test func `returns what was typed once Enter is pressed`() {
        #expect(line("print(1)") == "print(1)")
    }

    @Test(arguments: [
        ("left", "ac" + Keys.left + "b", "abc"),
        ("control-b", "ac" + Keys.control("b") + "b", "abc"),
        ("home", "bc" + Keys.home + "a", "abc"),
        ("control-a and control-e", "b" + Keys.control("a") + "a" + Keys.control("e") + "c", "abc"),
        ("end", "ab" + Keys.home + Keys.end + "c", "abc"),
        ("alt-b", "one two" + Keys.alt("b") + "x", "one xtwo"),
        ("control-left", "one two" + "\u{1B}[1;5D" + "x", "one xtwo"),
        ("alt-f", "one two" + Keys.home + Keys.alt("f") + "x", "onex two"),
        ("backspace", "abx" + Keys.backspace + "c", "abc"),
        ("delete", "xabc" + Keys.home + Keys.delete, "abc"),
        ("control-d inside", "xabc" + Keys.home + Keys.control("d"), "abc"),
        ("control-t", "acb" + Keys.control("t"), "abc"),
        ("alt-u", "abc" + Keys.home + Keys.alt("u"), "ABC"),
        ("alt-c", "abc" + Keys.home + Keys.alt("c"), "Abc"),
    ])
    func `moves and edits as Emacs does`(name: String, keys: String, expected: String) {
        #expect(line(keys) == expected, "\(name)")
    }

    @Test(arguments: [
        ("control-k", "one two" + Keys.alt("b") + Keys.control("k"), "one "),
        ("control-u", "one two" + Keys.alt("b") + Keys.control("u"), "two"),
        ("control-w takes what has no blanks", "f a.b-c" + Keys.control("w"), "f "),
        ("alt-backspace takes a word", "f a.b" + Keys.alt(Keys.backspace), "f a."),
        ("alt-d", "one two" + Keys.home + Keys.alt("d"), " two"),
        ("yank", "one two" + Keys.control("w") + Keys.home + Keys.control("y"), "twoone "),
        ("cuts in a row are one", "a b c" + Keys.control("w") + Keys.control("w") + "x" + Keys.control("y"), "a xb c"),
        (
            "yank-pop", "a b" + Keys.control("w") + Keys.left + Keys.control("u") + Keys.control("y") + Keys.alt("y"),
            "b "
        ),
    ])
    func `cuts into the kill ring`(name: String, keys: String, expected: String) {
        #expect(line(keys) == expected, "\(name)")
    }

    @Test func `undoes a word at a time and a cut at a time, and redoes`() {
        let undo = Keys.control("_")
        #expect(line("o", "n", "e", " ", "t", "w", "o", undo) == "one ")
        #expect(line("o", "n", "e", " ", "t", "w", "o", undo, undo, undo) == "")
        #expect(line("one two", Keys.control("w"), undo) == "one two")
        #expect(line("a", Keys.control("u"), undo, Keys.alt("_"), "b") == "b")
    }

    @Test func `moves and deletes whole graphemes`() {
        let family = "👨‍👩‍👧‍👦"
        #expect(line("a\(family)b" + Keys.left + Keys.backspace) == "ab")
        #expect(line("云手机" + Keys.left + Keys.left + Keys.backspace) == "手机")
        #expect(line("é" + "e\u{301}" + Keys.backspace) == "é")
    }

    @Test func `joins what is typed in parts into one grapheme`() {
        #expect(line("👍", "🏽", Keys.backspace, "x") == "x")
    }

    @Test func `accepts characters split over reads`() {
        let terminal = VirtualTerminal()
        for byte in Array("云👍🏽\r".utf8) { terminal.bytes([byte]) }
        let editor = makeEditor(on: terminal)
        #expect(editor.readLine(LinePrompt("> ")) == .line("云👍🏽"))
    }

    @Test func `Control-C drops the line and marks it`() {
        let (result, _, _) = edit("abc" + Keys.control("c"))
        #expect(result == .cancelled)
    }

    @Test func `Control-D leaves on an empty line only`() {
        #expect(edit(Keys.control("d")).result == .endOfInput)
        #expect(line("a" + Keys.control("d")) == "a")
    }

    @Test func `swallows keys it does not know`() {
        #expect(line("a\u{1B}[15~\u{1B}[99;7X\u{1B}[<0;1;1Mb") == "ab")
    }

    @Test func `keeps keys typed ahead for the next line`() {
        let terminal = VirtualTerminal().type("one\rtwo\r")
        let editor = makeEditor(on: terminal)
        #expect(editor.readLine(LinePrompt("> ")) == .line("one"))
        #expect(editor.readLine(LinePrompt("> ")) == .line("two"))
    }
}
