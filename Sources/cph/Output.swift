// `stdout` is a C variable that nothing assigns; the C library locks the stream itself.
@preconcurrency import Glibc
import Purchasing
import Schema
import Synchronization
import Text

/// Writes results to standard output and everything else to standard error.
enum Output {
    static func line(_ text: String) {
        print(text)
    }

    /// Writes what a script's code returned: for programs as it is, for a terminal with control characters made visible, as parts
    /// of it may come from the service.
    static func result(_ text: String) { line(isatty(1) == 1 ? cleaned(block: text) : text) }

    /// Writes a part of a line, shown at once.
    static func part(_ text: String) {
        print(text, terminator: "")
        fflush(stdout)
    }

    // MARK: Standard error

    private static let chosenForm = Mutex(MessageForm())

    /// How messages are written, by variables until the command's options are known.
    static var form: MessageForm {
        get { chosenForm.withLock { $0 } }
        set { chosenForm.withLock { $0 = newValue } }
    }

    private static let chosenHints = Mutex(LedgerHints())

    /// What commands that messages recommend need for the ledger that is used here.
    static var hints: LedgerHints {
        get { chosenHints.withLock { $0 } }
        set { chosenHints.withLock { $0 = newValue } }
    }

    /// Writes what went wrong, or what nobody may miss, with control characters made visible: parts of it come from the network.
    ///
    /// - Parameter kind: What a program compares: `usage`, `ledger` and so on.
    static func error(_ text: String, kind: String = "error") {
        failure(text, .failure(kind: kind, code: nil, text.withoutProgram, hint: nil))
    }

    /// Writes an error: `text` for people, the fields for programs.
    static func failure(_ text: String, _ fields: @autoclosure () -> Object) {
        guard form.isJSON else { return whole(hints.completed(text)) }
        var fields = fields()
        for name in ["message", "hint"] {
            if let text = fields[name]?.text { fields[name] = .string(hints.completed(text)) }
        }
        whole(JSONLogHandler.line(.error, fields))
    }

    /// Writes what somebody asked for by an option, and which is no result.
    static func asked(_ text: String) {
        let text = hints.completed(text)
        whole(form.isJSON ? JSONLogHandler.line(.info, text.withoutProgram) : text)
    }

    /// Writes what happens beside, such as that a ledger is new or what was bought, which `--quiet` leaves out.
    static func note(_ text: String) {
        if !form.isQuiet { asked(text) }
    }

    /// Writes lines that have their form already.
    static func whole(_ text: String) { write(cleaned(block: text) + "\n") }

    /// Writes what is still buffered, and returns an error's status if anything could not be written: results that
    /// nobody could read must not look like success. The stream remembers a failure also when the line that failed was
    /// an earlier one.
    static func finish(_ status: ExitStatus) -> ExitStatus {
        guard fflush(stdout) != 0 || ferror(stdout) != 0, status == .done else { return status }
        error("cph: standard output could not be written to the end; cph ledger list has what was bought")
        return .scriptError
    }

    /// What other threads had to say while a question stands on the terminal; nil when none does.
    private static let kept = Mutex<[String]?>(nil)

    /// Whether a question stands on the terminal.
    static var isHeld: Bool { kept.withLock { $0 != nil } }

    /// Keeps messages back until `release`, for nothing to draw over a question.
    static func hold() {
        fflush(stdout)
        kept.withLock { $0 = $0 ?? [] }
    }

    /// Writes what was kept back.
    static func release() {
        let texts = kept.withLock { kept in
            defer { kept = nil }
            return kept ?? []
        }
        texts.forEach(write)
    }

    private static func write(_ text: String) {
        let isKept = kept.withLock { kept in
            kept?.append(text)
            return kept != nil
        }
        if isKept { return }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { return }  // there is nowhere left to complain
            rest = rest.dropFirst(max(count, 0))
        }
    }
}

extension String {
    /// The message without `cph: ` in front of it.
    fileprivate var withoutProgram: String { hasPrefix("cph: ") ? String(dropFirst(5)) : self }
}
