public import Schema

/// What a request that buys servers tells the ledger and the money gate, whichever operation carries it.
///
/// A change of a server that was bought before is one, too: `ResourceChange`.
public protocol PurchaseRequest: Model {
    /// The operation that it is sent with.
    var operation: any APIOperation { get }
    /// The name that identifies the purchase within its project.
    var serverName: String { get }
    var serverModelName: String { get }
    /// The zone of the servers; nil where the service chooses one.
    var availabilityZone: String? { get }
    /// The image by its id; nil where the service takes one of its own.
    var image: String? { get }
    /// The key pair by its name; nil where there is none.
    var keyPair: String? { get }
    /// How many servers the order asks for.
    var count: Int { get }
    var terms: PurchaseTerms { get }

    /// Whether `call` sends exactly this, and nothing else.
    func isCarried(by call: APICall) -> Bool
    /// What came of sending it.
    func verdict(on exchange: Exchange) -> Verdict
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

    /// Compares the bytes of the body.
    public func isCarried(by call: APICall) -> Bool {
        call.body.map { $0.elementsEqual(value.json().utf8) } == true
    }

    /// Judges the answer by the servers that it names.
    public func verdict(on exchange: Exchange) -> Verdict {
        Verdict(exchange, count: count, paysAtOnce: terms.paysAtOnce)
    }
}
