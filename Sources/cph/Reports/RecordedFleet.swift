import Clock
import Ledger
import Schema

/// The servers that the ledger knows of, with the month in which each ends: bought for so long, renewed, or unsubscribed.
struct RecordedFleet {
    /// A server, or one that an order is known to have bought and whose id is not known yet.
    struct Server {
        let zone, subnet: String
        /// The month in which what is paid ends: `2027-01`, in UTC.
        var month: String
        /// Whether the service renews it by itself then.
        var renewsItself = false
    }

    private(set) var servers: [String: Server] = [:]
    /// Servers that may have been bought, by zone and subnet.
    private(set) var doubtful: [[String]: Int] = [:]

    init(_ entries: [PurchaseEntry]) {
        let real = entries.filter { !$0.record.state.maySend && $0.record.bill.status?.isGone != true }
        // What is changed was bought before, also within the second that entries tell.
        for entry in real where entry.record.change == nil { add(entry) }
        for record in real.map(\.record).sorted(by: { $0.time < $1.time }) { change(record) }
    }

    private mutating func add(_ entry: PurchaseEntry) {
        let record = entry.record
        let (zone, subnet) = (record.availabilityZone ?? "any zone", Self.subnets(of: record))
        if entry.inDoubt > 0 { doubtful[[zone, subnet], default: 0] += entry.inDoubt }
        let end = CivilTime(unixSeconds: record.time / 1000).adding(months: record.months).unixSeconds
        let month = String(ISOTime.text(unixSeconds: end).prefix(7))
        let renewsItself = Self.renewsItself(record)
        for index in 0..<entry.bought {
            let id = index < record.serverIDs.count ? record.serverIDs[index] : "\(record.scope) \(record.key) \(index)"
            servers[id] = Server(zone: zone, subnet: subnet, month: month, renewsItself: renewsItself)
        }
    }

    private mutating func change(_ record: PurchaseRecord) {
        guard let change = record.change, !record.state.isInDoubt else { return }
        switch change.kind {
        case .unsubscription: servers[change.resourceID] = nil
        case .autoRenewal: servers[change.resourceID]?.renewsItself = true
        case .autoRenewalStop: servers[change.resourceID]?.renewsItself = false
        case .renewal:
            guard let end = change.newExpireTime else { return }
            // Of a server that was bought elsewhere nobody knows here where it stands.
            servers[change.resourceID, default: Server(zone: "not known", subnet: "not known", month: "")].month =
                String(end.prefix(7))
        case .modelChange: break
        }
    }

    private static func renewsItself(_ record: PurchaseRecord) -> Bool {
        let request = (try? Value(json: record.request))?.members
        let order = request?["order_param"] ?? request?["extend_param"]
        return order?.members?["is_auto_renew"]?.integer == 1
    }

    private static func subnets(of record: PurchaseRecord) -> String {
        let nics = (try? Value(json: record.request))?.members?["nics"]?.items ?? []
        let names = nics.compactMap { $0.members?["subnet_id"]?.text }
        return names.isEmpty ? "not known" : names.joined(separator: " + ")
    }
}
