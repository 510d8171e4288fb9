import Dispatch
import Files
import LuaKit
import LuaSyntax
import Synchronization
import Terminal

/// The thread that edits lines. Everything of the editor lives on it; what it knows of Lua it asks through the link.
enum EditorThread {
    /// Starts the thread.
    ///
    /// - Returns: The printer that writes above the prompt.
    static func start(_ link: PromptLink, palette: Palette, interrupter: LuaInterrupter) -> PromptPrinter {
        let ready = DispatchSemaphore(value: 0)
        let printer = PrinterBox()
        DispatchQueue(label: "cph.editor").async {
            let history = HistoryPlace.open()
            let source = lineSource(
                language: language(link, history), history: history, palette: palette, environment: { Environment[$0] })
            link.edits(with: source)
            printer.set(source.printer)
            ready.signal()
            while let prompt = link.nextRequest() {
                let result = source.readLine(prompt)
                // Ctrl-C while a job computes and does not come back is meant for the job.
                if result == .cancelled, !link.isAttended { interrupter.interrupt() }
                link.post(.read(result))
            }
            source.close()
            link.end()
        }
        ready.wait()
        return printer.get()
    }

    private static func language(_ link: PromptLink, _ history: any HistorySource) -> Language {
        Language(
            completeness: { text in
                guard case .completeness(let indentation?)? = link.ask(.completeness(text)) else { return .complete }
                return .incomplete(indentation: indentation)
            },
            highlight: { highlighted($0) },
            complete: { text, cursor in
                guard case .completion(let found?)? = link.ask(.completion(text, cursor: cursor)) else { return nil }
                let candidates = found.candidates.map {
                    Candidate($0.text, display: $0.display, explanation: $0.explanation)
                }
                return Completion(range: found.range, candidates: candidates)
            },
            indentation: { luaIndentation($0, line: $1) },
            hint: { text, cursor in
                guard cursor == text.utf8.count, !text.isEmpty else { return nil }
                if case .hint(let hint?)? = link.ask(.hint(text)) { return Hint(hint) }
                return remembered(text, history)
            })
    }

    /// Finds the last line that began like `text`, as a hint that is taken with Right.
    private static func remembered(_ text: String, _ history: any HistorySource) -> Hint? {
        guard text.utf8.count >= 2, let line = history.entries.last(where: { $0.hasPrefix(text) && $0 != text }),
            !line.contains("\n")
        else { return nil }
        let rest = String(line.dropFirst(text.count))
        return Hint(rest, accepted: rest)
    }
}

/// Hands the printer from the editor's thread to Lua's.
private final class PrinterBox: Sendable {
    private let printer = Mutex<PromptPrinter?>(nil)

    func set(_ value: PromptPrinter) { printer.withLock { $0 = value } }

    func get() -> PromptPrinter {
        guard let value = printer.withLock({ $0 }) else {
            preconditionFailure("the semaphore comes after the printer")
        }
        return value
    }
}
