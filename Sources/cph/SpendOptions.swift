import ArgumentParser
import Ledger
import Purchasing
import Schema
import Text

/// Decides what a run may buy, and where it is recorded.
struct SpendOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Servers this run may buy without asking; others are asked about. (CPH_ALLOW_SPEND)", valueName: "n"))
    var allowSpend: Int?

    @Option(help: ArgumentHelp("Server-months without asking; 12 for each server when absent.", valueName: "n"))
    var allowMonths: Int?

    @Option(
        help: ArgumentHelp(
            "Money this run may spend without asking, in the account's currency; what has no known price is asked about. "
                + "(CPH_ALLOW_COST)", valueName: "amount"),
        transform: amount)
    var allowCost: Decimal?

    @Option(
        help: ArgumentHelp(
            "Money in a calendar day, over all runs of the ledger, whoever agrees; what has no known price is refused. "
                + "(CPH_ALLOW_COST_PER_DAY)", valueName: "amount"),
        transform: amount)
    var allowCostPerDay: Decimal?

    @Option(
        help: ArgumentHelp(
            "Money in a calendar month, over all runs of the ledger, whoever agrees; what has no known price is refused. "
                + "(CPH_ALLOW_COST_PER_MONTH)", valueName: "amount"),
        transform: amount)
    var allowCostPerMonth: Decimal?

    @Flag(help: "Let --allow-spend cover auto-renewal and orders for years too.")
    var allowRenew = false

    @Option(help: ArgumentHelp("Buy exactly the plan whose hash was shown.", valueName: "hash"))
    var approve: String?

    @Option(
        help: ArgumentHelp(
            "Changes without asking: servers that are given back, renamed, or no longer renew themselves. (CPH_ALLOW_CHANGE)",
            valueName: "n"))
    var allowChange: Int?

    @Option(
        help: ArgumentHelp(
            "Payments without asking: orders, and servers that are renewed or get another model. (CPH_ALLOW_PAY)",
            valueName: "n"))
    var allowPay: Int?

    @Option(
        help: ArgumentHelp(
            "Calls that cph does not know, and that may cost money, without asking. (CPH_ALLOW_REQUEST)", valueName: "n"
        ))
    var allowRequest: Int?

    @Option(
        help: ArgumentHelp(
            "Servers in any 24 hours, over all runs of the ledger; more is refused, whoever agrees. (CPH_ALLOW_PER_DAY)",
            valueName: "n"))
    var allowPerDay: Int?

    @Flag(help: "Buy and change nothing: what would be sent becomes a line on standard error. (CPH_DRY_RUN=1)")
    var dryRun = false

    @OptionGroup var place: LedgerOptions

    @Option(
        help: ArgumentHelp("How long to look for what is in doubt, such as 15m.", valueName: "duration"),
        transform: duration)
    var settle = SettleBudget.usual

    /// More than anybody buys; a larger number is a mistake, and sums of it would not fit.
    static let most = 1_000_000_000

    func validate() throws {
        let numbers = [
            ("--allow-spend", allowSpend), ("--allow-change", allowChange), ("--allow-pay", allowPay),
            ("--allow-per-day", allowPerDay), ("--allow-request", allowRequest), ("--allow-months", allowMonths),
        ]
        for (option, number) in numbers {
            if let number, number < 0 { throw ValidationError("\(option) takes a number from 0 on, not \(number)") }
            if let number, number > Self.most { throw ValidationError("\(option) takes a number up to \(Self.most)") }
        }
    }

    /// The limits that the options and their variables give.
    ///
    /// - Parameter isEmulated: Whether calls go to the embedded cloud, which costs nothing, so that nobody is asked.
    func limits(isEmulated: Bool) -> SpendLimits {
        var limits = SpendLimits()
        let free = isEmulated ? SpendLimits.everything : nil
        limits.servers = allowSpend ?? CPHVariable.allowSpend.number
        limits.changes = allowChange ?? CPHVariable.allowChange.number ?? free?.changes
        limits.payments = allowPay ?? CPHVariable.allowPay.number ?? free?.payments
        limits.requests = allowRequest ?? CPHVariable.allowRequest.number ?? free?.requests
        limits.serversPerDay = allowPerDay ?? CPHVariable.allowPerDay.number
        limits.serverMonths = allowMonths
        limits.cost = allowCost ?? CPHVariable.allowCost.amount
        limits.caps = caps
        limits.renewals = allowRenew
        limits.plan = approve
        if let free, limits.servers == nil {
            (limits.servers, limits.serverMonths, limits.renewals) = (free.servers, free.serverMonths, free.renewals)
        }
        return limits
    }

    /// What may be spent in a day and a month, whoever agrees. An option goes before its variable.
    private var caps: [MoneyCap] {
        let day = allowCostPerDay ?? CPHVariable.allowCostPerDay.amount
        let month = allowCostPerMonth ?? CPHVariable.allowCostPerMonth.amount
        let daySource = allowCostPerDay == nil ? CPHVariable.allowCostPerDay.rawValue : "--allow-cost-per-day"
        let monthSource = allowCostPerMonth == nil ? CPHVariable.allowCostPerMonth.rawValue : "--allow-cost-per-month"
        return [
            day.map { MoneyCap($0, per: .day, source: daySource) },
            month.map { MoneyCap($0, per: .month, source: monthSource) },
        ].compactMap(\.self)
    }

    var mode: SpendGuard.Mode {
        guard isDryRun else { return .buy }
        return Self.dryRun
    }

    static var dryRun: SpendGuard.Mode { .dryRun { Output.asked($0.lines) } }

    var isDryRun: Bool { dryRun || CPHVariable.dryRun.isOn }

    /// Whether no allowance is given.
    var isOpen: Bool {
        allowSpend == nil && CPHVariable.allowSpend.text == nil && allowCost == nil && CPHVariable.allowCost.text == nil
    }

    /// Says for people what may be spent.
    ///
    /// - Parameter isFree: Whether nobody is asked, because nothing costs anything.
    func words(isFree: Bool) -> String {
        if isDryRun { return "dry run: purchases are only shown" }
        let money = (allowCost ?? CPHVariable.allowCost.amount).map { "\($0) in money" }
        let servers = (allowSpend ?? CPHVariable.allowSpend.number).map { counted($0, "server") }
        let allowed = [servers, money].compactMap(\.self).joined(separator: " and ")
        let most = caps.map { ", at most \($0.most) a \($0.period.rawValue)" }.joined()
        guard !allowed.isEmpty else {
            return isFree
                ? "spending: nothing is asked here\(most); --ask changes that"
                : "spending: every purchase is asked\(most)"
        }
        return "spending: \(allowed) without asking, then every purchase is asked\(most)"
    }
}
