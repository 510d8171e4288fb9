import CPHModel
import Docs
import Ledger
import Schema

/// The words that cph's messages, tables and errors are made of.
var wordsChapter: Chapter {
    let states = PurchaseState.allCases.map { state in
        var page = Page("state \(state.rawValue)", doc: state.words)
        page.aliases = [state.rawValue] + (state == .inDoubt ? ["in doubt", "doubt"] : [])
        return page
    }
    let kinds = CPHError.Kind.allCases.map { kind in
        var page = Page("error kind \(kind.rawValue)", doc: kind.words)
        page.aliases = [kind.rawValue]
        return page
    }
    let problems = Problem.Code.allCases.map { code in
        var page = Page("problem \(code.rawValue)", doc: code.words)
        page.aliases = [code.rawValue]
        return page
    }
    let ideas = documentedWords.map { name, doc in Page(name, doc: doc) }
    return Chapter(
        "Words", file: "words", group: "The program",
        doc: "States of purchases, kinds of errors, codes of problems, and what other words mean here.",
        pages: states + kinds + problems + ideas)
}

extension PurchaseState {
    /// What it says of a purchase, for people.
    var words: String {
        switch self {
        case .planned: "Known and not approved. Nothing was sent, or what was sent is known to have bought nothing."
        case .approved: "Approved and not sent yet."
        case .sending:
            "The send was recorded before its first byte left. A run that is found in this state is looked up."
        case .accepted: "Bought: the service answered with all servers."
        case .partial:
            "Some of the servers are known, fewer than were asked for. The name buys no more, and a run that asks for it ends with "
                + "exit code 4 each time, so that a person decides. `cph ledger show NAME` has the order and the ids: ask the "
                + "service where the others are. Where they show up, `cph ledger resolve NAME` takes them, or `--adopt ID`, "
                + "repeated, with the ids of all servers, also of one that was bought in the console. Otherwise buy what is missing "
                + "under another name: as a row in place of the one that is short, or in a plan of its own. "
                + "`cph doc guide fleets` has an example."
        case .orderOnly:
            "There is an order, and its servers are not known yet. The next run, or `cph ledger refresh`, looks for them."
        case .unpaid:
            "The order waits for payment: `cph ledger pay NAME`. It is `adopted` when it is paid and its servers are found, "
                + "`paid` until then."
        case .refused: "The service said that nothing was bought. The name may be sent again, with a new approval."
        case .notSent: "No byte left this machine, or the gateway turned the request away. Nothing was bought."
        case .inDoubt:
            "Sent, and the outcome is not known: the servers may have been bought. cph looks for them and never sends the name "
                + "again by itself. A run that leaves one behind ends with exit code 20; an error about it has the kind `in_doubt` "
                + "and `maybe_done`. `cph ledger list --in-doubt` lists them, `cph ledger resolve NAME` looks again and records what "
                + "you decide. `cph doc guide in-doubt` says what to do."
        case .adopted:
            "Bought, and all servers were found in the account. So ends a purchase whose order was paid afterwards, as with "
                + "`cph ledger pay`, and one whose answer was lost. With an answer that names all servers of an order that is "
                + "paid at once, it is `accepted`."
        case .absent: "A person has decided, with evidence, that nothing was bought. The name may be sent again."
        case .duplicate: "More servers or orders have this name than one purchase can have made. A person must look."
        case .paying: "The payment of the order was sent."
        case .paid:
            "The order is paid, and the account does not show all of its servers yet. The next run, or `cph ledger refresh`, "
                + "looks for them; the purchase is `adopted` when all are found, often in the same `cph ledger pay`."
        case .paymentInDoubt:
            "The payment was sent, and its outcome is not known. `cph ledger pay NAME` looks before it pays."
        case .cancelled: "The order was cancelled before it was paid."
        case .expired: "The order was not paid in time, and has ended."
        }
    }
}

