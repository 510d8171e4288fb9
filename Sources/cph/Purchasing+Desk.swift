import Bindings
import CPHModel
import Glibc
import Ledger
import Schema

/// What plans see of the gate and the ledger.
extension Purchasing: PurchaseDesk {
    nonisolated func approve(_ plan: AnnouncedPlan) async throws(CPHError) {
        var purchases: [PurchaseSummary] = []
        purchases.reserveCapacity(plan.calls.count)
        for call in plan.calls { purchases.append(try PurchaseSummary(call)) }
        try await opened().gate.approve(PlanSummary(name: plan.name, hash: plan.hash, purchases: purchases))
    }

    nonisolated func purchases(named prefix: String) async throws(CPHError) -> [Value] {
        guard await mayHaveRecords else { return [] }
        return try await opened().ledger.purchases(named: prefix).map(\.value)
    }

    /// A ledger that was never made has nothing to say, and reading does not make one: so a plan can be shown without
    /// an account.
    private var mayHaveRecords: Bool {
        if isOpen { return true }
        guard case .file(let path) = settings.ledger else { return false }
        return access(path, F_OK) == 0 || access(path + ".mark", F_OK) == 0
    }
}

extension PurchaseRecord {
    /// The record as scripts and JSON see it. Times are milliseconds since 1970.
    var value: Value {
        var object: Object = [
            "name": .string(key), "state": .string(state.rawValue), "may_send": .bool(state.maySend),
            "in_doubt": .bool(state.isInDoubt), "count": .int(count), "months": .int(months),
            "server_ids": .list(serverIDs.map(Value.string)), "attempt": .int(attempt),
            "request": (try? Value(json: request)) ?? [:], "created_at": .int(createdAt),
            "updated_at": .int(updatedAt),
        ]
        object["order_id"] = orderID.map(Value.string)
        object["sent_at"] = sentAt.map(Value.int)
        object["reason"] = reason.map(Value.string)
        return .object(object)
    }
}
