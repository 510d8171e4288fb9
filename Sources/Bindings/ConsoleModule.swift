import LuaKit

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
                "note", LuaParameter("text", String.self),
                doc: "Writes lines likewise, which `--quiet` leaves out."
            ) { text in console.note(text) },
            LuaFunction(
                "log", LuaParameter("text", String.self),
                doc: "Writes a line likewise that has the form `--log-json` asks for."
            ) { text in console.log(text) },
            LuaFunction(
                "progress", LuaParameter("text", String?.self),
                doc: "Shows how far something is, in place of the last such line on a terminal; nil ends the line."
            ) { text in console.progress(text) },
            LuaFunction("columns", doc: "How wide the terminal is that standard output leads to; nil where it is none.")
            {
                console.columns()
            },
            LuaFunction("level", doc: "What `--log-level` asks for: debug, info, warning or error.") { console.level },
            LuaFunction(
                "host_options",
                doc: "The names of cph's own options, which stand before a script, and whether a value follows each."
            ) { console.hostOptions() },
            LuaFunction("is_json", doc: "Whether `--log-json` was given.") { console.isJSON },
        ])
}
