/// A server of the account that may belong to a purchase, with the evidence that the list gives.
struct Sighting: Hashable, Sendable {
    let id: String
    let name: String
    let orderID: String?
    /// When the server was made, in milliseconds since 1970; nil where the list does not say.
    let createdAt: Int?
}

/// What is known of a purchase before the account is looked at.
struct Evidence: Hashable, Sendable {
    let name: String
    let count: Int
    /// The order that the answer named; nil without an answer or without an order in it.
    let orderID: String?
    /// The ids of servers that the answer named.
    let claimed: Set<String>
    /// The ids of servers that had the name before the send.
    let baseline: Set<String>
    /// The ids of servers that the ledger holds under other purchases.
    let others: Set<String>
    /// The names of other purchases: a server `web-1` belongs to the purchase `web-1`, not to `web`.
    let otherNames: Set<String>
    /// When the send began, in milliseconds since 1970 by the service's clock as far as it is known.
    let sentAt: Int

    /// How far the clocks may differ, in milliseconds.
    static let skew = 5 * 60 * 1000
}

extension Evidence {
    /// Decides what a complete list of servers shows. The order id is the strongest evidence, then the exact name in
    /// the time since the send.
    func judge(_ sightings: [Sighting]) -> ReconciliationResult {
        let mine = sightings.filter(isMine)
        let ids = mine.map(\.id)
        let orders = Set(mine.compactMap(\.orderID)).union(orderID.map { [$0] } ?? [])
        let strays = claimed.subtracting(others).subtracting(ids)
        if orders.count > 1 || ids.count + strays.count > count {
            return .duplicate(ids: ids + strays.sorted(), orderIDs: orders.sorted())
        }
        if ids.count == count { return .complete(ids: ids, orderID: orders.first) }
        return ids.isEmpty ? .nothing : .partial(ids: ids, orderID: orders.first)
    }

    private func isMine(_ sighting: Sighting) -> Bool {
        if baseline.contains(sighting.id) || others.contains(sighting.id) { return false }
        if let orderID, sighting.orderID == orderID { return true }
        if claimed.contains(sighting.id) { return true }
        guard NamePattern(name).matches(sighting.name), !belongsElsewhere(sighting.name) else { return false }
        return sighting.createdAt.map { $0 >= sentAt - Self.skew } ?? true
    }

    private func belongsElsewhere(_ shown: String) -> Bool {
        otherNames.contains { other in
            other != name && other.hasPrefix(name) && NamePattern(other).matches(shown)
        }
    }
}
