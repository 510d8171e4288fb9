/// A server of the account that may belong to a purchase, with the evidence that the list gives.
struct Sighting: Hashable, Sendable {
    let id: String
    let name: String
    let orderID: String?
    /// Milliseconds since 1970, UTC; nil where the list does not say.
    let createdAt: Int?
}

/// What is known of a purchase before the account is looked at.
struct Evidence: Hashable, Sendable {
    let name: String
    let count: Int
    /// From the answer, where one came.
    let orderID: String?
    /// Servers that the answer named.
    let claimed: Set<String>
    /// Servers that had the name before the send.
    let baseline: Set<String>
    /// Servers that the ledger holds under other purchases.
    let others: Set<String>
    /// Other purchases' names: a server `web-1` belongs to the purchase `web-1`, not to `web`.
    let otherNames: Set<String>
    /// Milliseconds since 1970, on the service's clock as far as known.
    let sentAt: Int

    /// Clocks may differ by this much, in milliseconds.
    static let skew = 5 * 60 * 1000
}

extension Evidence {
    /// Weighs a complete list. The order id is the strongest evidence, then the exact name in the time since the send.
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
