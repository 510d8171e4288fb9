import Glibc
import Synchronization
import Testing

@testable import Terminal

struct PlainReaderTests {
    /// All that is read from a pipe holding `input`, and what was written meanwhile.
    private func read(_ input: String, echoesPrompt: Bool = false, language: Language = blocks) -> (
        [LineResult], String
    ) {
        var (source, target): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        pipe(&source)
        pipe(&target)
        write(input, to: source[1])
        close(source[1])
        let reader = PlainReader(language: language, echoesPrompt: echoesPrompt, input: source[0], output: target[1])
        var results: [LineResult] = []
        repeat { results.append(reader.readLine(LinePrompt("cph> "))) } while results.last != .endOfInput
        close(target[1])
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(target[0], &buffer, buffer.count)
        close(source[0])
        close(target[0])
        return (results, String(decoding: buffer.prefix(max(0, count)), as: UTF8.self))
    }

    @Test func `reads lines and blocks without writing anything`() {
        let (results, output) = read("a\ndo\n  x\nend\r\nb")
        #expect(results == [.line("a"), .line("do\n  x\nend"), .line("b"), .endOfInput])
        #expect(output == "")
    }

    @Test func `writes prompts without control sequences on a dumb terminal`() {
        #expect(read("do\nend\n", echoesPrompt: true).1 == "cph> ...> cph> ")
    }

    @Test func `hands on an unfinished block at the end of the input`() {
        #expect(read("do\n").0 == [.line("do"), .endOfInput])
    }

    @Test func `a cancelled line takes the unfinished block along`() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let output = open("/dev/null", O_WRONLY)
        write("do\n", to: ends[1])
        close(ends[1])
        defer {
            close(ends[0])
            close(output)
        }
        // Ctrl-C comes while the block is looked at.
        let cancelled = Mutex<Waker?>(nil)
        let language = Language(
            completeness: { _ in
                cancelled.withLock { $0?.wake() }
                return .incomplete(indentation: "")
            })
        let reader = PlainReader(language: language, echoesPrompt: true, input: ends[0], output: output)
        cancelled.withLock { $0 = reader.canceller }
        #expect(reader.readLine(LinePrompt("cph> ")) == .cancelled)
        #expect(reader.readLine(LinePrompt("cph> ")) == .endOfInput)
    }

    @Test func `takes empty lines as lines`() {
        #expect(read("\n\na\n").0 == [.line(""), .line(""), .line("a"), .endOfInput])
    }
}
