import Schema

/// The prices of a plan's purchases at a moment, by their names: when it was asked about, and when somebody agreed.
public struct AgreedPrices: Hashable, Sendable {
    private var byName: [String: PurchasePrice] = [:]

    /// No prices.
    public init() {}

    init(_ purchases: [PurchaseSummary], _ price: (PurchaseSummary) -> PurchasePrice?) {
        for purchase in purchases { byName[purchase.name] = price(purchase) }
    }

    /// Whether nobody had a price.
    public var isEmpty: Bool { byName.isEmpty }

    subscript(purchase: PurchaseSummary) -> PurchasePrice? { byName[purchase.name] }

    /// What these come to together; nil where one of them has no price here, or currencies differ.
    public func sum(of purchases: [PurchaseSummary]) -> PurchasePrice? {
        let known = purchases.compactMap { self[$0] }
        return known.count == purchases.count ? PurchasePrice.sum(known) : nil
    }

    /// Whether both have the same to pay for each of these.
    func agrees(with other: AgreedPrices, for purchases: [PurchaseSummary]) -> Bool {
        purchases.allSatisfy { self[$0]?.amount == other[$0]?.amount }
    }

    /// These, and the other ones where there are none.
    func filled(from other: AgreedPrices) -> AgreedPrices {
        var filled = self
        filled.byName.merge(other.byName) { own, _ in own }
        return filled
    }
}

extension AgreedPrices {
    /// The prices as a line of the ledger has them; nil where there are none.
    var value: Value? {
        guard !isEmpty else { return nil }
        let rows = byName.sorted { $0.key < $1.key }
        return .object(Object(uniqueMembers: rows.map { Object.Member($0.key, .object($0.value.detail)) }))
    }

    /// Reads what `value` wrote.
    init(_ value: Value?) {
        for (name, price) in value?.members ?? [:] { byName[name] = PurchasePrice(price.members) }
    }
}
