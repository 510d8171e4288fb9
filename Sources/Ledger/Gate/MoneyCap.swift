public import Clock
public import Schema

/// The most money that may be spent on something, whoever agrees, and who says so: an option or a line of a policy.
///
/// Several hold beside each other, and each can only forbid. Under one, what has no known price is refused.
public struct MoneyCap: Hashable, Sendable {
    /// What the money is added up over.
    public enum Period: String, CaseIterable, Sendable {
        /// One call, which buys up to ten servers.
        case call
        /// What this run buys.
        case run
        /// What all runs on all machines that share the ledger send for in a calendar day, or a calendar month.
        case day, month
    }

    /// How much it is; what comes to exactly this is within it.
    public let most: Decimal
    /// The ISO code of the currency; nil for whatever the account pays in. What costs another currency is refused.
    public let currency: String?
    /// What it is added up over.
    public let period: Period
    /// The zone whose days and months count.
    public let zone: CalendarZone
    /// Who says so, for people: `--allow-cost-per-day`, `policy.lua:12`.
    public let source: String

    /// Makes a cap.
    public init(
        _ most: Decimal, _ currency: String? = nil, per period: Period, in zone: CalendarZone = .utc, source: String
    ) {
        (self.most, self.currency, self.period, self.zone, self.source) = (most, currency, period, zone, source)
    }

    /// The same cap by the days and months of another zone.
    public func inZone(_ zone: CalendarZone) -> MoneyCap {
        MoneyCap(most, currency, per: period, in: zone, source: source)
    }

    /// When its period began that `now` is in, both in milliseconds since 1970; nil for those that the ledger does not add up.
    func start(at now: Int) -> Int? {
        switch period {
        case .call, .run: nil
        case .day: zone.startOfDay(now / 1000) * 1000
        case .month: zone.startOfMonth(now / 1000) * 1000
        }
    }

    /// Says it in a few words: `the limit of 50000.00 CNY a day (--allow-cost-per-day)`.
    public var words: String {
        let amount = currency.map { "\(most) \($0)" } ?? "\(most)"
        return "the limit of \(amount) a \(period.rawValue) (\(source))"
    }
}
