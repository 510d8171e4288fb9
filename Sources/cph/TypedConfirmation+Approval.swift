import CPHModel
import Ledger
import Terminal
import Text

/// What a person reads before agreeing to a purchase or a change, and what agrees to it.
extension TypedConfirmation {
    /// Makes the question about a purchase. Years and renewal need the name too, so that nobody agrees to them by
    /// habit.
    init(_ question: ApprovalQuestion) {
        if !question.changes.isEmpty {
            self.init(changes: question)
            return
        }
        let count = "\(question.servers)"
        let sums = Self.sums(question)
        self.init(
            title: "\(Self.short(question.name)): this buys \(sums)", rows: Self.rows(question),
            facts: question.askers + Self.soFar(question) + question.cautions + Self.price(question)
                + Self.amount(question)
                + question.account.lines + ["in all \(sums)"],
            action: Self.action(question),
            expected: question.cautions.isEmpty ? count : "\(count) \(question.name)")
    }

    /// Makes the question about changes of servers that were bought before; the answer is their number.
    private init(changes question: ApprovalQuestion) {
        let count = "\(question.purchases.count)"
        let months = question.serverMonths > 0 ? ", \(counted(question.serverMonths, "server-month"))" : ""
        let servers = Set(question.purchases.compactMap(\.change?.resourceID)).count
        let changes = servers < question.purchases.count ? ", \(counted(question.purchases.count, "change"))" : ""
        let sums = counted(servers, "server") + changes + months
        self.init(
            title: "\(Self.short(question.name)): this renews or changes \(sums)",
            rows: question.purchases.map { Self.row($0) },
            facts: question.askers + question.cautions + Self.price(question) + [
                question.account.words, "in all \(sums)",
            ],
            action: question.askers.isEmpty ? "go on" : "let the next run go on",
            expected: question.cautions.isEmpty ? count : "\(count) \(question.name)")
    }

    /// One change: what is done, until when the server is paid for, and how it is paid.
    private static func row(_ purchase: PurchaseSummary) -> String {
        guard let change = purchase.change else { return purchase.words }
        let now = change.newExpireTime == nil ? "" : "; now until \(change.expireTime)"
        let paid = change.kind.hasPrice ? ", \(payment(purchase))" : ""
        return cleaned("\(change.words)\(now)\(paid)")
    }

    /// Whoever answers for another's run lets it buy, and buys nothing themselves.
    private static func action(_ question: ApprovalQuestion) -> String {
        let what = question.servers == 1 ? "buy it" : "buy them"
        return question.askers.isEmpty ? what : "let the next run \(what)"
    }

    private static func sums(_ question: ApprovalQuestion) -> String {
        let calls = question.purchases.count
        let orders = calls > 1 ? " in \(counted(calls, "order"))" : ""
        return counted(question.servers, "server") + orders + ", " + counted(question.serverMonths, "server-month")
    }

    /// What the billing service says that it costs now.
    private static func price(_ question: ApprovalQuestion) -> [String] {
        let asked = question.askedPrice.flatMap { $0.amount == question.price?.amount ? nil : $0 }
        return (asked.map { ["price when it was asked: \($0.amount)"] } ?? []) + priceNow(question)
    }

    private static func priceNow(_ question: ApprovalQuestion) -> [String] {
        if let lines = question.price?.lines { return ["price now: \(lines[0])"] + lines.dropFirst() }
        let reason = question.whyNoPrice.map { $0.prefix { $0 != "\n" && $0 != ";" } }
        let why = reason.map { ["price: not known (\(cut(cleaned(String($0)), to: 200)))"] } ?? []
        return why
            + (question.projectAmount.map { ["at the prices in cph.project.lua: \(short($0.description))"] } ?? [])
    }

    /// Prices are the script's word alone: the service says what an order costs when it is made.
    private static func amount(_ question: ApprovalQuestion) -> [String] {
        question.amount.map { ["at the prices that the plan itself names: \(short($0.description))"] } ?? []
    }

    private static func soFar(_ question: ApprovalQuestion) -> [String] {
        question.serversSoFar > 0 ? ["bought in this run so far: \(question.serversSoFar)"] : []
    }

    /// What costs alike is summed up first, then every purchase has its line: on a screen that is too low, the sums stay.
    private static func rows(_ question: ApprovalQuestion) -> [String] {
        let groups = PurchaseGroup.all(in: question.purchases)
        let sums = question.purchases.count > 1 ? groups.map(\.words) : []
        return sums
            + question.purchases.map { purchase in
                "\(short(purchase.name)): \(purchase.words), \(payment(purchase)), \(short(purchase.serverModelName)) in "
                    + (purchase.availabilityZone.map { short($0) } ?? "any zone")
            }
    }

    fileprivate static func payment(_ purchase: PurchaseSummary) -> String {
        (purchase.paysAtOnce ? "PAID AT ONCE" : "order stays unpaid") + (purchase.renewsItself ? ", AUTO-RENEWAL" : "")
    }

    /// A name in a width that leaves room for what else stands in its line.
    fileprivate static func short(_ name: String) -> String { cut(cleaned(name), to: 36) }

    /// Makes the question about a change, whose answer is the number of things changed; a payment needs a word more, so
    /// that nobody agrees to it by habit, and so does what may be one.
    init(_ question: ChangeQuestion) {
        let change = question.change
        let things = counted(change.count, change.isPayment ? "order" : "thing")
        let title: String
        let answer: (action: String, expected: String)
        switch change.effect {
        case .payment:
            title = "PAYS \(things): \(change.doc)"
            answer = ("pay", "pay \(change.count)")
        case .unknown:
            title = "A CALL THAT CPH DOES NOT KNOW: IT MAY COST MONEY"
            answer = ("send it", "send 1")
        case .change, .purchase, .read:
            title = "\(change.operation): \(change.doc)"
            answer = ("change \(things)", "\(change.count)")
        }
        self.init(
            title: title, rows: change.amounts + change.fields,
            facts: [
                "service \(change.service.rawValue) at \(question.account.host(of: change.service)): \(change.target)",
                question.account.words,
            ], action: answer.action, expected: answer.expected)
    }
}

/// Purchases whose price is the same: of one model, for one period, paid and renewed in the same way.
private struct PurchaseGroup {
    private let terms: String
    private var servers = 0
    private var orders = 0

    static func all(in purchases: [PurchaseSummary]) -> [PurchaseGroup] {
        var groups: [PurchaseGroup] = []
        var places: [String: Int] = [:]
        for purchase in purchases {
            let terms =
                "\(purchase.period), \(TypedConfirmation.payment(purchase)), "
                + TypedConfirmation.short(purchase.serverModelName)
            // Two long names may be cut to one; they stay two groups.
            let key = "\(terms) \(purchase.serverModelName)"
            let place = places[key] ?? groups.count
            if place == groups.count {
                places[key] = place
                groups.append(PurchaseGroup(terms: terms))
            }
            groups[place].servers += purchase.servers
            groups[place].orders += 1
        }
        return groups
    }

    private init(terms: String) { self.terms = terms }

    var words: String { "\(counted(servers, "server")) in \(counted(orders, "order")), each for \(terms)" }
}
