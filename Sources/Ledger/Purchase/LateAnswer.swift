import CPHModel
import Schema
import Text

/// What follows from an answer that comes when the purchase may have gone on without it.
///
/// A purchase goes where the arrows allow and the answer proves it. What it contradicts and can't change is said in the
/// record, and keeps the name from being sent again until a person has decided.
struct LateAnswer {
    /// The number of the send that it answers.
    let attempt: Int
    let verdict: Verdict
    /// The purchase as it stands.
    let record: PurchaseRecord
    /// The purchase as it was when that was sent.
    let sent: PurchaseRecord
    /// The orders that the purchase has had.
    let knownOrders: Set<String>
    /// What the answer names that another purchase has; nil where nothing is.
    let stranger: String?

    /// The lines to be recorded, in one transaction; none where the answer says nothing new.
    var drafts: [Journal.Draft] {
        switch record.state {
        case .sending where attempt == record.attempt:
            let contradiction = stranger.map { "the answer names \($0), which another purchase has" }
            let state = contradiction == nil ? PurchaseState(verdict) : .inDoubt
            return [Ledger.outcome(state, verdict, contradiction: contradiction)]
        case .inDoubt where attempt == record.attempt: return [inDoubt]
        default: return settled
        }
    }

    private var ids: [String] { verdict.response.serverIDs ?? [] }
    private var orderID: String? { verdict.response.orderID }

    /// Whether the answer can be read and does not contradict itself, and what it proves was bought.
    private var provesPurchase: Bool {
        switch verdict {
        case .accepted, .unpaid, .partial, .orderOnly: stranger == nil
        case .refused, .throttled, .unauthorized, .notSent, .inDoubt: false
        }
    }

    private func draft(_ state: PurchaseState, _ detail: Object) -> Journal.Draft {
        Journal.Draft(kind: .outcome, to: state, detail: detail)
    }

    private static func list(_ ids: [String]) -> Value { .list(ids.map(Value.string)) }
}

// MARK: - In doubt

extension LateAnswer {
    /// The purchase was in doubt, and this is the answer that was missing.
    private var inDoubt: Journal.Draft {
        if let stranger { return stays("the answer names \(stranger), which another purchase has") }
        let strays = record.claimed.filter { !ids.contains($0) }
        let isOtherOrder = orderID.flatMap { id in record.orderID.map { $0 != id } } ?? false
        switch verdict {
        case .accepted, .unpaid, .partial, .orderOnly:
            if isOtherOrder || ids.count + strays.count > record.count { return duplicate }
            return draft(PurchaseState(verdict) == .accepted ? .adopted : PurchaseState(verdict), taken)
        case .refused, .throttled, .unauthorized, .notSent:
            return stays("the answer that came late says that nothing was bought: \(verdict.reason ?? "")")
        case .inDoubt(let doubt): return stays(doubt.reason)
        }
    }

    /// The detail of what the answer gives to the purchase.
    private var taken: Object {
        var detail: Object = [
            "source": .string(PurchaseRecord.Source.response.rawValue), "server_ids": Self.list(ids),
            "reason": verdict.reason.map(Value.string) ?? .null,
        ]
        detail["order_id"] = orderID.map(Value.string)
        detail["product_id"] = verdict.response.productID.map(Value.string)
        detail["request_id"] = verdict.response.requestID.map(Value.string)
        return detail
    }

    /// The purchase stays in doubt, with what the answer names as a hint of where to look.
    private func stays(_ reason: String) -> Journal.Draft {
        var detail: Object = ["reason": .string(reason)]
        detail["claimed"] = Self.list(record.claimed + ids.filter { !record.claimed.contains($0) })
        if record.orderID == nil, stranger == nil { detail["order_id"] = orderID.map(Value.string) }
        return draft(record.state, detail)
    }

    /// More than one purchase can have made: a person has to look.
    private var duplicate: Journal.Draft {
        let named = record.namedServers + ids.filter { !record.namedServers.contains($0) }
        var detail: Object = ["claimed": Self.list(named), "reason": .string(contradiction)]
        if record.orderID == nil { detail["order_id"] = orderID.map(Value.string) }
        return draft(.duplicate, detail)
    }

    private var contradiction: String {
        let order = orderID.map { "order \(quoted($0))" } ?? "no order"
        let servers = ids.isEmpty ? "no servers" : "servers \(ids.map(quoted).joined(separator: ", "))"
        let whose = stranger.map { "; \($0) is another purchase's" } ?? ""
        return "a late answer to send \(attempt) names \(order) and \(servers)\(whose)"
    }
}

// MARK: - Settled

extension LateAnswer {
    private var news: [String] { ids.filter { !record.namedServers.contains($0) } }
    private var isNewOrder: Bool { orderID.map { !knownOrders.contains($0) } ?? false }

    /// The purchase has gone on: only what is news counts.
    private var settled: [Journal.Draft] {
        guard !news.isEmpty || isNewOrder else { return [] }
        if [.cancelled, .expired].contains(record.state), !isNewOrder, orderID != nil { return [] }
        guard provesPurchase else { return [said] }
        if attempt != record.attempt {
            return [record.state.next.contains(.duplicate) ? duplicate : said]
        }
        let all = record.serverIDs.count + ids.count { !record.serverIDs.contains($0) }
        let isOtherOrder = isNewOrder && record.orderID != nil
        if isOtherOrder || all > record.count || record.state == .duplicate {
            return [record.state == .duplicate || record.state.next.contains(.duplicate) ? duplicate : said]
        }
        return following(isComplete: all == record.count)
    }

    /// Takes the news where they fit what is known.
    private func following(isComplete: Bool) -> [Journal.Draft] {
        let state = record.state
        switch state {
        case .partial, .orderOnly, .paid:
            if isComplete { return [draft(record.stateWhenFound(orderID), taken)] }
            return [draft(ids.isEmpty ? state : .partial, taken)]
        case .unpaid:
            return [draft(isComplete ? record.stateWhenFound(orderID) : state, taken)]
        case .paying, .paymentInDoubt, .accepted, .adopted: return [draft(state, taken)]
        case .absent: return [isComplete ? draft(.adopted, taken) : duplicate]
        case .refused, .notSent, .cancelled, .expired:
            guard isComplete, sent.contentHash == record.contentHash else { return [said] }
            return [Journal.Draft(kind: .planned, to: .planned), draft(.adopted, taken)]
        case .planned, .approved, .sending, .inDoubt, .duplicate: return [said]
        }
    }

    /// The state can't go where the answer points: the record says so.
    private var said: Journal.Draft { draft(record.state, ["late": .string(contradiction)]) }
}
