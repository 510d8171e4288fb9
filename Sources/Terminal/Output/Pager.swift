import Glibc

/// Shows long texts a screen at a time, and short ones, or any in a pipe, at once.
public struct Pager {
    /// The shell command that is the pager where `$PAGER` is not set.
    private static let standard =
        "if command -v less >/dev/null; then exec less; elif command -v more >/dev/null; then exec more; else exec cat; fi"

    private let size: TerminalSize?
    private let command: String?
    private let run: (_ command: String, _ text: String) -> Bool
    private let write: (String) -> Void

    /// The pager of stdout.
    public init(environment: (String) -> String?) {
        let isTerminal = isatty(0) == 1 && isatty(1) == 1 && !isDumbTerminal(environment("TERM"))
        self.init(
            size: isTerminal ? terminalSize(of: 1) : nil, command: environment("PAGER"),
            run: { runPager($0, showing: $1) }, write: { Terminal.write($0, to: 1) })
    }

    /// - Parameters:
    ///   - size: The screen, or `nil` where nothing is ever paged.
    ///   - command: `$PAGER`; empty means never to page, as for git.
    ///   - run: Runs a shell command with a text as its input; `false` if it couldn't.
    ///   - write: Writes to stdout.
    init(
        size: TerminalSize?, command: String?, run: @escaping (String, String) -> Bool,
        write: @escaping (String) -> Void
    ) {
        (self.size, self.command, self.run, self.write) = (size, command, run, write)
    }

    /// Shows `text`, which may hold colours; everything from outside must have been cleaned.
    public func show(_ text: String) {
        let text = text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
        guard let size, command != "", rowCount(text, columns: size.columns) >= size.rows,
            run(command ?? Self.standard, text)
        else { return write(text) }
    }
}

/// How many rows `text` takes on a screen, colours not counted.
func rowCount(_ text: String, columns: Int) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().reduce(0) { count, line in
        count + max(1, (displayWidth(withoutColors(line)) + columns - 1) / columns)
    }
}

private func withoutColors(_ text: Substring) -> String {
    guard text.utf8.contains(0x1B) else { return String(text) }
    var result = ""
    var rest = text
    while let escape = rest.firstIndex(of: "\u{1B}") {
        result += rest[..<escape]
        let end = rest[escape...].firstIndex(of: "m") ?? rest.index(before: rest.endIndex)
        rest = rest[rest.index(after: end)...]
    }
    return result + rest
}
