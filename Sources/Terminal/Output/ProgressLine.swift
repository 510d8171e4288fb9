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
            let pause = columns() == nil ? Self.logInterval : Self.interval
            if let last = state.lastDrawn, last.duration(to: now()) < pause { return }
            draw(&state)
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
            if state.shown != state.latest { draw(&state) }
            if columns() != nil { write("\n") }
            state = State()
        }
    }

    private func draw(_ state: inout State) {
        state.lastDrawn = now()
        state.shown = state.latest
        if let columns = columns() {
            write("\r" + cut(state.latest, to: columns - 1) + "\u{1B}[K")
        } else {
            write(state.latest + "\n")
        }
    }
}

/// `████░░░░  84/150`.
public func progressBar(_ done: Int, of total: Int, columns: Int = 20) -> String {
    let share = total > 0 ? Double(min(max(0, done), total)) / Double(total) : 0
    let full = Int(share * Double(columns))
    return String(repeating: "█", count: full) + String(repeating: "░", count: columns - full) + "  \(done)/\(total)"
}
