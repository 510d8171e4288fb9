import Ledger
import Terminal
import Text

/// What a person reads before agreeing to a purchase or a change, and what agrees to it.
extension TypedConfirmation {
    /// Makes the question about a purchase. Years and renewal need the name too, so that nobody agrees to them by
    /// habit.
    init(_ question: ApprovalQuestion) {
        let count = "\(question.servers)"
        self.init(
            summary: Self.lines(question), action: question.servers == 1 ? "buy it" : "buy them",
            expected: question.cautions.isEmpty ? count : "\(count) \(question.name)")
    }

    private static func lines(_ question: ApprovalQuestion) -> [String] {
        let calls = question.purchases.count
        let servers = "\(counted(question.servers, "server"))"
        let orders = calls > 1 ? " in \(counted(calls, "order"))" : ""
        let months = counted(question.serverMonths, "server-month")
        var lines = ["\(question.name): this buys \(servers)\(orders), \(months)"]
        for purchase in question.purchases.prefix(10) {
            lines.append(
                "\(purchase.name): \(purchase.words), \(purchase.serverModelName) in \(purchase.availabilityZone ?? "any zone")"
                    + (purchase.paysAtOnce ? ", PAID AT ONCE" : ", order stays unpaid"))
        }
        if calls > 10 { lines.append("… and \(calls - 10) more") }
        if question.serversSoFar > 0 { lines.append("bought in this run so far: \(question.serversSoFar)") }
        return lines + question.cautions
    }

    /// Makes the question about a change, whose answer is the number of things changed; a payment needs a word more, so
    /// that nobody agrees to it by habit.
    init(_ change: ChangeSummary) {
        let things = counted(change.count, change.isPayment ? "order" : "thing")
        var lines = ["\(change.operation): \(change.doc)"]
        if change.isPayment { lines[0] = "PAYS \(things): \(change.doc)" }
        lines += change.amounts
        lines += change.fields.prefix(Self.mostShown)
        if change.fields.count > Self.mostShown {
            lines.append("… and \(counted(change.fields.count - Self.mostShown, "more value"))")
        }
        self.init(
            summary: lines, action: change.isPayment ? "pay" : "change \(things)",
            expected: change.isPayment ? "pay \(change.count)" : "\(change.count)")
    }

    private static let mostShown = 20
}
