import Dispatch
import Files
import Ledger
import Terminal
import Text

/// Asks the person at the terminal, wherever stdin and stdout lead.
struct TerminalApprover: Approver {
    let palette: Palette

    init() { palette = Palette(.auto, isTerminal: true) { Environment[$0] } }

    func decide(_ question: ApprovalQuestion) async -> ApprovalDecision { await ask(confirmation(question)) }

    func decide(_ question: ChangeQuestion) async -> ApprovalDecision { await ask(Self.confirmation(question.change)) }

    private func ask(_ confirmation: TypedConfirmation) async -> ApprovalDecision {
        let palette = palette
        // The question waits for a key as long as it takes, which no thread of the task pool may do.
        let answer = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: confirm(confirmation, palette: palette)) }
        }
        return switch answer {
        case .approved: .approved(by: Environment["USER"] ?? Environment["LOGNAME"] ?? "the person at the terminal")
        case .refused: .refused
        case .unavailable: .unavailable
        }
    }

    /// Makes the question about a purchase. Years and renewal need the name too, so that nobody agrees to them by
    /// habit.
    private func confirmation(_ question: ApprovalQuestion) -> TypedConfirmation {
        let count = "\(question.servers)"
        return TypedConfirmation(
            summary: lines(question), action: question.servers == 1 ? "buy it" : "buy them",
            expected: question.cautions.isEmpty ? count : "\(count) \(question.name)")
    }

    private func lines(_ question: ApprovalQuestion) -> [String] {
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
    static func confirmation(_ change: ChangeSummary) -> TypedConfirmation {
        let things = counted(change.count, change.isPayment ? "order" : "thing")
        var lines = ["\(change.operation): \(change.doc)"]
        if change.isPayment { lines[0] = "PAYS \(things): \(change.doc)" }
        lines += change.amounts
        lines += change.fields.prefix(mostShown)
        if change.fields.count > mostShown {
            lines.append("… and \(counted(change.fields.count - mostShown, "more value"))")
        }
        return TypedConfirmation(
            summary: lines, action: change.isPayment ? "pay" : "change \(things)",
            expected: change.isPayment ? "pay \(change.count)" : "\(change.count)")
    }

    private static let mostShown = 20
}
