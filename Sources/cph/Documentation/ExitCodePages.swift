import Docs
import Purchasing

/// The exit codes and what they tell the caller.
var exitCodesChapter: Chapter {
    let pages = ExitStatus.documented.map { status, meaning in
        var page = Page("exit code \(status.rawValue)", doc: meaning)
        page.aliases = ["\(status.rawValue)"]
        return page
    }
    return Chapter(
        "Exit codes", file: "exit-codes", group: "The program",
        doc:
            "The number with which `cph` ends. 20 wins over all others, whatever the script returned or caught; then 4.",
        pages: pages)
}

extension ExitStatus {
    /// Each code with its meaning.
    static let documented: [(status: ExitStatus, meaning: String)] = [
        (.done, "Done."),
        (.scriptError, "An error in the script, memory included."),
        (.usage, "Wrong usage, no such script, no credentials."),
        (.refused, "Refused: no approval, a limit, a missing capability, or a name that is taken. Nothing was bought."),
        (.partlyDone, "Partly done: `cph ledger list` says what was bought."),
        (.service, "The service or the network failed, and nothing was bought."),
        (.ledger, "The ledger cannot be used."),
        (.inDoubt, "A purchase is in doubt: it was sent, and its outcome is not known. Do not buy it again unseen."),
        (.deadline, "The deadline has passed. \(staysBought)"),
        (.hungUp, "Hung up: the terminal was closed (SIGHUP). \(staysBought)"),
        (.interrupted, "Interrupted (Ctrl-C). \(staysBought)"),
        (.terminated, "Terminated (SIGTERM). \(staysBought)"),
    ]

    private static let staysBought = "What was bought stays bought; run it again, and only what is missing is bought."
}
