public import CPHModel
import Schema
import Text

// Plans are asked about once, as a whole.
extension SpendGuard {
    /// Asks once for everything in `plan` that the ledger does not know yet. After it, these purchases pass; without it,
    /// each would be asked by itself. Where nobody can be asked, the plan is left in the ledger for somebody else to approve.
    ///
    /// - Throws: `CPHError` of kind `denied` when nobody agreed, with the code `waiting` where the plan waits now; nothing was
    /// sent then.
    public func approve(_ plan: PlanSummary) async throws(CPHError) {
        if case .dryRun = mode { return try await rehearse(plan) }
        remember(plan)
        if try await needsNobody(plan) { return }
        await beginAsking()
        defer { endAsking() }
        // While this task waited for its turn, the person may have agreed to the same plan, or it may be bought by now.
        if try await needsNobody(plan) { return }
        let open = await open(plan).filter(isUnanswered)
        await learnPrices(of: open)
        let question = question(plan.name, hash: plan.hash, open, prices: plan.prices)
        if !needsSecondPerson(for: open), let approval = try await ask(question) { return grant(open, approval) }
        grant(open, try await leave(plan, open, question))
    }

    /// Refuses what policies and limits in money would refuse. Each purchase tells what it would cost; they are asked about together.
    private func rehearse(_ plan: PlanSummary) async throws(CPHError) {
        let open = await open(plan).filter { !isRehearsed($0.name) }
        try await checkPolicies(plan.name, open)
        await learnPrices(of: open, patience: PriceQuote.patience)
        try await checkMoney(plan.name, open)
    }

    /// Keeps which plan its purchases belong to, whoever agrees to them.
    private func remember(_ plan: PlanSummary) {
        let name = PlanName(name: plan.name, hash: plan.hash)
        for purchase in plan.purchases { plans[purchase.name] = (purchase.contentHash, name) }
    }

    /// The plan that announced a purchase as it is.
    func planName(of purchase: PurchaseSummary) -> PlanName? {
        guard let known = plans[purchase.name], known.contentHash == purchase.contentHash else { return nil }
        return known.plan
    }

    /// Whether nobody has to be asked: all of it is bought, agreed to, or within the limits.
    private func needsNobody(_ plan: PlanSummary) async throws(CPHError) -> Bool {
        let open = await open(plan)
        guard let operation = open.first?.operation else { return true }
        try await ledger.checkDay(limits.serversPerDay, adding: Spending(open).servers, operation: operation)
        try await checkPolicies(plan.name, open)
        try await checkMoney(plan.name, open)
        if let approved = limits.plan, !needsSecondPerson(for: open) {
            guard approved == plan.hash else { throw otherPlan(plan, approved, operation) }
            if !limits.coversCost(of: spent + spending(open)) {
                throw unavailable(question(plan.name, hash: nil, open, prices: plan.prices))
            }
            grant(open, approval(.plan, by: plan.hash))
            return true
        }
        let more = open.filter(isUnanswered)
        if more.isEmpty || limits(for: more).cover(spending(more), beside: spent) { return true }
        guard let agreement = try await ledger.agreement(to: plan, for: more, limits(for: more)) else { return false }
        guard await holds(agreement, for: more, plan) else { return false }
        grant(more, approval(under: agreement))
        return true
    }

    /// Whether purchases still cost what somebody else has agreed to. Where they don't, it is asked about again.
    private func holds(_ agreement: Agreement, for purchases: [PurchaseSummary], _ plan: PlanSummary) async -> Bool {
        guard !agreement.prices.isEmpty else { return true }
        await learnPrices(of: purchases)
        guard !agreement.holds(at: today(purchases), for: purchases) else { return true }
        let agreed = agreement.prices.sum(of: purchases)?.amount.description ?? "another price"
        let now = price(of: purchases)?.amount.description ?? "a price that is not known"
        changedPrices[plan.hash] = "\(agreement.user.words) approved it at \(agreed), and it costs \(now) now"
        return false
    }

    /// What these cost, as far as it is known.
    func today(_ purchases: [PurchaseSummary]) -> AgreedPrices { AgreedPrices(purchases) { prices[$0] } }

    /// Whether nobody of this run has agreed. Somebody else's agreement may have ended since, and is looked up again.
    private func isUnanswered(_ purchase: PurchaseSummary) -> Bool {
        granted(purchase).map { $0.how == .agreement } ?? true
    }

    /// The purchases of a plan that could still be sent.
    private func open(_ plan: PlanSummary) async -> [PurchaseSummary] {
        var open: [PurchaseSummary] = []
        for purchase in plan.purchases where await ledger.mayStillSend(purchase.name) { open.append(purchase) }
        return open
    }

    func grant(_ purchases: [PurchaseSummary], _ approval: Approval) {
        for purchase in purchases {
            var own = approval
            own.price = prices[purchase]
            grants[purchase.name] = (purchase.contentHash, own)
        }
    }

    private func otherPlan(_ plan: PlanSummary, _ approved: String, _ operation: String) -> CPHError {
        denied(
            "other_plan",
            "--approve \(approved) is for another plan than \(quoted(plan.name)), whose hash is "
                + "\(plan.hash); nothing was sent", "have the plan looked at again, then approve its new hash",
            operation)
    }
}
