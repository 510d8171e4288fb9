import LuaKit

/// Where a script's messages for its operator go, and in which form. The host fills it in.
public final class ScriptConsole {
    /// The lowest level that is shown: `debug`, `info`, `warning` or `error`.
    public var level = "info"
    /// Whether messages are lines of JSON.
    public var isJSON = false
    /// Shows a line to the operator, beside the script's results.
    public var write: (String) -> Void = { _ in }
    /// Shows how far something is: a line that the next one may replace; nil leaves the last one as it is. Lines like
    /// any other unless the host has a terminal to redraw one on.
    public lazy var progress: (String?) -> Void = { [unowned self] text in text.map(write) }

    /// Makes a console that drops every message until the host sets `write`.
    public init() {}
}

/// `cph.console`: what `cph.log` and `cph.args` need of the host. A sandbox has it too.
func consoleModule(_ console: ScriptConsole) -> LuaModule {
    LuaModule(
        "console", doc: "The operator's end of a script: `cph.log` and `cph.args` write to it.", isInternal: true,
        functions: [
            LuaFunction(
                "write", LuaParameter("text", String.self),
                doc: "Writes lines to standard error, with control characters made visible."
            ) { text in console.write(text) },
            LuaFunction(
                "progress", LuaParameter("text", String?.self),
                doc: "Shows how far something is, in place of the last such line on a terminal; nil ends the line."
            ) { text in console.progress(text) },
            LuaFunction("level", doc: "What `--log-level` asks for: debug, info, warning or error.") { console.level },
            LuaFunction("is_json", doc: "Whether `--log-json` was given.") { console.isJSON },
        ])
}
