import Runtime
import Testing

struct PromptLanguageTests {
    @Test func `an expression is printed and a statement is not`() throws {
        try expectTranscript(
            """
            > 1 + 1
            2
            > x = 3
            > x, x * 2, nil
            3	6	nil
            > "1", 1
            "1"	1
            > print("a", 1)
            a	1
            > -- a comment
            """)
    }

    @Test func `a semicolon at the end mutes, and the value is kept`() throws {
        try expectTranscript(
            """
            > 6 * 7;
            > _
            42
            """)
    }

    @Test func `the last nine results are kept, the newest first`() throws {
        let prompt = try TestPrompt()
        for number in 1...11 { _ = prompt.feed("\(number);") }
        #expect(prompt.feed("_, _1, _2, _9") == "11\t11\t10\t3")
    }

    @Test func `a top-level local survives and hides a global without changing it`() throws {
        try expectTranscript(
            """
            > local a, b <const> = 1, 2
            > a + b
            3
            > local function f() return a end
            > a = 5
            > f()
            5
            > local type = "mine"
            > type, cph.inspect({ 1 })
            "mine"	"{ 1 }"
            > local a
            > a
            nil
            """)
    }

    @Test func `a local inside a block stays there`() throws {
        try expectTranscript(
            """
            > do local inner = 1 end
            > inner
            nil
            > local t = { f = function() local y = 1 return y end }
            > t.f(), y
            1	nil
            """)
    }

    @Test func `a block goes on until it is complete`() throws {
        try expectTranscript(
            """
            > for i = 1, 2 do
            ...
            > print(i)
            ...
            > end
            1
            2
            > { a = 1,
            ...
            > b = 2 }
            { a = 1, b = 2 }
            > 1 +
            ...
            > 1
            2
            """)
    }

    @Test func `a failed block does not leak into the next line`() throws {
        try expectTranscript(
            """
            > f = function(
            ...
            > 1
            <1>:2: <name> or '...' expected near '1'
              2 | 1
                  ^
            > 2
            2
            """)
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

    @Test func `undeclared globals are allowed, in functions too`() throws {
        try expectTranscript(
            """
            > undeclared
            nil
            > function set() counter = 1 end
            > set()
            > counter
            1
            """)
    }

    @Test func `an expression whose value is a call's is not a tail call`() throws {
        #expect(try TestPrompt().feed("error('x')") == "<1>:1: x\n  1 | error('x')")
    }
}
