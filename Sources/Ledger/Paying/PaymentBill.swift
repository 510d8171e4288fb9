import CPHModel
import Schema
import Text

/// What a payment of several orders comes to, and what each of them is paid with.
struct PaymentBill {
    private let wish: PaymentWish
    /// The orders' ids.
    private(set) var ids: [String] = []
    /// What people read of them, a line each, then what they could be paid with.
    var lines: [String] { orderLines + offerLines }
    /// What each purchase is paid with, by its name.
    private(set) var choices: [String: PaymentChoice] = [:]

    private var orderLines: [String] = []
    private var amounts: [Amount?] = []
    private var money: [Amount?] = []
    /// What is left of each coupon after the orders so far.
    private var left: [String: Decimal] = [:]
    /// What any of the orders can be paid with, each once.
    private var offers: [OrderSavings.Saving] = []
    /// Why coupons and discounts can't be looked up.
    private var failure: String?

    init(_ wish: PaymentWish) { self.wish = wish }

    /// Takes one more order that waits for payment.
    mutating func add(
        _ record: PurchaseRecord, _ orderID: String, _ quote: OrderQuote, on billing: any Billing
    ) async throws(CPHError) {
        let choice = try choice(try await savings(for: orderID, on: billing), orderID, quote)
        ids.append(orderID)
        choices[record.key] = choice
        amounts.append(quote.amount)
        money.append(quote.amount.flatMap(choice.money))
        orderLines.append(Self.line(record, orderID, quote, choice))
    }

    /// What an order can be paid with. Who can't look it up pays without, unless something was named.
    private mutating func savings(for orderID: String, on billing: any Billing) async throws(CPHError) -> OrderSavings {
        // What an account has is much the same for every order: without a wish a few are asked about.
        if wish.isEmpty, failure != nil || ids.count >= Self.mostAsked { return OrderSavings() }
        do throws(CPHError) {
            let savings = try await billing.savings(for: orderID)
            offers += savings.all.filter { saving in !offers.contains { $0.id == saving.id } }
            return savings
        } catch {
            guard wish.isEmpty else { throw error }
            failure = error.message
            return OrderSavings()
        }
    }

    private mutating func choice(
        _ savings: OrderSavings, _ orderID: String, _ quote: OrderQuote
    ) throws(CPHError) -> PaymentChoice {
        var choice = PaymentChoice()
        guard !wish.isEmpty else { return choice }
        guard let amount = quote.amount else {
            throw CPHError(
                .argument, "the service does not say what order \(quoted(orderID)) comes to; nothing was paid",
                hint: "pay it without coupons and discounts")
        }
        if let id = wish.discount {
            guard let saving = savings.discounts.first(where: { $0.id == id }), case .discount(let type) = saving.kind,
                let spares = Amount(saving.worth, amount.currency)
            else { throw Self.unusable("discount", id, orderID, savings.discounts) }
            choice.discount = (PaymentChoice.Part(id: id, spares: spares), type)
        }
        for id in wish.coupons {
            guard let saving = savings.coupons.first(where: { $0.id == id }), case .coupon(let type) = saving.kind,
                let worth = left[id] ?? saving.worth
            else { continue }
            let rest = choice.money(of: amount)?.number ?? .zero
            let spares = min(worth, rest)
            left[id] = worth - spares
            guard spares > .zero, let part = Amount(spares, amount.currency) else { continue }
            choice.coupons.append((PaymentChoice.Part(id: id, spares: part), type))
        }
        return choice
    }

    /// Refuses a coupon that no order can take.
    func checkWish() throws(CPHError) {
        for id in wish.coupons where left[id] == nil {
            throw Self.unusable(
                "coupon", id, ids[0], offers.filter { if case .coupon = $0.kind { true } else { false } })
        }
    }

    private static func unusable(
        _ what: String, _ id: String, _ orderID: String, _ offered: [OrderSavings.Saving]
    ) -> CPHError {
        let names = offered.map { quoted($0.id) }.joined(separator: ", ")
        return CPHError(
            .argument, "\(what) \(quoted(id)) can't be used for order \(quoted(orderID)); nothing was paid",
            hint: offered.isEmpty ? "the account has no \(what) for it" : "it can take \(names)")
    }

    // MARK: - Words

    private static func line(
        _ record: PurchaseRecord, _ orderID: String, _ quote: OrderQuote, _ choice: PaymentChoice
    ) -> String {
        let servers =
            record.change?.words ?? "\(counted(record.count, "server")) x \(counted(record.months, "month"))"
        let amount = quote.amount.map(\.description) ?? "an amount that the service does not say"
        let until = quote.payableUntil.map { ", payable until \($0)" } ?? ""
        let parts = zip(choice.words, choice.parts).map { "\($0) takes off \($1.spares.text)" }
        let money = quote.amount.flatMap(choice.money)
        let less = parts.isEmpty ? "" : "; \(parts.joined(separator: ", ")): \(money.map(\.description) ?? "?") to pay"
        return "\(record.key): \(servers), order \(orderID), \(amount)\(until)\(less)"
    }

    /// What all of it comes to: `in all 48000.00 CNY`, and with what was chosen.
    var total: String {
        let all = Self.sum(amounts)
        guard !wish.isEmpty, all != Self.sum(money) else { return all }
        return "\(all), of which \(Self.sum(money, "")) in money"
    }

    private static func sum(_ amounts: [Amount?], _ start: String = "in all ") -> String {
        let known = amounts.compactMap(\.self)
        guard known.count == amounts.count else { return "the service does not say what all of it comes to" }
        return Amount.sum(known).map { start + $0.description } ?? known.map(\.description).joined(separator: " and ")
    }

    /// What could be used and is not.
    private var offerLines: [String] {
        if let failure { return ["coupons and discounts can't be looked up: \(failure)"] }
        return offers.filter { !wish.coupons.contains($0.id) && $0.id != wish.discount }.prefix(Self.mostOffers).map {
            $0.words
        }
    }

    private static let mostOffers = 10
    private static let mostAsked = 5
}

extension OrderSavings.Saving {
    /// Says that it could be used: `not used: coupon CP1, 100.00 left (--coupon CP1)`.
    fileprivate var words: String {
        let end = until.map { ", until \($0)" } ?? ""
        switch kind {
        case .coupon(let type):
            let left = worth.map { ", \($0) left" } ?? ""
            return "not used: \(type.meaning) \(id)\(left)\(end) (--coupon \(id))"
        case .discount(let type):
            let off = worth.map { ", takes off \($0)" } ?? ""
            return "not used: \(type.meaning) \(id)\(off)\(end) (--discount \(id))"
        }
    }
}
