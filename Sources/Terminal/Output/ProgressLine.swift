import Glibc
import Synchronization
import Text

/// One line on stderr that says how far something is: redrawn in place on a terminal, written now and then otherwise.
///
/// Its methods may be called from any thread, as often as there is news.
public final class ProgressLine: Sendable {
    /// Shortest time between two drawings on a terminal: 10 a second.
    private static let interval = Duration.milliseconds(100)
    /// Shortest time between two lines in a log.
    private static let logInterval = Duration.seconds(10)

    private struct State {
        var lastDrawn: ContinuousClock.Instant?
        var shown = ""
        var latest = ""
        var remark = ""

        /// What the line says now: on a narrow terminal its end is cut.
        var text: String { [remark, latest].filter { !$0.isEmpty }.joined(separator: "; ") }
    }

    private let state = Mutex(State())
    private let columns: @Sendable () -> Int?
    private let now: @Sendable () -> ContinuousClock.Instant
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - columns: The terminal's width, or `nil` if the output is no terminal.
    ///   - now: The clock.
    public init(
        columns: @escaping @Sendable () -> Int?,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        write: @escaping @Sendable (String) -> Void
    ) {
        (self.columns, self.now, self.write) = (columns, now, write)
    }

    /// The progress line of stderr.
    public convenience init(environment: (String) -> String?) {
        let isPlain = isDumbTerminal(environment("TERM")) || isatty(2) != 1
        self.init(
            columns: { isPlain ? nil : terminalSize(of: 2)?.columns ?? 80 }, write: { Terminal.write($0, to: 2) })
    }

    /// Shows `text`, unless the line was drawn just now: then the next update or `finish` shows it.
    public func update(_ text: String) {
        state.withLock { state in
            state.latest = cleaned(text, limit: 500)
            drawUnlessJustNow(&state)
        }
    }

    /// Says `text` in front of what the line says anyway, for as long as it holds: nil takes it away.
    public func remark(_ text: String?) {
        state.withLock { state in
            state.remark = text.map { cleaned($0, limit: 500) } ?? ""
            if text != nil { return drawUnlessJustNow(&state) }
            guard columns() != nil, !state.shown.isEmpty else { return }
            if state.latest.isEmpty { erase(&state) } else { draw(&state) }
        }
    }

    /// Takes the line off the terminal, for output that comes between. The next `update` draws it again.
    public func clear() {
        state.withLock { state in
            if columns() != nil, !state.shown.isEmpty { write("\r\u{1B}[K") }
            state.shown = ""
            state.lastDrawn = nil
        }
    }

    /// Shows the last text for good and ends the line.
    public func finish() {
        state.withLock { state in
            guard !state.latest.isEmpty else { return }
            state.remark = ""
            if state.shown != state.latest { draw(&state) }
            if columns() != nil { write("\n") }
            state = State()
        }
    }

    private func drawUnlessJustNow(_ state: inout State) {
        let pause = columns() == nil ? Self.logInterval : Self.interval
        if let last = state.lastDrawn, last.duration(to: now()) < pause { return }
        draw(&state)
    }

    private func draw(_ state: inout State) {
        state.lastDrawn = now()
        state.shown = state.text
        if let columns = columns() {
            write("\r" + cut(state.shown, to: columns - 1) + "\u{1B}[K")
        } else {
            write(state.shown + "\n")
        }
    }

    private func erase(_ state: inout State) {
        write("\r\u{1B}[K")
        (state.shown, state.lastDrawn) = ("", nil)
    }
}

/// `████░░░░  84/150`.
public func progressBar(_ done: Int, of total: Int, columns: Int = 20) -> String {
    let share = total > 0 ? Double(min(max(0, done), total)) / Double(total) : 0
    let full = Int(share * Double(columns))
    return String(repeating: "█", count: full) + String(repeating: "░", count: columns - full) + "  \(done)/\(total)"
}
