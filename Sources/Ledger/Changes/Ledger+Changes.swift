import CPHModel
import Clock
import Schema
import Text

// Changes of servers that were bought before: what is looked at before the send.
extension Ledger {
    /// Looks at the server that is to be changed: it is there, and its period ends when the change says.
    ///
    /// - Throws: `CPHError` of kind `argument` where it is not there, `denied` where its period or an earlier change forbids it;
    ///   nothing was sent then.
    func preflight(_ change: ResourceChange, _ attempt: inout PurchaseAttempt) async throws(CPHError) {
        let (server, time) = try await prepaidServer(change.resourceID)
        attempt.clockOffset = time.map { $0 - options.clock.milliseconds() } ?? 0
        guard let server, !server.isClosed else { throw gone(change, isKnown: server != nil) }
        guard ISOTime.unixSeconds(change.expireTime).map({ $0 * 1000 }) == server.end else {
            throw CPHError(
                .denied, code: "period_moved",
                "\(quoted(change.resourceID)) is paid for until \(timeText(server.end)) now, not until "
                    + "\(change.expireTime); nothing was sent",
                hint: "somebody has changed it meanwhile: run again, which looks anew",
                operation: attempt.call.operation)
        }
        try checkOthers(change, attempt)
    }

    private func gone(_ change: ResourceChange, isKnown: Bool) -> CPHError {
        CPHError(
            .argument, code: "no_resource",
            isKnown
                ? "\(quoted(change.resourceID)) was given back; nothing was sent"
                : "the billing service lists no server \(quoted(change.resourceID)); nothing was sent",
            hint: "check the id against cph.servers.list", operation: change.operation.name)
    }

    /// Refuses a change while an earlier one of the same server is in doubt, and a renewal while the period runs that was renewed
    /// last. Called once more in the transaction of the intent, so that no two can pass at the same time.
    func checkOthers(_ change: ResourceChange, _ attempt: PurchaseAttempt) throws(CPHError) {
        let now = options.clock.milliseconds() + attempt.clockOffset
        for record in try otherRecords(of: change) {
            if record.state.isInDoubt { throw inDoubtBefore(record, attempt.call.operation) }
            guard !record.state.maySend, change.kind == .renewal, record.holds(against: change.basis, at: now) else {
                continue
            }
            throw CPHError(
                .denied, code: "renewed_before",
                "\(quoted(change.resourceID)) was renewed already, by \(quoted(record.key)); nothing was sent",
                hint: "a period is renewed once; to renew the next one as well, name its end: expires = "
                    + "\(quoted(change.expireTime))", operation: attempt.call.operation)
        }
    }

    /// What is recorded of the same kind, or of its opposite, about the same server.
    private func otherRecords(of change: ResourceChange) throws(CPHError) -> [PurchaseRecord] {
        let kinds = [change.kind] + [change.kind.opposite].compactMap(\.self)
        return try journalled { () throws(JournalError) in
            var records: [PurchaseRecord] = []
            for kind in kinds {
                let prefix = ResourceChange.prefix(of: kind, change.resourceID)
                for key in try journal.keys(scope: options.scope, prefix: prefix) where key != change.key {
                    if let record = try journal.record(scope: options.scope, key: key) { records.append(record) }
                }
            }
            return records
        }
    }

    /// Refuses a call of a script that would repeat a change that is in doubt.
    func checkRepeats(_ call: APICall) throws(CPHError) {
        guard let kind = ChangeKind.allCases.first(where: { $0.operation.name == call.operation }) else { return }
        for id in call.subjects {
            let prefix = ResourceChange.prefix(of: kind, id)
            let records = try journalled { () throws(JournalError) in
                var records: [PurchaseRecord] = []
                for key in try journal.keys(scope: options.scope, prefix: prefix) {
                    if let record = try journal.record(scope: options.scope, key: key) { records.append(record) }
                }
                return records
            }
            if let record = records.first(where: \.state.isInDoubt) { throw inDoubtBefore(record, call.operation) }
        }
    }

    private func inDoubtBefore(_ record: PurchaseRecord, _ operation: String) -> CPHError {
        CPHError(
            .denied, code: "earlier_in_doubt",
            "\(quoted(record.key)) is in doubt, which is about the same server; nothing was sent",
            hint: "find out what became of it: cph ledger resolve \(record.key)", operation: operation)
    }
}

extension PurchaseRecord {
    /// Whether a renewal, as it is recorded, keeps its server from being renewed again at a time in milliseconds since 1970.
    ///
    /// It does while the period runs that was renewed. One that was renewed when its period had ended counts for the period that
    /// it bought, unless that one ends soon.
    fileprivate func holds(against basis: ResourceChange.Basis, at now: Int) -> Bool {
        guard let change, basis != .exact, let end = change.end else { return false }
        if end > now { return true }
        return basis == .once && sentAt ?? 0 >= end && change.newEnd ?? 0 > now
    }
}
