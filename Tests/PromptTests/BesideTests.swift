import Files
import Glibc
import Testing

/// What the prompt answers to what people type at every prompt, beside what Lua's own, IPython's and deno's answer
/// (`transcripts/beside.table`).
struct BesideTests {
    private static let path = "\(TranscriptFile.folder)/beside.table"

    @Test func `the prompt answers as the table says, beside three others`() throws {
        let text = String(decoding: try Files.read(Self.path), as: UTF8.self)
        let parts = text.split(separator: "\n# ").map(String.init)
        #expect(parts.count > 60)
        let replayed = try [parts[0]] + parts.dropFirst().map(replay)
        if getenv("UPDATE_TRANSCRIPTS") != nil {
            try #require(unlink(Self.path) == 0)
            try Files.create(Self.path, Array(replayed.joined(separator: "\n# ").utf8))
        }
        for (part, said) in zip(parts, replayed) {
            #expect(said == part)
            if part != parts[0] { for other in ["lua", "ipython", "deno"] { #expect(part.contains("\n\(other)> ")) } }
        }
    }

    /// The part with what the prompt really says; a line break within a line is `⏎`.
    private func replay(_ part: String) throws -> String {
        let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let others = lines.drop { !$0.hasPrefix("lua> ") }
        let prompt = try TestPrompt()
        var said = [lines[0]]
        for line in lines where line.hasPrefix("cph> ") {
            let output = prompt.feed(String(line.dropFirst(5)).replacing("⏎", with: "\n"))
            said += [line] + (output.isEmpty ? [] : output.split(separator: "\n").map(stable))
        }
        return (said + others).joined(separator: "\n")
    }

    /// Addresses differ from run to run.
    private func stable(_ line: Substring) -> String {
        String(line).replacing(/0x[0-9a-f]{6,}/, with: "0x…")
    }
}
