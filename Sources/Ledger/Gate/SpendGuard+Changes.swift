import CPHModel
import Schema

// Calls that change or pay something, or that nobody knows: a limit or a person agrees to each, or nothing is sent.
extension SpendGuard {
    func change(_ call: APICall) async throws(CPHError) -> Exchange {
        let summary = ChangeSummary(call)
        try await checkPolicies(call, summary)
        try await checkMoney(call, summary)
        if case .dryRun(let show) = mode {
            show(.change(summary))
            return Self.pretended
        }
        try call.refusePretendedIDs()
        let approval = try await allow(summary)
        do throws(CPHError) {
            return try await ledger.change(call, approval)
        } catch {
            // Whatever is thrown, nothing was sent.
            changes.give(back: summary)
            throw error
        }
    }

    func allow(_ summary: ChangeSummary) async throws(CPHError) -> Approval {
        if changes.take(summary, limits, beside: reservedChanges) { return Approval(.allowance) }
        await beginAsking()
        defer { endAsking() }
        // While this task waited for its turn, something may have been given back.
        if changes.take(summary, limits, beside: reservedChanges) { return Approval(.allowance) }
        if Task.isCancelled { throw .stopped(summary.operation) }
        var summary = summary
        if approver != nil, summary.isPayment { summary.amounts = await amounts(of: summary) }
        switch await approver?.decide(ChangeQuestion(change: summary, account: account)) ?? .unavailable {
        case .approved(let by):
            changes.count(summary)
            return Approval(.terminal, by: by)
        case .refused: throw refused("refused", "\(summary.words) was refused; nothing was sent", nil, summary)
        case .unavailable: throw unavailable(summary)
        }
    }

    private func unavailable(_ summary: ChangeSummary) -> CPHError {
        let allowance = limits.allowance(for: summary.effect)
        let used =
            summary.isPayment ? spent.payments : summary.effect == .change ? spent.changes : changes[summary.effect]
        let why =
            allowance.limit.map { limit in
                let before = used > 0 ? ", of which this run has used \(used)" : ""
                return "\(limit) \(limit == 1 ? "was" : "were") allowed\(before)"
            }
            ?? "nobody can be asked and nothing was allowed"
        return refused(
            "not_approved", "\(summary.words) is not approved: \(why); nothing was sent",
            "run it on a terminal, or allow it with \(allowance.option) \(used + ChangeCount.weight(of: summary))",
            summary)
    }

    private func refused(_ code: String, _ message: String, _ hint: String?, _ summary: ChangeSummary) -> CPHError {
        CPHError(.denied, code: code, message, hint: hint, operation: summary.operation)
    }
}
