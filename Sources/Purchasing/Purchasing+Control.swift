package import Bindings
package import CPHModel
import Glibc
import Ledger
package import Schema
import Text

/// What plans see of the gate and the ledger.
extension Purchasing: PurchaseControl {
    /// Has the gate approve a plan as a whole.
    ///
    /// - Throws: `CPHError` of kind `denied` when nobody agreed, `ledger` when the ledger can't be opened; nothing was
    /// sent.
    package nonisolated func approve(_ plan: AnnouncedPlan) async throws(CPHError) {
        let purchases = try plan.purchases()
        try await opened().gate.approve(
            PlanSummary(
                name: plan.name, hash: try plan.hash(in: try await scope()), purchases: purchases, prices: plan.prices))
    }

    /// Asks the billing service what a plan costs, once and not for long; where it has no price, the project's own table is looked
    /// at.
    package nonisolated func price(of plan: AnnouncedPlan) async -> PlanPrice {
        let quote: PriceQuote
        var purchases: [PurchaseSummary] = []
        do throws(CPHError) {
            purchases = try plan.purchases()
            quote = await PriceQuote.ask(
                for: purchases, on: service, patience: isReady ? nil : PriceQuote.patience
            ) { () async throws(CPHError) in try await self.scope() }
        } catch { quote = .unknown(error.message) }
        if let price = quote.price {
            var found = PlanPrice(price)
            found.forbidden = await moneyBreaches(plan.name, purchases, at: quote.prices)
            return found
        }
        let why = Self.line(quote.why ?? "nobody was asked")
        do throws(CPHError) {
            guard let amount = try settings.projectPrices()?.amount(of: purchases) else { return PlanPrice(why: why) }
            return PlanPrice(amount, why)
        } catch { return PlanPrice(why: "\(why); \(error.message)") }
    }

    /// What an error says first, in one line.
    private static func line(_ message: String) -> String {
        let lines = message.split(separator: "\n")
        let first = lines.first.map(String.init) ?? ""
        return cleaned(lines.count > 1 ? String(first.prefix { $0 != ";" && $0 != ":" }) : first)
    }

    /// Reads the recorded purchases whose names begin with `prefix`; a ledger that was never made has none, and is not
    /// made.
    package nonisolated func purchases(named prefix: String) async throws(CPHError) -> [Value] {
        guard try await mayHaveRecords else { return [] }
        return try await opened().ledger.purchases(named: prefix).map(\.value)
    }

    /// A ledger that was never made has nothing to say, and reading does not make one: so a plan can be shown without
    /// an account.
    var mayHaveRecords: Bool {
        get throws(CPHError) {
            if isOpen { return true }
            switch try settings.ledger.look() {
            case .memory, .image: return false
            case .server: return true
            case .file(let path): return access(path, F_OK) == 0 || access(path + ".mark", F_OK) == 0
            }
        }
    }
}

extension AnnouncedPlan {
    /// What it buys and changes, as the gate knows it, in the plan's order.
    func purchases() throws(CPHError) -> [PurchaseSummary] {
        var purchases: [PurchaseSummary] = []
        purchases.reserveCapacity(calls.count + changes.count)
        for call in calls { purchases.append(try PurchaseSummary(call)) }
        for change in changes { purchases.append(try PurchaseSummary(change)) }
        return purchases
    }
}

extension PlanPrice {
    /// What the billing service says.
    fileprivate init(_ price: PurchasePrice) {
        let lines = price.lines
        self.init(
            price.amount.number, listPrice: price.listPrice.number, currency: price.amount.currency, by: .billing,
            text: (["price now: \(lines[0])"] + lines.dropFirst()).joined(separator: "\n"))
        discount = price.discount.map { cleaned($0) }
    }

    /// What the project says, where the billing service has no price.
    fileprivate init(_ amount: Amount, _ why: String) {
        self.init(
            amount.number, listPrice: amount.number, currency: amount.currency, by: .project,
            text: "price: \(amount) by the prices in cph.project.lua; the billing service has none (\(why))")
        self.why = why
    }
}
