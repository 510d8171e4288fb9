import CPHModel
import Schema

// Calls that change or pay something: a limit or a person agrees to each, or nothing is sent.
extension SpendGuard {
    func change(_ call: APICall) async throws(CPHError) -> Exchange {
        let summary = ChangeSummary(call)
        if case .dryRun(let show) = mode {
            show(.change(summary))
            return Self.pretended
        }
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
        if changes.take(summary, limits) { return Approval(.allowance) }
        await beginAsking()
        defer { endAsking() }
        // While this task waited for its turn, something may have been given back.
        if changes.take(summary, limits) { return Approval(.allowance) }
        var summary = summary
        if approver != nil, summary.isPayment { summary.amounts = await amounts(of: summary) }
        switch await approver?.decide(ChangeQuestion(change: summary)) ?? .unavailable {
        case .approved(let by):
            changes.count(summary)
            return Approval(.terminal, by: by)
        case .refused: throw refused("refused", "\(summary.words) was refused; nothing was sent", nil, summary)
        case .unavailable: throw unavailable(summary)
        }
    }

    private func unavailable(_ summary: ChangeSummary) -> CPHError {
        let option = summary.isPayment ? "--allow-pay" : "--allow-change"
        let limit = summary.isPayment ? limits.payments : limits.changes
        let used = changes.used(by: summary)
        let why =
            limit.map { "beside the \(used) of this run it is more than the \($0) that were allowed" }
            ?? "nobody can be asked and nothing was allowed"
        return refused(
            "not_approved", "\(summary.words) is not approved: \(why); nothing was sent",
            "run it on a terminal, or allow it with \(option) \(used + changes.weight(of: summary))", summary)
    }

    private func refused(_ code: String, _ message: String, _ hint: String?, _ summary: ChangeSummary) -> CPHError {
        CPHError(.denied, code: code, message, hint: hint, operation: summary.operation)
    }

    /// The answer to a call that a dry run does not send: a success with an empty object.
    private static var pretended: Exchange {
        Exchange(
            bytesSent: 0,
            answer: Answer(status: 200, headers: [Answer.Header("X-Cph-Dry-Run", "yes")], body: Array("{}".utf8)))
    }
}

/// Counts what this run has changed and paid, whether somebody was asked or not.
struct ChangeCount {
    private var calls = 0
    private var orders = 0

    /// Changes are counted by calls, payments by orders.
    func weight(of summary: ChangeSummary) -> Int { summary.isPayment ? summary.count : 1 }

    func used(by summary: ChangeSummary) -> Int { summary.isPayment ? orders : calls }

    /// Takes what the limits cover; false where they don't.
    mutating func take(_ summary: ChangeSummary, _ limits: SpendLimits) -> Bool {
        guard let limit = summary.isPayment ? limits.payments : limits.changes,
            used(by: summary) <= limit - weight(of: summary)
        else { return false }
        count(summary)
        return true
    }

    mutating func count(_ summary: ChangeSummary) { add(weight(of: summary), summary) }

    mutating func give(back summary: ChangeSummary) { add(-weight(of: summary), summary) }

    private mutating func add(_ weight: Int, _ summary: ChangeSummary) {
        if summary.isPayment { orders += weight } else { calls += weight }
    }
}
