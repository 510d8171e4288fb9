/// Where a script's messages for its operator go, and in which form. The host fills it in.
public final class ScriptConsole {
    /// The lowest level that is shown: `debug`, `info`, `warning` or `error`.
    public var level = "info"
    /// Whether messages are lines of JSON.
    public var isJSON = false
    /// How wide the terminal is that standard output leads to; nil where it is none.
    public var columns: () -> Int? = { nil }
    /// Shows a line to the operator, beside the script's results.
    public var write: (String) -> Void = { _ in }
    /// Shows a line that whoever wants to read nothing but errors does without. Lines like any other unless the host drops them.
    public lazy var note: (String) -> Void = { [unowned self] text in write(text) }
    /// Shows a line of `cph.log`, which has its form already.
    public lazy var log: (String) -> Void = { [unowned self] text in write(text) }
    /// Shows how far something is: a line that the next one may replace; nil leaves the last one as it is. Lines like
    /// any other unless the host has a terminal to redraw one on.
    public lazy var progress: (String?) -> Void = { [unowned self] text in text.map(write) }

    /// The names of the host's own options, which stand before a script, and whether a value follows each.
    public var hostOptions: () -> [String: Bool] = { [:] }

    /// Makes a console that drops every message until the host sets `write`.
    public init() {}
}
