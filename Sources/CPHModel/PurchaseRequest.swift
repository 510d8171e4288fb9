public import Schema

/// What a request that buys servers tells the ledger and the money gate, whichever operation carries it.
public protocol PurchaseRequest: Model {
    /// The call that it is sent with.
    static var operation: any APIOperation { get }
    /// The name that identifies the purchase within its project.
    var serverName: String { get }
    var serverModelName: String { get }
    /// The zone of the servers; nil where the service chooses one.
    var availabilityZone: String? { get }
    /// How many servers the order asks for.
    var count: Int { get }
    var terms: PurchaseTerms { get }
}

/// How long an order is for, and how it is paid.
public struct PurchaseTerms: Hashable, Sendable {
    public let period: PeriodType
    /// The number of months or years.
    public let number: Int
    /// Whether the order is paid when it is made; otherwise it waits for payment.
    public let paysAtOnce: Bool
    public let renewsItself: Bool

    /// Makes terms that no request stands behind, such as recorded ones.
    public init(period: PeriodType, number: Int, paysAtOnce: Bool, renewsItself: Bool) {
        (self.period, self.number, self.paysAtOnce, self.renewsItself) = (period, number, paysAtOnce, renewsItself)
    }

    init(_ period: PeriodType, _ number: Int, _ pay: AutoPay?, _ renew: AutoRenew?) {
        self.init(period: period, number: number, paysAtOnce: pay == .yes, renewsItself: renew == .yes)
    }

    /// The months that one server is bought for.
    public var months: Int { period == .year ? 12 * number : number }
}

extension PurchaseRequest {
    /// The months that one server is bought for.
    public var months: Int { terms.months }
}
