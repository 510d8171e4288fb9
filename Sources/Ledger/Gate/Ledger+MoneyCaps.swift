import CPHModel
import Schema
import Text

// How much money may be spent, whoever agrees.
extension Ledger {
    /// Checks whether `more` would exceed the caps of a day or a month, before anybody is asked. What decides is the check in
    /// `recordIntent`.
    ///
    /// - Parameters:
    ///   - rehearsed: What a dry run would have spent already.
    ///   - more: What is to be bought comes to, by the billing service; nil where no price is to be had.
    ///   - what: Its name, for people.
    ///   - clockOffset: How far the service's clock, by which sends are dated, is ahead of ours, in milliseconds.
    /// - Throws: `CPHError` of kind `denied` with the codes of `MoneyCap.check`.
    func checkMoney(
        _ caps: [MoneyCap], beside rehearsed: MoneySpent = MoneySpent(), adding more: Amount?, for what: String,
        clockOffset: Int = 0, operation: String
    ) throws(CPHError) {
        for cap in caps {
            guard let (spent, start) = try spent(in: cap, clockOffset: clockOffset) else { continue }
            try cap.check(spent + rehearsed, adding: more, for: what, since: start, operation: operation)
        }
    }

    /// What was spent in the day or month of a cap, and since when; nil for a cap that the ledger does not add up.
    func spent(in cap: MoneyCap, clockOffset: Int = 0) throws(CPHError) -> (spent: MoneySpent, since: Int)? {
        guard let start = cap.start(at: options.clock.milliseconds() + clockOffset) else { return nil }
        return (try journalled { () throws(JournalError) in try journal.money(sentSince: start) }, start)
    }
}

/// What a cap has against spending more.
struct MoneyBreach {
    let code: String
    let message: String
    var hint: String?
}

extension MoneyCap {
    /// Checks whether `more` would exceed the cap beside what was spent.
    ///
    /// - Parameters:
    ///   - more: Nil where no price is to be had; `why` says why.
    ///   - what: The name of what is to be bought.
    ///   - start: When the period began; nil where it is this call or this run.
    /// - Throws: `CPHError` of kind `denied`: `no_price` where a price is not known, `other_currency`, and `cost_limit`.
    func check(
        _ spent: MoneySpent, adding more: Amount?, for what: String, since start: Int? = nil, why: String? = nil,
        operation: String
    ) throws(CPHError) {
        guard let breach = breach(spent, adding: more, for: what, since: start, why: why) else { return }
        throw CPHError(
            .denied, code: breach.code, "\(breach.message); nothing was sent", hint: breach.hint, operation: operation)
    }

    /// What the cap has against `more` beside what was spent; nil where it is within.
    func breach(
        _ spent: MoneySpent, adding more: Amount?, for what: String, since start: Int? = nil, why: String? = nil
    ) -> MoneyBreach? {
        guard let more else {
            let reason = why.map { ": \($0)" } ?? ""
            return MoneyBreach(
                code: "no_price", message: "the price of \(quoted(what)) is not known, and there is \(words)\(reason)")
        }
        if let name = spent.unpriced {
            return MoneyBreach(
                code: "no_price",
                message:
                    "what \(quoted(name)) costs, which was bought \(span(start)), is not known, and there is \(words)",
                hint: "cph ledger show \(name) tells what is known of it")
        }
        let currencies = Set(spent.byCurrency.keys).union([more.currency]).union(currency.map { [$0] } ?? [])
        guard currencies.count == 1 else {
            return MoneyBreach(
                code: "other_currency",
                message: "\(quoted(what)) costs \(more), and \(words) can't be compared with "
                    + currencies.sorted().map { $0.isEmpty ? "an unknown currency" : $0 }.joined(separator: " and "))
        }
        let sum = spent.byCurrency[more.currency] ?? .zero
        guard sum + more.number > most else { return nil }
        let before = Amount(sum, more.currency)?.description ?? ""
        return MoneyBreach(
            code: "cost_limit",
            message: "\(quoted(what)) costs \(more) and would pass \(words)"
                + (sum == .zero ? "" : ": \(before) spent \(span(start))"))
    }

    private func span(_ start: Int?) -> String {
        start.map { "since \(zone.text(unixSeconds: $0 / 1000))" } ?? "by this run"
    }
}
