/// A server of the account that may belong to a purchase, with the evidence that the list gives.
struct Sighting: Hashable, Sendable {
    let id: String
    let name: String
    let orderID: String?
    /// Milliseconds since 1970, UTC; nil where the list does not say.
    let createdAt: Int?
}

/// What the account shows of a purchase whose outcome is not known.
enum Finding: Hashable, Sendable {
    /// As many servers as were asked for, in one order.
    case complete(ids: [String], orderID: String?)
    /// Some of them.
    case partial(ids: [String], orderID: String?)
    /// None. Absence in a list proves nothing: the request may still be on its way.
    case nothing
    /// More than one purchase can have made.
    case duplicate(ids: [String], orderIDs: [String])
    /// The list could not be read to its end, or no two passes agreed.
    case unreadable(String)
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
    func judge(_ sightings: [Sighting]) -> Finding {
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

/// The names that servers bought under one name have: the name itself, or with `-` and 1 to 4 digits behind it.
struct NamePattern {
    private let name: [UInt8]

    init(_ name: String) { self.name = Array(name.utf8) }

    func matches(_ shown: String) -> Bool {
        let bytes = Array(shown.utf8)
        guard bytes.starts(with: name) else { return false }
        let suffix = bytes[name.count...]
        if suffix.isEmpty { return true }
        let digits = suffix.dropFirst()
        return suffix.first == UInt8(ascii: "-") && (1...4).contains(digits.count)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
