import ArgumentParser
import Bindings
import Files
import Glibc
import Logging
import Purchasing
import Terminal

/// Decides what is written to standard error, and in which form: the host's own messages and those of `cph.log`.
struct LogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Lowest level to show: trace, debug, info, notice, warning or error. (CPH_LOG_LEVEL)", valueName: "level"),
        completion: .list(["trace", "debug", "info", "notice", "warning", "error"]), transform: level)
    var logLevel: Logger.Level?

    @Flag(name: .customLong("log-json"), help: "Write messages as lines of JSON. (CPH_LOG_JSON=1)")
    var asJSON = false

    var logger: Logger {
        let isJSON = isJSON
        var logger = Logger(label: "cph") { label in
            if isJSON { return JSONLogHandler() }
            return StreamLogHandler.standardError(label: label)
        }
        logger.logLevel = chosenLevel ?? .warning
        return logger
    }

    /// Lets a script's messages go to standard error, and what is waited for: redrawn on a terminal, otherwise a line
    /// every ten seconds.
    ///
    /// - Parameter isDryRun: Whether lines of progress say that nothing is bought.
    func apply(to console: ScriptConsole, _ waiting: StillWaiting, isDryRun: Bool) {
        console.level = chosenLevel?.scriptLevel ?? console.level
        console.isJSON = isJSON
        console.columns = { isatty(1) == 1 ? terminalSize(of: 1)?.columns : nil }
        console.write = Output.error
        let isDrawn = !isJSON && Self.canDraw
        let line = Self.progressLine(isDrawn: isDrawn, say)
        if isDrawn {
            console.write = { text in
                line.clear()
                Output.error(text)
            }
        }
        console.progress = { text in
            if let text { line.update(isDryRun ? "dry run: \(text)" : text) } else { line.finish() }
        }
        // Nothing is drawn over a question: what waits then is the person's answer.
        waiting.listen { text in if text == nil || !Output.isHeld { line.remark(text) } }
    }

    private static var canDraw: Bool { isatty(2) == 1 && Environment["TERM"] != "dumb" }

    /// Where commands say what they wait for: redrawn on a terminal, otherwise a line every ten seconds.
    static var progressLine: ProgressLine { progressLine(isDrawn: canDraw) { Output.error($0) } }

    private static func progressLine(isDrawn: Bool, _ say: @escaping @Sendable (String) -> Void) -> ProgressLine {
        isDrawn
            ? ProgressLine { Environment[$0] } : ProgressLine(columns: { nil }, write: { say(String($0.dropLast())) })
    }

    /// Writes a line for people to standard error, in the form of all others.
    var say: @Sendable (String) -> Void {
        guard isJSON else { return { Output.error($0) } }
        return { Output.error(JSONLogHandler.line(.info, $0)) }
    }

    private var chosenLevel: Logger.Level? {
        logLevel ?? CPHVariable.logLevel.text.flatMap(Self.level(named:))
    }

    private var isJSON: Bool { asJSON || CPHVariable.logJSON.isOn }
}

extension LogOptions {
    /// The level of that name, which may be in large letters.
    static func level(named text: String) -> Logger.Level? { Logger.Level(rawValue: text.lowercased()) }
}
