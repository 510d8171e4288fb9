package import Ledger
package import Schema

// Purchases, plans and sums as JSON. Amounts are text, and what nobody knows is null.
extension PurchaseEntry {
    /// The purchase as `cph ledger list --json` has it.
    package var value: Value { .object(members) }

    fileprivate var members: Object {
        [
            "name": .string(record.key), "kind": .string(record.change?.kind.rawValue ?? "purchase"),
            "server_id": text(record.change?.resourceID), "expire_time": text(record.change?.expireTime),
            "new_expire_time": text(record.change?.newExpireTime), "state": .string(record.state.rawValue),
            "time": .string(time),
            "plan": text(record.plan?.name), "plan_hash": text(record.plan?.hash), "servers": .int(record.count),
            "months": .int(record.months), "server_ids": .list(record.serverIDs.map(Value.string)),
            "order_id": text(record.orderID), "amount": text(record.amount?.text),
            "currency": text(record.amount?.currency), "order_status": text(record.bill.status?.rawValue),
            "paid": text(record.bill.paid?.text), "paid_at": text(record.bill.paidAt),
            "paid_with": .list(record.bill.with.map(Value.string)), "coupons": text(record.bill.coupons?.text),
            "refunded": text(record.bill.refunded?.text), "payable_until": text(record.bill.payableUntil),
            "user": text(user), "host": text(run?.host),
            "script": text(run?.script), "version": text(run?.version), "approved_by": text(record.approval?.person),
            "approved_how": text(record.approval?.how?.rawValue), "project": .string(record.scope),
            "zone": text(record.availabilityZone), "model": text(record.serverModelName),
            "in_doubt": .bool(record.state.isInDoubt), "may_send": .bool(record.state.maySend),
            "sends": .int(record.attempt), "reason": text(record.reason),
        ]
    }
}

extension PurchaseStory {
    /// The purchase with its history.
    ///
    /// - Parameter isRaw: Whether the answers are there as they came.
    package func value(isRaw: Bool) -> Value {
        var object = entry.members
        object["request"] = (try? Value(json: record.request)) ?? .null
        object["events"] = .list(events.map { .object(line(of: $0)) })
        if isRaw {
            object["answers"] = .list(answers.map { ["send": .int($0.send), "answer": .string($0.words)] })
        }
        return .object(object)
    }

    private func line(of event: Event) -> Object {
        let run = run(of: event)
        return [
            "seq": .int(event.seq), "time": .string(event.time), "kind": .string(event.kind.rawValue),
            "from": text(event.from?.rawValue), "to": text(event.to?.rawValue), "user": text(run?.user),
            "host": text(run?.host), "script": text(run?.script), "version": text(run?.version),
            "words": .string(event.words), "detail": .object(event.detail),
        ]
    }
}

extension PlanOverview {
    /// The plan with its purchases, states and sums.
    package var value: Value {
        let states = states.map { Object.Member($0.state.rawValue, .int($0.count)) }
        return [
            "plan": .string(name), "hashes": .list(hashes.map(Value.string)),
            "states": .object(Object(uniqueMembers: states)),
            "sums": .list(totals.map { .object($0.members) }),
            "standing": .list(standingLines.map(Value.string)), "purchases": .list(entries.map(\.value)),
        ]
    }
}

extension PurchaseReport {
    /// The report's rows; the first member of each is named for what they are put together by.
    package var value: Value {
        .list(
            rows.map { row in
                var object: Object = [grouping.rawValue: text(row.key)]
                for (key, value) in row.members { object[key] = value }
                return .object(object)
            })
    }
}

extension PurchaseReport.Row {
    fileprivate var members: Object {
        [
            "purchases": .int(purchases), "servers": .int(servers), "server_months": .int(serverMonths),
            "amount": text(amount?.text), "paid": text(paid?.text), "refunded": text(refunded?.text),
            "currency": text(currency), "servers_in_doubt": .int(inDoubt),
        ]
    }
}

private func text(_ text: String?) -> Value { text.map(Value.string) ?? .null }
