import Schema

/// Sums of purchases: a row for each group and currency, so that no two currencies are ever added.
public struct PurchaseReport: Hashable, Sendable {
    /// What purchases are put together by; the words are those of `--by`.
    public enum Grouping: String, CaseIterable, Sendable {
        case day, month, user, plan, zone, model

        func key(of entry: PurchaseEntry) -> String? {
            switch self {
            case .day: String(entry.time.prefix(10))
            case .month: String(entry.time.prefix(7))
            case .user: entry.user
            case .plan: entry.record.plan?.name
            case .zone: entry.record.availabilityZone
            case .model: entry.record.serverModelName
            }
        }
    }

    /// What one group comes to, in one currency.
    public struct Row: Hashable, Sendable {
        /// The day, the user and so on; nil for purchases that have none.
        public let key: String?
        /// The currency's code; nil for purchases of which nobody knows yet what they come to.
        public let currency: String?
        /// How many purchases there are.
        public fileprivate(set) var purchases = 0
        /// How many servers they bought.
        public fileprivate(set) var servers = 0
        /// The same times the months of each.
        public fileprivate(set) var serverMonths = 0
        /// How many servers more may have been bought.
        public fileprivate(set) var inDoubt = 0
        private var sum = Decimal.zero
        private var (paidSum, refundSum) = (Decimal.zero, Decimal.zero)
        private var isPaymentKnown = false

        fileprivate init(key: String?, currency: String?) { (self.key, self.currency) = (key, currency) }

        /// What they come to; nil where nobody knows.
        public var amount: Amount? {
            currency.flatMap { Amount(sum, $0) }
        }

        /// What of it is paid in money, as far as the ledger knows; nil where it knows of none.
        public var paid: Amount? { isPaymentKnown ? currency.flatMap { Amount(paidSum, $0) } : nil }

        /// What was given back of it, as far as the ledger knows.
        public var refunded: Amount? { isPaymentKnown ? currency.flatMap { Amount(refundSum, $0) } : nil }

        /// - Parameter told: The refund orders that purchases tell of.
        fileprivate mutating func add(_ entry: PurchaseEntry, besides told: Set<String>) {
            purchases += 1
            servers = servers.plus(entry.bought)
            serverMonths = serverMonths.plus(entry.serverMonths)
            inDoubt = inDoubt.plus(entry.inDoubt)
            guard let amount = entry.amount else { return }
            let bill = entry.record.bill
            // The order of an unsubscription is no purchase below nothing: what it gives back stands with what was bought.
            guard amount.number >= .zero else {
                isPaymentKnown = true
                if !told.contains(entry.record.orderID ?? "") { refundSum = refundSum - amount.number }
                return
            }
            sum = sum + amount.number
            isPaymentKnown = isPaymentKnown || bill.status != nil
            if let paid = bill.paid, paid.currency == amount.currency { paidSum = paidSum + paid.number }
            for refund in bill.refunds where refund.amount.currency == amount.currency {
                refundSum = refundSum + refund.amount.number
            }
        }
    }

    /// What it is put together by.
    public let grouping: Grouping
    /// In the order of the keys, purchases without one last.
    public private(set) var rows: [Row] = []
    /// What all of it comes to, a row for each currency.
    public private(set) var totals: [Row] = []

    /// Adds up what was bought or may have been; what was refused, cancelled or never sent costs nothing and is left out.
    public init(_ entries: [PurchaseEntry], by grouping: Grouping) {
        self.grouping = grouping
        let entries = entries.filter { !$0.record.state.maySend && $0.record.bill.status?.isGone != true }
        let told = entries.reduce(into: Set<String>()) { $0.formUnion($1.record.bill.refundOrders) }
        rows = Self.sums(entries, told, grouping.key)
        totals = Self.sums(entries, told) { _ in nil }
    }

    private static func sums(
        _ entries: [PurchaseEntry], _ told: Set<String>, _ key: (PurchaseEntry) -> String?
    ) -> [Row] {
        var rows: [[String?]: Row] = [:]
        for entry in entries {
            let place = [key(entry), entry.amount?.currency]
            rows[place, default: Row(key: place[0], currency: place[1])].add(entry, besides: told)
        }
        return rows.values.sorted { isBefore($0.key, $1.key) ?? isBefore($0.currency, $1.currency) ?? false }
    }

    /// Which of two words comes first, what is missing last; nil where they are the same.
    private static func isBefore(_ first: String?, _ second: String?) -> Bool? {
        if first == second { return nil }
        guard let first else { return false }
        return second.map { first < $0 } ?? true
    }
}
