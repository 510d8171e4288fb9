import LuaSyntax
import Testing

struct PromptLanguageTests {
    @Test func `the last nine results are kept, the newest first`() throws {
        let prompt = try TestPrompt()
        for number in 1...11 { _ = prompt.feed("\(number);") }
        #expect(prompt.feed("_, _1, _2, _9") == "11\t11\t10\t3")
    }

    @Test func `an interrupted block is forgotten`() throws {
        let prompt = try TestPrompt()
        #expect(prompt.feed("do") == "...")
        prompt.prompt.forgetUnfinished()
        #expect(prompt.feed("1") == "1")
    }

    @Test func `the next line is indented by what is open`() throws {
        let prompt = try TestPrompt().prompt
        #expect(prompt.missingIndentation(after: "for i = 1, 2 do") == "  ")
        #expect(prompt.missingIndentation(after: "f({ a = {") == "      ")
        #expect(prompt.missingIndentation(after: "f(1)") == nil)
        #expect(prompt.missingIndentation(after: "x = = 1") == nil)
        #expect(prompt.missingIndentation(after: ":dry on") == nil)
        #expect(prompt.missingIndentation(after: "?cph") == nil)
    }

    @Test func `what closes a block stands under what opened it`() {
        #expect(luaIndentation("if x then\n  y()\n  else", line: 16..<22) == "")
        #expect(luaIndentation("do\n  do\n    end", line: 8..<15) == "  ")
        #expect(luaIndentation("f {\n  a = 1,\n  }", line: 13..<16) == "")
        #expect(luaIndentation("do\n  ending()", line: 3..<13) == nil)
        #expect(luaIndentation("end", line: 0..<3) == "")
    }

    @Test func `an expression whose value is a call's is not a tail call`() throws {
        #expect(try TestPrompt().feed("error('x')") == "<1>:1: x\n  1 | error('x')")
    }
}
