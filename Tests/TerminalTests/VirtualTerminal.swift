import Synchronization

@testable import Terminal

/// A terminal in memory: its input is a script of events, its output a screen.
///
/// When the script is at its end the screen is kept as `lastView`, and the terminal is closed: so a test can look at a
/// line that is still being edited.
final class VirtualTerminal: TerminalDevice {
    enum Step {
        case event(TerminalEvent)
        case resize(TerminalSize)
        case look((VirtualTerminal) -> Void)
    }

    private(set) var size: TerminalSize
    private(set) var isRaw = false
    private(set) var suspensions = 0
    private(set) var discards = 0
    private(set) var lastView: Screen
    private let output: SharedScreen
    private let wakes = WakeCounter()
    private var steps: [Step] = []

    init(columns: Int = 40, rows: Int = 10) {
        size = TerminalSize(columns: columns, rows: rows)
        lastView = Screen(columns: columns, rows: rows)
        output = SharedScreen(lastView)
        bytesWritten = 0
    }

    private(set) var bytesWritten: Int

    var screen: Screen { output.change { $0 } }

    // MARK: The script

    private(set) var hidesTyping = false

    @discardableResult
    func type(_ text: String) -> Self { bytes(Array(text.utf8)) }

    @discardableResult
    func bytes(_ bytes: [UInt8]) -> Self { event(.bytes(bytes)) }

    @discardableResult
    func paste(_ text: String) -> Self { type("\u{1B}[200~" + text + "\u{1B}[201~") }

    @discardableResult
    func event(_ event: TerminalEvent) -> Self {
        steps.append(.event(event))
        return self
    }

    @discardableResult
    func resize(columns: Int, rows: Int) -> Self {
        steps.append(.resize(TerminalSize(columns: columns, rows: rows)))
        return self
    }

    /// Runs `body` once everything before it has been handled and drawn.
    @discardableResult
    func look(_ body: @escaping (VirtualTerminal) -> Void) -> Self {
        steps.append(.look(body))
        return self
    }

    // MARK: TerminalDevice

    func read(timeout: Duration?) -> TerminalEvent {
        while true {
            if wakes.take() { return .woken }
            guard !steps.isEmpty else {
                if timeout != nil { return .timedOut }
                lastView = screen
                return .closed
            }
            switch steps.removeFirst() {
            case .event(let event): return event
            case .resize(let size):
                self.size = size
                output.change { $0.resize(columns: size.columns, rows: size.rows) }
                return .resized
            case .look(let body): body(self)
            }
        }
    }

    func write(_ text: String) {
        bytesWritten += text.utf8.count
        output.change { $0.write(text) }
    }

    var writer: @Sendable (String) -> Void { { [output] text in output.change { $0.write(text.withCarriageReturns) } } }
    func enterRawMode() -> RawModeEntry {
        isRaw = true
        return .entered
    }

    func hideTyping() { hidesTyping = true }
    func showTyping() { hidesTyping = false }

    func leaveRawMode() { isRaw = false }
    func suspend() { suspensions += 1 }
    func discardInput() { discards += 1 }
    var waker: Waker { Waker { [wakes] in wakes.add() } }
}

/// The screen, for writers on any thread.
private final class SharedScreen: Sendable {
    private let screen: Mutex<Screen>

    init(_ screen: Screen) { self.screen = Mutex(screen) }

    func change<Result: Sendable>(_ body: (inout Screen) -> Result) -> Result {
        screen.withLock { body(&$0) }
    }
}

/// Counts wake-ups asked for from any thread.
private final class WakeCounter: Sendable {
    private let count = Mutex(0)

    func add() { count.withLock { $0 += 1 } }

    func take() -> Bool {
        count.withLock { count in
            defer { count = 0 }
            return count > 0
        }
    }
}

/// Types `keys` at a prompt `> ` and returns what the editor made of it and how the screen looked at the end.
func edit(
    _ keys: String..., columns: Int = 40, rows: Int = 10, language: Language = Language(), history: [String] = [],
    isColored: Bool = false
) -> (result: LineResult, screen: Screen, cursor: [Int]) {
    let terminal = VirtualTerminal(columns: columns, rows: rows)
    for key in keys { terminal.type(key) }
    let editor = makeEditor(on: terminal, language: language, history: history, isColored: isColored)
    let result = editor.readLine(LinePrompt("> "))
    return (result, terminal.lastView, [terminal.lastView.row, terminal.lastView.column])
}

func makeEditor(
    on terminal: any TerminalDevice, language: Language = Language(), history: [String] = [], isColored: Bool = false
) -> LineEditor {
    LineEditor(
        device: terminal, language: language, history: MemoryHistory(history), palette: Palette(isColored: isColored))
}

/// What is accepted after `keys` and Enter.
func line(_ keys: String..., history: [String] = [], language: Language = Language(), isColored: Bool = false)
    -> String?
{
    let terminal = VirtualTerminal()
    for key in keys { terminal.type(key) }
    terminal.type("\r")
    let editor = makeEditor(on: terminal, language: language, history: history, isColored: isColored)
    guard case .line(let line) = editor.readLine(LinePrompt("> ")) else { return nil }
    return line
}

/// Needs as many `end` as `do`; indents by two for each that is open.
var blocks: Language {
    Language(completeness: { text in
        let words = text.split { " \n".contains($0) }
        let open = words.count { $0 == "do" } - words.count { $0 == "end" }
        return open > 0 ? .incomplete(indentation: String(repeating: "  ", count: open)) : .complete
    })
}

/// Keys by name, as terminals send them.
enum Keys {
    static let up = "\u{1B}[A", down = "\u{1B}[B", right = "\u{1B}[C", left = "\u{1B}[D"
    static let home = "\u{1B}[H", end = "\u{1B}[F", delete = "\u{1B}[3~", backspace = "\u{7F}"
    static let tab = "\t", shiftTab = "\u{1B}[Z", escape = "\u{1B}"
    static func control(_ letter: Character) -> String { String(UnicodeScalar((letter.asciiValue ?? 0) & 0x1F)) }
    static func alt(_ letter: String) -> String { "\u{1B}" + letter }
}
