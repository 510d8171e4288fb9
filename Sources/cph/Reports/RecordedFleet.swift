import Clock
import Ledger
import Schema

/// The servers that the ledger knows of, with the month in which each ends: bought for so long, renewed, or unsubscribed.
struct RecordedFleet {
    /// A server, or one that an order is known to have bought and whose id is not known yet.
    struct Server {
        let zone, subnet: String
        /// `2027-01`, in UTC.
        var month: String
    }

    private(set) var servers: [String: Server] = [:]
    /// Servers that may have been bought, by zone and subnet.
    private(set) var doubtful: [[String]: Int] = [:]

    /// - Parameter entries: The oldest first.
    init(_ entries: [PurchaseEntry]) {
        for entry in entries where !entry.record.state.maySend && entry.record.bill.status?.isGone != true {
            add(entry)
        }
    }

    private mutating func add(_ entry: PurchaseEntry) {
        let record = entry.record
        guard record.change == nil else { return change(record) }
        let (zone, subnet) = (record.availabilityZone ?? "any zone", Self.subnets(of: record))
        if entry.inDoubt > 0 { doubtful[[zone, subnet], default: 0] += entry.inDoubt }
        let end = CivilTime(unixSeconds: record.time / 1000).adding(months: record.months).unixSeconds
        let month = String(ISOTime.text(unixSeconds: end).prefix(7))
        for index in 0..<entry.bought {
            let id = index < record.serverIDs.count ? record.serverIDs[index] : "\(record.scope) \(record.key) \(index)"
            servers[id] = Server(zone: zone, subnet: subnet, month: month)
        }
    }

    private mutating func change(_ record: PurchaseRecord) {
        guard let change = record.change, !record.state.isInDoubt else { return }
        if change.kind == .unsubscription { servers[change.resourceID] = nil }
        if change.kind == .renewal, let end = change.newExpireTime {
            // Of a server that was bought elsewhere nobody knows here where it stands.
            servers[change.resourceID, default: Server(zone: "not known", subnet: "not known", month: "")].month =
                String(end.prefix(7))
        }
    }

    private static func subnets(of record: PurchaseRecord) -> String {
        let nics = (try? Value(json: record.request))?.members?["nics"]?.items ?? []
        let names = nics.compactMap { $0.members?["subnet_id"]?.text }
        return names.isEmpty ? "not known" : names.joined(separator: " + ")
    }
}
