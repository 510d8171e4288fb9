import ArgumentParser
import Clock
import Ledger
import Text

/// Which purchases a command is about; all of them, of every project, where nothing is said.
struct LedgerFilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only purchases in this state, such as unpaid; repeatable.", valueName: "state"),
        completion: .list(PurchaseState.allCases.map(\.rawValue)), transform: purchaseState)
    var state: [PurchaseState] = []

    @Option(
        help: ArgumentHelp("From then on: 7d for the last 7 days, or 2026-01-31, in UTC.", valueName: "time"),
        transform: { try moment($0, endsDay: false) })
    var since: Int?

    @Option(
        help: ArgumentHelp(
            "Until then: 7d for 7 days ago, or 2026-01-31, whose purchases are still shown.", valueName: "time"),
        transform: { try moment($0, endsDay: true) })
    var until: Int?

    @Option(help: ArgumentHelp("Only of this plan: its name, or 8 digits of its hash or more.", valueName: "plan"))
    var plan: String?

    @Option(help: ArgumentHelp("Only purchases whose names begin with this.", valueName: "text"))
    var prefix: String?

    @Option(help: ArgumentHelp("Only what this user's runs bought.", valueName: "name"))
    var user: String?

    @Option(help: ArgumentHelp("Only of this project, by its id; all projects when absent.", valueName: "id"))
    var project: String?

    @Flag(help: "Only purchases in doubt.") var inDoubt = false

    @Option(help: ArgumentHelp("Only so many, the newest.", valueName: "n"))
    var limit: Int?

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0 on, not \(limit)") }
    }

    /// What the options say.
    var filter: PurchaseFilter {
        var filter = PurchaseFilter()
        if !state.isEmpty { filter.states = Set(state) }
        (filter.since, filter.until, filter.plan) = (since, until, plan)
        (filter.prefix, filter.user, filter.project) = (prefix ?? "", user, project)
        (filter.inDoubt, filter.limit) = (inDoubt, limit)
        return filter
    }
}

/// Reads the state of a purchase for an option.
private func purchaseState(_ text: String) throws -> PurchaseState {
    if let state = PurchaseState(rawValue: text) { return state }
    let words = PurchaseState.allCases.map(\.rawValue)
    let near = suggestion(for: text, among: words).map { ", did you mean \($0)?" } ?? ""
    throw ValidationError(
        "\(quoted(text)) is no state of a purchase\(near); the states are \(words.joined(separator: ", "))")
}

/// Reads a time for an option, in milliseconds since 1970: a duration before now, a day, or a time as the list has it.
///
/// - Parameter endsDay: Whether a day counts to its end.
private func moment(_ text: String, endsDay: Bool) throws -> Int {
    if let duration = Duration(text: text) { return SystemClock().milliseconds() - duration.milliseconds }
    if let time = ISOTime.unixSeconds(text) { return time * 1000 }
    guard let day = ISOTime.unixSeconds("\(text)T00:00:00Z") else {
        throw ValidationError("\(quoted(text)) is no time; write 7d, 2026-01-31 or 2026-01-31T12:00:00Z")
    }
    return (day + (endsDay ? 86_400 : 0)) * 1000
}
