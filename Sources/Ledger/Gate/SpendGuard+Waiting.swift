import CPHModel
import Text

// Plans that are left for somebody else to approve.
extension SpendGuard {
    /// How each purchase stands that is made under somebody else's agreement.
    func approval(under agreement: Agreement) -> Approval {
        var approval = agreement.approval
        hold(&approval)
        return approval
    }

    /// Leaves what is open of a plan to be approved. Somebody may have agreed a moment ago; then their agreement is returned.
    ///
    /// - Throws: `CPHError` of kind `denied` where it waits now, or can't be left: in memory nobody would find it.
    func leave(
        _ plan: PlanSummary, _ open: [PurchaseSummary], _ question: ApprovalQuestion
    ) async throws(CPHError) -> Approval {
        let limits = limits(for: open)
        if limits.needsSecondPerson, await !ledger.tellsUsersApart { throw knowsNobody(question) }
        guard await ledger.keepsQuestions else { throw unavailable(question) }
        switch try await ledger.leave(plan, for: open, at: today(open), account: account, limits) {
        case .agreed(let agreement): return approval(under: agreement)
        case .waiting(let digits):
            let waits = WaitingPlan(name: plan.name, digits: digits)
            if !waitingPlans.contains(waits) { waitingPlans.append(waits) }
            throw waiting(question, digits, open)
        }
    }

    private func waiting(_ question: ApprovalQuestion, _ digits: String, _ open: [PurchaseSummary]) -> CPHError {
        let limits = limits(for: open)
        let rule = policies.all.wantsSecondPerson(for: spent + spending(open)).map {
            " (second_person, \($0.place(of: "second_person")))"
        }
        let what = "\(quoted(question.name)) (\(spending(question.purchases).words))"
        let usual = limits.needsSecondPerson ? "a second person has to agree\(rule ?? "")" : whyUnavailable(question)
        let why = question.hash.flatMap { changedPrices[$0] } ?? usual
        let others = limits.needsSecondPerson ? "" : "; or run it on a terminal, \(waysToAllow(question))"
        return denied(
            "waiting",
            "\(what) is waiting for approval: cph ledger approve \(digits); \(why); nothing was sent",
            "let somebody else run that command, then run this again\(others)", question.operation)
    }

    private func knowsNobody(_ question: ApprovalQuestion) -> CPHError {
        denied(
            "second_person",
            "\(quoted(question.name)) needs a second person's approval, and this ledger can't tell one person from another; "
                + "nothing was sent", "keep the ledger on a server, where each person has a role of their own",
            question.operation)
    }

    /// The error for a purchase that stands in no plan, where a second person has to agree.
    func needsPlan(_ summary: PurchaseSummary) -> CPHError {
        denied(
            "second_person", "\(quoted(summary.name)) needs a second person's approval; nothing was sent",
            "put it into a plan: plan:apply leaves it to be approved", summary.operation)
    }
}
