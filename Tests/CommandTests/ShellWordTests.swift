import Schema
import TestSupport
import Testing

/// Words of command lines that are printed to be pasted.
@Suite(.ownThreads)
struct ShellWordTests {
    @Test(arguments: [
        "", "it's", "'", "two words", "$HOME `id` $(id)", "back\\slash\\", "a\nb", "云手机", "*?[a]~", "-e", "#x",
        "a;b&c|d>e",
        String(repeating: "/a long folder's name", count: 12),
    ])
    func `a shell reads a word as it is`(text: String) throws {
        let outcome = try RunningCommand("/bin/sh", ["-c", "printf '%s.' \(shellWord(text))"]).wait()
        #expect(outcome.output == text + ".")
    }

    @Test func `plain words have no quotes`() {
        for word in ["127.0.0.1:8080", "a-b_c/d.lua", "http://127.0.0.1:1/", "x=1"] { #expect(shellWord(word) == word) }
    }
}
