import Docs
import Stdlib

/// The codes of cph's own errors, as `err.code` and `--log-json` have them; those of the service are on pages of their own.
///
/// A test compares the rows with the codes in the code.
var errorCodesChapter: Chapter {
    Chapter(
        "Codes of errors", file: "error-codes", group: "The program",
        doc: """
            What `err.code` says where cph refuses something itself, beside `err.kind`. Each error says in words what happened, and in \
            its hint what to do.
            """,
        pages: documentedErrorCodes.map { code, doc in
            var page = Page("error code \(code)", doc: doc)
            // Who asks for `credentials` wants the guide.
            if !EmbeddedTexts.all.guides.contains(where: { $0.name == code }) { page.aliases = [code] }
            return page
        })
}

/// Each with what it says. What is a state, a kind or a code of a problem too has its page there.
let documentedErrorCodes: [(code: String, doc: String)] = approvalCodes + purchaseCodes + ledgerCodes + scriptCodes

private let approvalCodes = [
    (
        "not_approved",
        "Kind `denied`: nobody agreed to it, and no allowance covers it. Ask on a terminal, or allow it with the option named."
    ),
    ("no_terminal", "Kind `denied`: a person has to be asked, and there is no terminal."),
    (
        "policy",
        "Kind `denied`: a policy forbids it, or one can't be read. The message names the rule and where it stands: `cph policy show`."
    ),
    ("policy_changed", "Kind `denied`: the ledger's policy was changed while a purchase was approved. Run it again."),
    (
        "cost_limit",
        "Kind `denied`: it would pass a limit in money, of `--allow-cost`, `--allow-cost-per-day`, `--allow-cost-per-month` or a "
            + "policy's `cost`. The message says how much was spent."
    ),
    (
        "no_price",
        "The price is not known, and a limit in money needs it; of kind `api`, the billing service has none. Nothing was sent."
    ),
    (
        "other_currency",
        "Kind `denied`: what it costs and a limit in money are in different currencies, which nobody can add up."
    ),
    ("day_limit", "Kind `denied`: more servers than `--allow-per-day` allows in 24 hours."),
    (
        "approval_used",
        "Kind `denied`: the purchase was made under this approval before; a new one needs a new approval."
    ),
    ("no_hash", "Kind `argument`: what was given is no hash of a plan: `cph ledger waiting` shows what waits."),
    ("not_waiting", "No plan of this hash waits for approval, or not any more."),
    ("several_plans", "Kind `argument`: several plans have a hash that begins so; give more digits."),
    ("own_plan", "Kind `denied`: whoever asked for a plan may not approve it."),
]

private let purchaseCodes = [
    (
        "name_taken",
        "Kind `denied`: the account has servers of this name that this ledger did not buy. Look at what they are before another name is "
            + "chosen: if another ledger bought them, use that one, or take them over with `cph ledger resolve NAME --adopt IDS`."
    ),
    (
        "other_content",
        "Kind `argument`: the ledger knows this name with other content. A purchase is identified by its name."
    ),
    (
        "earlier_in_doubt",
        "Kind `denied`: an earlier call about the same server is in doubt: `cph ledger resolve NAME`."
    ),
    ("stopped", "Kind `denied`: several purchases in a row ended in doubt, so this run sends no more."),
    ("attempts", "Kind `denied`: the purchase was tried several times in this run and never got through."),
    ("late_answer", "Kind `denied`: an answer that came late contradicts what is recorded; a person must look."),
    ("taken_over", "Kind `in_doubt`: another run took the purchase over while this one stood still."),
    (
        "payment_in_doubt",
        "Kind `in_doubt`: a payment was sent and may have been made; `cph ledger pay NAME` looks before it pays."
    ),
    (
        "unknown_purchase",
        "The ledger has no purchase of this name or order. The message names what may have been meant."
    ),
    (
        "credentials",
        "Kind `denied`: credentials can't be had or were not taken. Exit code 2; `cph doctor` shows what each source has."
    ),
    ("nothing_to_pay", "Kind `ledger`: the purchase is paid or bought; `cph ledger pay NAME` says so and ends with 0."),
    ("dry_run", "Kind `argument`: an id that a dry run made up was given to a call."),
    ("no_resource", "Kind `argument`: the account has no such server any more, or it was given back."),
    ("period_moved", "Kind `denied`: a server is paid for until another time than the renewal says."),
    ("renewed_before", "Kind `denied`: this period of the server was renewed before. A period is renewed once."),
    ("other_project", "Kind `denied`: the purchase is one of another project."),
    ("several_projects", "Kind `denied`: the name is one of several projects: name one with `--project`."),
]

