import ArgumentParser
import Bindings
import Files
import Glibc
import Logging
import Purchasing
import Terminal

/// Decides which messages of the host and of `cph.log` are written to standard error, and in which form.
struct LogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Lowest level to show: trace, debug, info, notice, warning or error. (CPH_LOG_LEVEL)", valueName: "level"),
        completion: .list(["trace", "debug", "info", "notice", "warning", "error"]), transform: messageLevel)
    var logLevel: Logger.Level?

    @OptionGroup var messages: MessageOptions

    /// How all messages of the run are written.
    var form: MessageForm { messages.form }

    var logger: Logger {
        let isJSON = form.isJSON
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
        console.isJSON = form.isJSON
        console.hostOptions = { CommandDescription.run.optionNames }
        console.columns = { isatty(1) == 1 ? terminalSize(of: 1)?.columns : nil }
        let line = Self.progressLine(form)
        func cleared(_ write: @escaping (String) -> Void) -> (String) -> Void {
            { text in
                line.clear()
                write(text)
            }
        }
        (console.write, console.note, console.log) = (
            cleared(Output.asked), cleared(Output.note), cleared(Output.whole)
        )
        console.progress = { text in
            if let text { line.update(isDryRun ? "dry run: \(text)" : text) } else { line.finish() }
        }
        // Nothing is drawn over a question: what waits then is the person's answer.
        waiting.listen { text in if text == nil || !Output.isHeld { line.remark(text) } }
    }

    /// Where commands say what they wait for: redrawn on a terminal, otherwise a line every ten seconds, or nowhere.
    static func progressLine(_ form: MessageForm) -> ProgressLine {
        let isDrawn = isatty(2) == 1 && Environment["TERM"] != "dumb" && !form.isJSON && !form.isQuiet
        return isDrawn
            ? ProgressLine { Environment[$0] }
            : ProgressLine(columns: { nil }, write: { Output.note(String($0.dropLast())) })
    }

    private var chosenLevel: Logger.Level? {
        logLevel ?? CPHVariable.logLevel.text.flatMap(Self.level(named:)) ?? (form.isQuiet ? .error : nil)
    }
}

extension LogOptions {
    /// The level of that name, which may be in large letters.
    static func level(named text: String) -> Logger.Level? { Logger.Level(rawValue: text.lowercased()) }
}
