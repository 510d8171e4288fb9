/// Columns and rows of a screen.
public struct TerminalSize: Hashable, Sendable {
    /// The cells of a row: a Latin letter takes one, a Chinese character two.
    public var columns: Int
    /// The lines that are visible at once.
    public var rows: Int

    /// Makes a size and does not check it.
    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// What a terminal reports to whoever reads it.
public enum TerminalEvent: Hashable, Sendable {
    case bytes([UInt8])
    case timedOut
    /// The window has another size.
    case resized
    /// Another process asked this one to stop (SIGTSTP); `suspend()` obeys.
    case stopRequested
    /// The process was stopped and goes on; the terminal may be in any mode.
    case resumed
    /// `wake()` was called.
    case woken
    /// The terminal is gone, or a signal has ended the session.
    case closed
}

/// What came of asking for raw mode.
public enum RawModeEntry: Hashable, Sendable {
    case entered
    /// Another reader of this process has the terminal.
    case busy
    /// It is no terminal any more.
    case gone
}

/// A terminal as the editor needs it. Tests implement it in memory.
public protocol TerminalDevice: AnyObject {
    var size: TerminalSize { get }
    /// Waits for the next event; without a timeout as long as it takes.
    func read(timeout: Duration?) -> TerminalEvent
    func write(_ text: String)
    /// Raw: every key arrives at once and unechoed, Ctrl-C is a byte. Cooked: as it was before.
    func enterRawMode() -> RawModeEntry
    func leaveRawMode()
    /// From when the terminal is not raw on, what is typed is kept and not shown, until `showTyping`.
    func hideTyping()
    func showTyping()
    /// Stops the process as Ctrl-Z does and returns once it goes on.
    func suspend()
    /// Throws away what was typed but not yet read.
    func discardInput()
    /// Something another thread calls to end a `read` with `.woken`.
    var waker: Waker { get }
    /// Writes from any thread.
    var writer: @Sendable (String) -> Void { get }
}

/// Ends a waiting `read` from any thread.
public struct Waker: Sendable {
    private let action: @Sendable () -> Void

    /// Makes a waker that calls `action`, which must be quick and may run on any thread.
    public init(_ action: @escaping @Sendable () -> Void) {
        self.action = action
    }

    /// Ends the waiting `read`, or the next one when nobody waits.
    public func wake() { action() }
}
