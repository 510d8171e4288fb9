import TestSupport
import Testing

/// What a script reads at the prompt is typed in sight.
struct PromptInputTests {
    @Test func `typing is shown for as long as somebody reads, and hidden again`() throws {
        let folder = try TemporaryFolder(["in": "one\ntwo\nthree\n"])
        let test = try TestPrompt()
        #expect(test.feed("io.input('\(folder.path)/in') return io.read()") == "\"one\"")
        #expect(test.host.typing == [true, false])
        #expect(test.feed("for line in io.lines() do print(line) end") == "two\nthree")
        #expect(test.host.typing.count == 2 + 2 * 3, "the end is read too")
        _ = test.feed("for line in io.lines('\(folder.path)/in') do print(line) end")
        #expect(test.feed("io.open('\(folder.path)/in'):read()") == "\"one\"")
        #expect(test.host.typing.count == 8, "a file is not typed")
    }

    @Test func `a read that fails hides typing again, and a closed prompt leaves no trace`() throws {
        let test = try TestPrompt()
        let before = test.feed("io.read")
        #expect(test.feed("io.read('x')").contains("invalid format"))
        #expect(test.host.typing == [true, false])
        test.prompt.close()
        #expect(test.feed("io.read") != before)
    }
}
