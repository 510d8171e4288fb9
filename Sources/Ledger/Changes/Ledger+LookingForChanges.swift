import CPHModel
import Clock
import Schema
import Text

// What the account shows of a change that is in doubt: the server itself, then the orders of the time.
extension Ledger {
    /// Finds out whether a change was carried out. What the server is like decides; an order counts where the billing service lists
    /// the server under it.
    func look(_ change: RecordedChange, _ record: PurchaseRecord) async -> ReconciliationResult {
        do throws(CPHError) {
            let isDone = try await isDone(change, record)
            let order = try? await order(of: change, record)
            // What has come about was paid; an order beside it would count as one that waits.
            if isDone { return .complete(ids: [], orderID: record.paysAtOnce ? order ?? record.orderID : nil) }
            return (order ?? record.orderID).map { .ordered(orderID: $0) } ?? .nothing
        } catch { return .unreadable(error.message) }
    }

    private func isDone(_ change: RecordedChange, _ record: PurchaseRecord) async throws(CPHError) -> Bool {
        if change.kind == .modelChange { return try await hasNewModel(change, record) }
        let server = try await prepaidServer(change.resourceID).server
        switch change.kind {
        case .renewal: return server.map { isRenewed($0, change) } ?? false
        // That a list does not have it proves nothing by itself: the service's own word is needed, too.
        case .unsubscription:
            if let server { return server.isClosed }
            return try await modelName(of: change.resourceID) == nil
        case .autoRenewal: return server?.renewsItself ?? false
        case .autoRenewalStop: return server.map { !$0.renewsItself } ?? false
        case .modelChange: return false
        }
    }

    /// Whether the period goes on for as long as was ordered; two days are left to how services count months.
    private func isRenewed(_ server: PrepaidServer, _ change: RecordedChange) -> Bool {
        guard let end = change.end, let newEnd = change.newEnd else { return false }
        return server.end > end && server.end >= newEnd - Self.monthSkew
    }

    private static let monthSkew = 2 * 24 * 3_600_000

    private func hasNewModel(_ change: RecordedChange, _ record: PurchaseRecord) async throws(CPHError) -> Bool {
        let wanted = (try? Value(json: record.request))?.members?["new_server_model_name"]?.text
        let model = try await modelName(of: change.resourceID)
        return wanted != nil && model == wanted
    }

    /// The order of that time and kind under which the billing service lists the server; nil where there is none, or several, or
    /// more orders than can be looked at one by one.
    private func order(of change: RecordedChange, _ record: PurchaseRecord) async throws(CPHError) -> String? {
        guard record.orderID == nil, let sentAt = record.sentAt else { return nil }
        let free = try await freeOrders(of: change.kind, since: sentAt)
        guard free.count <= Self.mostOrders else { return nil }
        var own: [String] = []
        for order in free {
            let servers = try await BillingService(inner).servers(of: order.id)
            if servers.contains(where: { $0.id == change.resourceID }) { own.append(order.id) }
        }
        return own.count == 1 ? own[0] : nil
    }

    private static let mostOrders = 50

    /// The orders of a kind that were made since then and belong to nobody here.
    func freeOrders(of kind: ChangeKind, since sentAt: Int) async throws(CPHError) -> [BilledOrder] {
        guard let type = kind.orderType else { return [] }
        let orders = try await BillingService(inner).orders(type, since: (sentAt - Evidence.skew) / 1000)
        return try journalled { () throws(JournalError) in
            var free: [BilledOrder] = []
            for order in orders where !order.isCancelled {
                if try journal.owner(ofOrder: order.id) == nil { free.append(order) }
            }
            return free
        }
    }
}

extension ChangeKind {
    /// The type of the orders that it makes; nil where it orders nothing.
    fileprivate var orderType: OrderTypeFilter? {
        switch self {
        case .renewal: .renewal
        case .unsubscription: .unsubscription
        case .modelChange: .change
        case .autoRenewal, .autoRenewalStop: nil
        }
    }
}