extension CPHError.Kind {
    /// What an error of this kind says, for people.
    fileprivate var words: String {
        switch self {
        case .argument: "The request breaks a rule: `err.problems` names each. Nothing was sent. Exit code 1."
        case .denied:
            "A limit, a policy, a missing approval or a missing right forbids it. Nothing was sent. Exit code 3, or 2 where there are no credentials."
        case .api: "The service refused the request: `err.code` is its code, `err.hint` what to do. Exit code 5."
        case .network:
            "There was no connection, or it broke. Of a purchase it means that nothing was bought. Exit code 5."
        case .timeout: "No answer came in time. Exit code 5."
        case .cancelled: "Ctrl-C, a deadline or `cph.within` ended it. Exit code 130 or 124 where it ends the run."
        case .inDoubt: "The request was sent, and its outcome is not known. Exit code 20."
        case .partial:
            "A part of what was asked for was bought: `err.result` says what. Exit code 4. Where other purchases of a plan were "
                + "refused, put right what was wrong and run it again: it buys the rest. Where a purchase was fulfilled in part, "
                + "which `cph ledger list --state partial` shows, a re-run buys no more of it: `cph doc state partial`."
        case .ledger: "The ledger cannot be read or written. Nothing was sent, unless `err.maybe_done`. Exit code 6."
        }
    }
}

/// What the words of messages mean that are no names of states or errors.
private let documentedWords: [(name: String, doc: String)] = [
    (
        "ledger",
        "The durable record of purchases: what was to be bought is written before anything is sent, the answer after it. What it "
            + "knows is answered from it and not sent again. One file per user, a project's file, or a PostgreSQL server: "
            + "`cph doc guide team`. Not the module `cph.ledger`, which reads it."
    ),
    (
        "approval",
        "What lets a purchase through: a person's yes at a terminal, `--allow-spend`, `--allow-cost`, or `--approve HASH` for exactly "
            + "one plan. Policies forbid whatever was approved."
    ),
    (
        "hash",
        "The digest of a plan, shown by `plan:show()` and a dry run. `--approve HASH` buys exactly what has it, on that account, once."
    ),
    (
        "dry run",
        "A run that buys and changes nothing: `--dry-run`. What would be sent becomes a line on standard error."
    ),
    (
        "server-month", "A server for a month; a server for a year is twelve. `--allow-months` and policies count them."
    ),
    (
        "witness",
        "A file that remembers how far a ledger had come, so that a ledger that was put back to an older copy is noticed: "
            + "`--witness`, `CPH_LEDGER_WITNESS`."
    ),
    (
        "JSON line",
        "What `--log-json` writes on standard error for each message: `time`, `level` and `message`. An error has `kind`, `code` and "
            + "`hint` too, and where they are known `file`, `line`, `operation`, `request_id`, `http_status`, `problems`, `maybe_done` "
            + "and `result`. Fields that a script gives to `cph.log.info` and its like stand beside them; one of these names becomes `field_message` "
            + "and so on. What a script itself writes to `io.stderr` stays as it is."
    ),
    (
        "lease",
        "How long a run on a shared ledger keeps a name after its last sign of life, 15 s: a machine that dies is waited for so long."
    ),
    (
        "second person",
        "Who approves a plan that the same person must not approve: `cph ledger approve HASH`, and a policy's `second_person`."
    ),
    ("fault", "What goes wrong in the emulated cloud on purpose: `--faults SPEC`. `cph help emulator` lists them."),
    (
        "catalogue",
        "What an emulated account has: models, stock, networks, prices. `--catalogue FILE`; `cph help catalogue`."
    ),
    ("grant", "A right that a project gives an installed library, in `cph.project.lua`: `cph doc guide libraries`."),
]

extension Problem.Code {
    /// What a problem with this code says, for people.
    fileprivate var words: String {
        switch self {
        case .missing: "A field that has to be there is absent."
        case .unknown: "The model has no such field."
        case .type: "The value has another type than the field."
        case .range: "A number lies outside its limits."
        case .length: "A text or a list is too short or too long."
        case .pattern: "A text has characters or a form that the field does not allow."
        case .choice: "The value is none of those that are listed."
        case .conflict: "Two fields contradict each other."
        case .noEffect: "The field is valid and changes nothing here: a warning."
        case .policy: "A policy forbids it: `cph policy show`."
        }
    }
}
