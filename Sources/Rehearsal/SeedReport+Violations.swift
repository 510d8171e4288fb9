import CPHModel
package import Emulator
package import Ledger
import Text

extension SeedReport {
    /// Compares what was sold with what is recorded and what was asked for.
    ///
    /// - Parameters:
    ///   - asked: Servers by name, of the last run.
    ///   - sold: Every order of the cloud, those that came late too.
    package mutating func judge(asked: [String: Int], sold: [EmulatedOrder], records: [PurchaseRecord]) {
        self.asked = asked.values.reduce(0, +)
        bought = sold.reduce(0) { $0 + $1.servers.count }
        let known = Dictionary(records.map { ($0.key, $0) }) { first, _ in first }
        recordedByOrder = sold.reduce(0) { $0 + $1.unnamed(in: known[$1.request.serverName]) }
        recorded = records.reduce(recordedByOrder) { $0 + $1.serverIDs.count }
        inDoubt = records.count { $0.state.isInDoubt }
        let orders = Dictionary(grouping: sold) { $0.request.serverName }
        for (name, orders) in orders.sorted(by: { $0.key < $1.key }) where orders.count > 1 {
            violations.append("\(name) was bought \(counted(orders.count, "time"))")
        }
        let strays = orders.keys.sorted().filter { asked[$0] == nil }
        if ending == .done, let first = strays.first {
            let more = strays.count > 1 ? " and \(strays.count - 1) more names were" : " was"
            violations.append("\(first)\(more) bought, but the last run did not ask for it: names change between runs")
        }
        for order in sold { judge(order, known[order.request.serverName]) }
        judge(strangers: records, sold: Set(sold.flatMap(\.serverIDs)))
    }

    /// Compares what was done to servers that were bought before with what is recorded of it: each period of a server is renewed
    /// at most once. Servers of which nothing is recorded were changed by calls that promise nothing.
    package mutating func judge(changes orders: [EmulatedOrder], records: [PurchaseRecord]) {
        for kind in [ChangeKind.renewal, .unsubscription] {
            let own = records.compactMap { record in record.change.flatMap { $0.kind == kind ? (record, $0) : nil } }
            for (id, known) in Dictionary(grouping: own, by: { $0.1.resourceID }).sorted(by: { $0.key < $1.key }) {
                let made = orders.count { $0.isOrder(kind, about: id) }
                let recorded = known.count { !$0.0.state.maySend }
                if made > recorded {
                    violations.append("\(id) was \(kind.done) \(counted(made, "time")), recorded \(recorded)")
                }
            }
        }
    }

    private mutating func judge(_ order: EmulatedOrder, _ record: PurchaseRecord?) {
        let lost = order.serverIDs.filter { id in record?.namedServers.contains(id) != true }
        guard !lost.isEmpty, record?.isOpen != true else { return }
        violations.append("\(order.request.serverName): \(lost.joined(separator: ", ")) was bought and is not recorded")
    }

    private mutating func judge(strangers records: [PurchaseRecord], sold: Set<String>) {
        for record in records where !record.isOpen {
            for id in record.serverIDs where !sold.contains(id) {
                violations.append("\(record.key): \(id) is recorded, but was never sold")
            }
        }
    }
}

extension PurchaseRecord {
    /// Whether the record itself says that it does not know everything.
    fileprivate var isOpen: Bool { state.isInDoubt || [.partial, .orderOnly, .unpaid].contains(state) }
}

extension EmulatedOrder {
    /// Whether it does this to a server that another order sold, and stands.
    fileprivate func isOrder(_ change: ChangeKind, about id: String) -> Bool {
        let own: ChangeKind? =
            switch kind {
            case .renewal?: .renewal
            case .unsubscription?: .unsubscription
            case .change?: .modelChange
            case .new?, nil: nil
            }
        return own == change && cancelledAt == nil && about?.contains(id) == true
    }

    /// How many of its servers the record has no id of, but this order.
    fileprivate func unnamed(in record: PurchaseRecord?) -> Int {
        guard let record, record.orderID == orderID else { return 0 }
        return serverIDs.count { !record.serverIDs.contains($0) }
    }

    /// Whether it can be what a recorded change has ordered.
    func isOrder(of change: RecordedChange, in record: PurchaseRecord) -> Bool {
        isOrder(change.kind, about: change.resourceID) && createdAt >= record.sentAt ?? 0
    }

    /// Whether it sold servers, and stands. Renewals, changes and refunds are about servers that another order sold.
    package var isPurchase: Bool { kind ?? .new == .new && cancelledAt == nil }
}
