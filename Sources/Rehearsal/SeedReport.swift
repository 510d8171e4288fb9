package import Emulator
package import Ledger
package import Purchasing
import Text

/// How a seed ended, and what is wrong with it.
package struct SeedReport: Hashable, Sendable {
    /// Names the story: the same seed plays it again.
    package let seed: UInt64
    /// Counts how often the script was started.
    package var runs = 0
    /// Counts the starts that ended in a kill.
    package var kills = 0
    /// Requests that reached the cloud.
    package var requests = 0
    /// Purchases in doubt that a person decided about.
    package var decisions = 0
    /// How the last run ended.
    package var ending = ExitStatus.done
    /// The error of the last run, when it was none about a purchase.
    package var error: String?
    /// Counts the servers that the script asked for in its last run.
    package var asked = 0
    /// Counts the servers that the cloud sold.
    package var bought = 0
    /// Counts the servers that the ledger knows of at the end.
    package var recorded = 0
    /// Purchases in doubt at the end.
    package var inDoubt = 0
    /// Whether starting the script once more would change nothing.
    package var isOver = false
    /// What must never happen, each a sentence.
    package var violations: [String] = []
    /// Is a hash over the whole trace: equal for two plays of one seed.
    package var digest = ""
    /// How long the story took in simulated time.
    package var duration = Duration.zero

    /// Names the columns of a report line, with tabs between them.
    package static let columns = "seed\truns\tkills\trequests\tdecided\tasked\tbought\trecorded\tin doubt\texit\ttrace"

    /// The report as a line under `columns`.
    package var line: String {
        let numbers = [runs, kills, requests, decisions, asked, bought, recorded, inDoubt, Int(ending.rawValue)]
        let words = numbers.map(String.init).joined(separator: "\t")
        return "\(seed)\t\(words)\t\(digest)" + (violations.isEmpty ? "" : "\tWRONG")
    }
}

extension SeedReport {
    /// Compares what was sold with what is recorded and what was asked for.
    ///
    /// - Parameters:
    ///   - asked: Servers by name, of the last run.
    ///   - sold: Every order of the cloud, those that came late too.
    package mutating func judge(asked: [String: Int], sold: [EmulatedOrder], records: [PurchaseRecord]) {
        self.asked = asked.values.reduce(0, +)
        bought = sold.reduce(0) { $0 + $1.servers.count }
        recorded = records.reduce(0) { $0 + $1.serverIDs.count }
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
        let known = Dictionary(records.map { ($0.key, $0) }) { first, _ in first }
        for order in sold { judge(order, known[order.request.serverName]) }
        judge(strangers: records, sold: Set(sold.flatMap(\.serverIDs)))
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
    /// Whether it sold servers, and stands. Renewals, changes and refunds are about servers that another order sold.
    package var isPurchase: Bool { kind ?? .new == .new && cancelledAt == nil }
}
