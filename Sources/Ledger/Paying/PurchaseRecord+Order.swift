import Clock
import Schema
import Text

// What the order of a purchase means for its state, and for what is written of it.
extension PurchaseRecord {
    /// The states in which nothing is known of a purchase but that its order waits.
    private static let payableStates: Set<PurchaseState> = [.unpaid, .paying, .paymentInDoubt]

    /// Whether its order waits for payment, or its payment is in doubt, as far as the record knows.
    var isPayable: Bool {
        guard orderID != nil, !state.maySend, !isUnsure else { return false }
        return Self.payableStates.contains(state) || bill.status?.isOpen == true
    }

    /// Whether it is known to be paid, or to be bought where nobody has asked for its order.
    var isPaidFor: Bool {
        guard !state.maySend, !isUnsure else { return false }
        return bill.status == .paid || bill.status == nil && [.accepted, .adopted, .paid].contains(state)
    }

    /// Whether it may not have been bought, or more than once: a person or a look decides before anything is paid.
    var isUnsure: Bool { [.sending, .inDoubt, .duplicate].contains(state) }

    /// What became of its order, as the end of a sentence.
    var orderWords: String { bill.status.map { $0.rawValue.replacing("_", with: " ") } ?? state.words }

    /// The line that says that its order has come to `status`: the purchase's own state goes along where it is about
    /// nothing but the order, and the arrows lead there.
    func step(to status: OrderStatus, _ detail: Object, _ kind: Event.Kind = .payment) -> Journal.Draft {
        var detail = detail
        detail["order_status"] = .string(status.rawValue)
        let isAboutOrder = Self.payableStates.contains(state) || state == .orderOnly
        let leads = state == status.state || state.next.contains(status.state)
        return Journal.Draft(kind: kind, to: isAboutOrder && leads ? status.state : nil, detail: detail)
    }

    /// The lines that bring the record up to what the billing service says of its order; none where it says nothing new.
    ///
    /// - Parameters:
    ///   - kind: Whose doing it is: a payment, or a look.
    ///   - now: Milliseconds since 1970.
    func drafts(for quote: OrderQuote, _ kind: Event.Kind, at now: Int) -> [Journal.Draft] {
        let quote = judged(quote, at: now)
        var news = quote.detail
        for (name, value) in known where news[name] == value { news[name] = nil }
        if quote.status.isGone { news["ended_at"] = bill.endedAt == nil ? bill.payableUntil.map(Value.string) : nil }
        let moves = step(to: quote.status, [:]).to.map { $0 != state } ?? false
        guard !news.isEmpty || moves else { return [] }
        // Amounts stand beside their currency.
        if news["amount"] != nil || news["paid"] != nil || news["coupons"] != nil {
            news["currency"] = quote.amount.map { .string($0.currency) }
        }
        if moves || news["order_status"] != nil { news["reason"] = moves ? .null : nil }
        if state.maySend { return contradiction(quote, news, kind) }
        if state == .unpaid, quote.status == .paid {
            // Paid elsewhere, such as in the console; the arrows lead there through `paying`.
            return [
                Journal.Draft(kind: kind, to: .paying),
                Journal.Draft(kind: kind, to: .paid, detail: withStatus(news, quote)),
            ]
        }
        if state == .orderOnly, quote.status == .expired {
            return [Journal.Draft(kind: kind, to: .cancelled, detail: withStatus(news, quote))]
        }
        return [step(to: quote.status, news, kind)]
    }

    private func withStatus(_ news: Object, _ quote: OrderQuote) -> Object {
        var news = news
        news["order_status"] = .string(quote.status.rawValue)
        return news
    }

    /// An order that was cancelled after its time for payment had ended was not paid in time: the service has one number for
    /// both.
    private func judged(_ quote: OrderQuote, at now: Int) -> OrderQuote {
        var quote = quote
        if quote.status == .cancelled, let end = bill.payableUntil.flatMap(ISOTime.unixSeconds), end * 1000 <= now {
            quote.status = .expired
        }
        // What ended is not judged anew.
        if quote.status.isGone, let before = bill.status, before.isGone { quote.status = before }
        return quote
    }

    /// What the record says already, in the words of `OrderQuote.detail`.
    private var known: Object {
        var detail = amount?.detail ?? [:]
        detail["order_status"] = bill.status.map { .string($0.rawValue) }
        detail["payable_until"] = bill.payableUntil.map(Value.string)
        detail["paid"] = bill.paid.map { .string($0.text) }
        detail["paid_at"] = bill.paidAt.map(Value.string)
        detail["coupons"] = bill.coupons.map { .string($0.text) }
        if !bill.discounts.isEmpty {
            detail["discounts"] = .object(
                Object(uniqueMembers: bill.discounts.map { Object.Member($0.kind, .string($0.amount)) }))
        }
        return detail
    }

    /// Nothing was bought by what is recorded. An order that is paid says otherwise, which a person must see before the name is
    /// sent again.
    private func contradiction(_ quote: OrderQuote, _ news: Object, _ kind: Event.Kind) -> [Journal.Draft] {
        var news = news
        if quote.status == .paid, lateAnswer == nil, let orderID {
            news["late"] = .string("order \(quoted(orderID)) is paid, by the billing service")
        }
        return [Journal.Draft(kind: kind, to: nil, detail: withStatus(news, quote))]
    }
}
