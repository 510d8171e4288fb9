package import Ledger
package import Schema

extension PurchaseRecord {
    /// The record as scripts and JSON see it. Times are milliseconds since 1970.
    package var value: Value {
        var object: Object = [
            "name": .string(key), "state": .string(state.rawValue), "may_send": .bool(state.maySend),
            "in_doubt": .bool(state.isInDoubt), "count": .int(count), "months": .int(months),
            "server_ids": .list(serverIDs.map(Value.string)), "attempt": .int(attempt),
            "request": (try? Value(json: request)) ?? [:], "created_at": .int(createdAt),
            "updated_at": .int(updatedAt),
        ]
        object["kind"] = .string(change?.kind.rawValue ?? "purchase")
        object["server_id"] = (change?.resourceID).map(Value.string)
        object["expire_time"] = (change?.expireTime).map(Value.string)
        object["new_expire_time"] = (change?.newExpireTime).map(Value.string)
        object["order_id"] = orderID.map(Value.string)
        object["sent_at"] = sentAt.map(Value.int)
        object["reason"] = reason.map(Value.string)
        object["project"] = .string(scope)
        object["plan"] = (plan?.name).map(Value.string)
        object["plan_hash"] = (plan?.hash).map(Value.string)
        object["approved_by"] = (approval?.person).map(Value.string)
        object["amount"] = (amount?.text).map(Value.string)
        object["currency"] = (amount?.currency).map(Value.string)
        object["order_status"] = (bill.status?.rawValue).map(Value.string)
        object["paid"] = (bill.paid?.text).map(Value.string)
        object["paid_at"] = bill.paidAt.map(Value.string)
        object["refunded"] = (bill.refunded?.text).map(Value.string)
        object["payable_until"] = bill.payableUntil.map(Value.string)
        return .object(object)
    }
}
