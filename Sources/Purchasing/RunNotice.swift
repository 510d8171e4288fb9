import CPHModel
import Clock
package import Ledger
package import Schema
import Text

/// What somebody is told of a run: a small document, without secrets and without what a script said.
package struct RunNotice: Sendable {
    private let totals: PurchaseTally.Totals
    private let end: RunEnd
    private let status: ExitStatus
    private let run: RunInfo
    private let commands: @Sendable (String) -> String

    /// Takes what is known at the end of a run that ends with `status`.
    ///
    /// - Parameters:
    ///   - isStopped: Whether somebody stopped the run, or its time was over, also where `status` says something else.
    ///   - commands: Adds to a command that is recommended what it needs to work as it stands.
    package init(
        _ totals: PurchaseTally.Totals, _ end: RunEnd, _ status: ExitStatus, isStopped: Bool = false, _ run: RunInfo,
        commands: @escaping @Sendable (String) -> String = { $0 }
    ) {
        (self.totals, self.end, self.status, self.run, self.commands) = (totals, end, status, run, commands)
        self.isStopped = isStopped
    }

    /// What the run came to, the most urgent first; none for one that has only read.
    package var events: [RunEvent] {
        var events: [RunEvent] = []
        if status == .inDoubt { events.append(.inDoubt) }
        if !end.waiting.isEmpty { events.append(.waiting) }
        // A plan that waits is no failure, although its run ends as refused.
        let isExpected = status == .done || status == .inDoubt || (status == .refused && !end.waiting.isEmpty)
        if !isExpected { events.append(.failed) }
        if totals.hasBoughtNow { events.append(.bought) }
        return events
    }

    /// Whether somebody stopped the run, or its time was over.
    package let isStopped: Bool

    /// How many names, ids and orders there are at most.
    private static let mostNames = 500

    /// The document.
    ///
    /// - Parameters:
    ///   - wanted: What is told of; the first of the run's events that is wanted names the document.
    ///   - time: Seconds since 1970.
    /// - Returns: Nil where nothing of the run is wanted.
    package func document(of wanted: Set<RunEvent>, at time: Int) -> Value? {
        guard let event = events.first(where: wanted.contains) else { return nil }
        return [
            "version": 1, "event": .string(event.rawValue),
            "events": .list(events.map { .string($0.rawValue) }),
            "time": .string(ISOTime.text(unixSeconds: time)), "run": .string(run.id),
            "host": .string(run.host), "user": .string(run.user), "script": text(run.script),
            "cph_version": .string(run.version), "project_id": text(end.account?.projectID),
            "region": text(end.account?.region), "exit_code": .int(Int(status.rawValue)), "counts": counts,
            "plan": plans.count == 1 ? .string(plans[0]) : .null, "plans": list(plans),
            "names": list(totals.asked.keys.sorted()),
            "server_ids": list(totals.serverIDs), "order_ids": list(totals.orders),
            "in_doubt": list(totals.inDoubt + totals.underWay),
            "amount": text(singleAmount?.text), "currency": text(singleAmount?.currency),
            "amounts": amounts(end.orders.amounts),
            "knows_all_amounts": .bool(end.orders.knowsAllAmounts), "unpaid": unpaid, "waiting": waiting,
            "is_cut": .bool(isCut),
        ]
    }

    /// The plans of what was bought, then those that wait.
    private var plans: [String] {
        let bought = end.orders.plans
        return bought + end.waiting.map(\.name).filter { !bought.contains($0) }
    }

    /// In servers.
    private var counts: Value {
        [
            "bought": .int(totals.servers(from: .now)), "before": .int(totals.servers(from: .before)),
            "in_doubt": .int(totals.doubtfulServers), "refused": .int(totals.refusedServers),
        ]
    }

    /// What was bought comes to this, where all of it is in one currency.
    private var singleAmount: Amount? { end.orders.amounts.count == 1 ? end.orders.amounts[0] : nil }

    private var unpaid: Value {
        guard let unpaid = end.orders.unpaid else { return .null }
        return [
            "orders": .int(unpaid.names.count), "amounts": amounts(unpaid.amounts), "until": text(unpaid.firstEnd),
            "command": .string(commands(unpaid.command)),
        ]
    }

    private var waiting: Value {
        .list(
            end.waiting.map { plan in
                [
                    "plan": .string(plan.name), "digits": .string(plan.digits),
                    "command": .string(commands(plan.command)),
                ]
            })
    }

    private var isCut: Bool {
        [totals.asked.count, totals.serverIDs.count, totals.orders.count, totals.inDoubt.count].contains {
            $0 > Self.mostNames
        }
    }

    private func list(_ names: [String]) -> Value { .list(names.prefix(Self.mostNames).map(Value.string)) }
    private func text(_ text: String?) -> Value { text.map(Value.string) ?? .null }
    private func amounts(_ amounts: [Amount]) -> Value {
        .list(amounts.map { ["amount": .string($0.text), "currency": .string($0.currency)] })
    }
}
