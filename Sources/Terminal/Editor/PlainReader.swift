import Glibc

/// Lines without an editor: from a pipe, a file, or a terminal that can't move its cursor.
public final class PlainReader: LineSource {
    /// Prints straight away: no edited line has to be kept intact.
    public let printer: PromptPrinter
    /// Ends the read that is under way with `.cancelled`; does nothing when the system had no pipe to spare.
    public var canceller: Waker { wake?.waker ?? Waker {} }
    /// Is false: the terminal itself, or the other end of the pipe, shows what is typed.
    public let hidesTyping = false

    private let wake = WakePipe()
    private let language: Language
    private let echoesPrompt: Bool
    private let input: Int32
    private let output: Int32
    private var waiting: [UInt8] = []
    private var isAtEnd = false

    /// - Parameter echoesPrompt: Whether prompts are written to `output`; not for pipes.
    public init(language: Language, echoesPrompt: Bool, input: Int32 = 0, output: Int32 = 1) {
        (self.language, self.echoesPrompt, self.input, self.output) = (language, echoesPrompt, input, output)
        printer = PromptPrinter(waker: Waker {}) { write($0, to: output) }
    }

    /// Reads lines until the language calls them complete, which it returns as one text. An unfinished block is
    /// returned as it is when the input ends. `text` is not used: there is no editor to put it into.
    public func readLine(_ prompt: LinePrompt, text: String) -> LineResult {
        var block: String?
        while true {
            if echoesPrompt { write(block == nil ? prompt.text : prompt.continuation, to: output) }
            switch nextLine() {
            case .line(let line):
                let text = block.map { $0 + "\n" + line } ?? line
                if language.completeness(text) == .complete { return .line(text) }
                block = text
            // An unfinished block goes to the caller, whose error says what is missing.
            case .endOfInput: return block.map { .line($0) } ?? .endOfInput
            case .cancelled:
                // The terminal has shown `^C` where the line was.
                if echoesPrompt { write("\n", to: output) }
                return .cancelled
            }
        }
    }

    /// Does nothing: the terminal's modes were never changed.
    public func close() {}

    private func nextLine() -> LineResult {
        while true {
            if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: waiting[..<end], as: UTF8.self)
                waiting.removeFirst(end + 1)
                return .line(line.hasSuffix("\r") ? String(line.dropLast()) : line)
            }
            guard !isAtEnd else { return rest() }
            if waitForKeys() == .cancelled {
                waiting = []
                return .cancelled
            }
            var buffer = [UInt8](repeating: 0, count: 16_384)
            let count = read(input, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { isAtEnd = true } else { waiting += buffer.prefix(count) }
        }
    }

    private enum Waited { case ready, cancelled }

    /// Waits for input. Ctrl-C arrives as a signal here, usually on another thread, which calls `canceller`.
    private func waitForKeys() -> Waited {
        var descriptors = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake?.readEnd ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&descriptors, 2, -1) < 0 && errno == EINTR {}
        return descriptors[1].revents != 0 && wake?.event() != nil ? .cancelled : .ready
    }

    /// Returns what is left at the end of the input: a last line without a line break.
    private func rest() -> LineResult {
        guard !waiting.isEmpty else { return .endOfInput }
        defer { waiting = [] }
        return .line(String(decoding: waiting, as: UTF8.self))
    }
}

/// Writes all of `text`.
func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { writeAll($0, to: descriptor) }
}
