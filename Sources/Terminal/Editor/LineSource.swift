/// What came of asking for a line.
public enum LineResult: Hashable, Sendable {
    /// A line, or a block of several, that the language calls complete.
    case line(String)
    /// Ctrl-C: what was typed is dropped.
    case cancelled
    /// Ctrl-D on an empty line, or the input is at its end.
    case endOfInput
}

/// Where lines come from: the editor, a dumb terminal, a pipe.
public protocol LineSource: AnyObject {
    /// Shows `prompt` and waits for a line.
    ///
    /// - Parameter text: What the line holds at first, for the user to change.
    func readLine(_ prompt: LinePrompt, text: String) -> LineResult
    /// Prints, from any thread, without disturbing the line being typed.
    var printer: PromptPrinter { get }
    /// Drops the line that is being typed: for a Ctrl-C that comes as a signal.
    var canceller: Waker { get }
    /// Whether what is typed between lines is not shown, the `^C` of Ctrl-C neither.
    var hidesTyping: Bool { get }
    /// Gives the terminal back, when no line will be read any more.
    func close()
}

extension LineSource {
    /// Asks for a line that starts empty.
    public func readLine(_ prompt: LinePrompt) -> LineResult { readLine(prompt, text: "") }
}

/// The editor if stdin and stdout are a terminal that can move its cursor, otherwise a plain reader of stdin.
///
/// - Parameter environment: Looks a variable up; `TERM` is asked for.
public func lineSource(
    language: Language, history: any HistorySource, palette: Palette, environment: (String) -> String?
) -> any LineSource {
    guard let terminal = TTY() else { return PlainReader(language: language, echoesPrompt: false) }
    if isDumbTerminal(environment("TERM")) {
        return PlainReader(language: language, echoesPrompt: true)
    }
    return LineEditor(device: terminal, language: language, history: history, palette: palette)
}