private let ledgerCodes = [
    ("locked", "Kind `ledger`: another run has the ledger. Wait for its end; what it bought is not bought twice."),
    ("raced", "Kind `ledger`: another run changed the same purchase at the same moment. Run again."),
    (
        "poisoned",
        "Kind `ledger`: the ledger failed in this run, which sends no more. Look at the disk, then run again."
    ),
    ("damaged", "Kind `ledger`: the record is not as it was written: `cph ledger verify`. Keep the file."),
    (
        "rolled_back",
        "Kind `ledger`: the ledger is older than it was, as after a restored backup: `cph ledger accept-rollback`."
    ),
    (
        "not_rolled_back",
        "Kind `argument`: the ledger has all that is remembered of it; there is no rollback to accept."
    ),
    (
        "missing",
        "Kind `ledger` or a problem's code: the ledger that there was is gone; of a field, it has to be there."
    ),
    ("gone", "Kind `ledger`: the ledger was moved or removed while it was open."),
    ("moved", "Kind `ledger`: the ledger was copied to another place, which counts now."),
    ("not_empty", "Kind `ledger`: the place that a ledger is to be copied to holds something."),
    ("empty", "Kind `ledger`: the file is empty, where a ledger was."),
    ("not_a_ledger", "Kind `ledger`: the file is something else."),
    ("witness", "Kind `ledger`: the file of `--witness` can't be read or written."),
    ("owner", "Kind `ledger`: the ledger's file belongs to somebody else."),
    ("folder_owner", "Kind `ledger`: the ledger's folder belongs to somebody else, who could replace it."),
    ("mode", "Kind `ledger`: others may write to the ledger's file or its folder."),
    ("read_only", "Kind `ledger`: the ledger's file or folder can't be written to."),
    ("not_a_file", "Kind `ledger`: the ledger is a link or a folder; name the file itself."),
    ("linked", "Kind `ledger`: the ledger's file has several names, by each of which it could be used at once."),
    ("folder_mode", "Kind `ledger`: others may write to the ledger's folder, and could replace the file."),
    ("neighbour_owner", "Kind `ledger`: a file beside the ledger, which belongs to it, is somebody else's."),
    (
        "network_file_system",
        "Kind `ledger`: the file lies where locks and fsync can't be relied on. A team uses a server: `cph doc guide team`."
    ),
    ("newer", "Kind `ledger`: a newer cph made the ledger; use that one."),
    (
        "older",
        "Kind `ledger`: the ledger's format is older than this cph can bring up to date here; the hint says who can."
    ),
    ("not_durable", "Kind `ledger`: the ledger's place may forget what it has confirmed."),
    ("encoding", "Kind `ledger`: the database is not UTF-8."),
    ("role", "Kind `ledger`: the role can't be limited to what buying needs."),
    ("foreign", "Kind `argument`: an answer that waited is for another ledger."),
    ("project", "A project's settings can't be read."),
]

private let scriptCodes = [
    ("conflict", "Kind `argument`, or a problem's code: two things exclude each other, such as two rows of one name."),
    ("option", "Kind `argument`: an option of a function is unknown or has a wrong value."),
    ("csv", "Kind `argument`: a text is no CSV."),
    ("time", "Kind `argument`: a text is no time."),
    ("choice", "Kind `argument`: none of the words that an option of a script takes."),
    ("declaration", "Kind `argument`: a script declares its options wrongly: `cph.args`."),
]
