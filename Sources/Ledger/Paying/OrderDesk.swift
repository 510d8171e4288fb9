public import CPHModel
import Schema

/// What the billing service says of an order.
public enum OrderStatus: String, CaseIterable, Sendable {
    case unpaid, paid, cancelled, expired

    var state: PurchaseState {
        switch self {
        case .unpaid: .unpaid
        case .paid: .paid
        case .cancelled: .cancelled
        case .expired: .expired
        }
    }
}

/// An order before it is paid.
public struct OrderQuote: Hashable, Sendable {
    public var status: OrderStatus
    /// Such as `12000.00 CNY`; nil where the service does not say.
    public var amount: Amount?
    /// As the service writes it, UTC; nil where it does not say.
    public var payableUntil: String?

    public init(_ status: OrderStatus) { self.status = status }
}

/// Money.
public struct Amount: Hashable, Sendable, CustomStringConvertible {
    /// In hundredths of the currency's unit.
    public let hundredths: Int
    public let currency: String

    /// Nil for what is no amount of money.
    init?(_ number: Double?, _ currency: String?) {
        guard let number, abs(number) < 1e15 else { return nil }
        (hundredths, self.currency) = (Int((number * 100).rounded()), currency ?? "")
    }

    private init(hundredths: Int, currency: String) { (self.hundredths, self.currency) = (hundredths, currency) }

    /// The sum, where all are in one currency.
    static func sum(_ amounts: [Amount]) -> Amount? {
        guard let first = amounts.first, amounts.allSatisfy({ $0.currency == first.currency }) else { return nil }
        return Amount(hundredths: amounts.reduce(0) { $0 + $1.hundredths }, currency: first.currency)
    }

    public var description: String {
        let cents = abs(hundredths) % 100
        let sign = hundredths < 0 ? "-" : ""
        let text = "\(sign)\(abs(hundredths) / 100).\(cents < 10 ? "0" : "")\(cents)"
        return currency.isEmpty ? text : "\(text) \(currency)"
    }
}

/// The billing service, as far as paying an order needs it.
public protocol OrderDesk: Sendable {
    func quote(_ orderID: String) async throws(CPHError) -> OrderQuote
    /// Pays the order. What it throws proves nothing: the status is asked afterwards.
    func pay(_ orderID: String) async throws(CPHError)
    /// Ids of the servers that the order bought, as far as the service says.
    func servers(of orderID: String) async throws(CPHError) -> [String]
}

/// The service's own calls.
public struct BillingDesk: OrderDesk {
    private let api: any CloudPhoneAPI

    public init(_ api: any CloudPhoneAPI) { self.api = api }

    public func quote(_ orderID: String) async throws(CPHError) -> OrderQuote {
        var request = ShowOrder()
        request.orderID = orderID
        guard let order = try await api.perform(Operations.showOrder, request).orderInfo, let status = order.status
        else {
            throw CPHError(
                .api, "the billing service does not say what order \(quoted(orderID)) is",
                operation: Operations.showOrder.name)
        }
        var quote = OrderQuote(try Self.status(status, orderID))
        quote.amount = Amount(order.amountAfterDiscount ?? order.officialAmount, order.currency)
        quote.payableUntil = order.pendingPaymentEndTime
        return quote
    }

    /// What is under review or being refunded is neither paid nor payable: a person must look.
    private static func status(_ number: Int, _ orderID: String) throws(CPHError) -> OrderStatus {
        switch number {
        case Order.Status.pendingPayment: return .unpaid
        case Order.Status.processing, Order.Status.completed: return .paid
        case Order.Status.cancelled: return .cancelled
        default:
            throw CPHError(
                .api, "order \(quoted(orderID)) has status \(number): it can be neither paid nor counted as paid",
                hint: "look at it in the console; 1 is reviewing, 2 pending refund, 9 to confirm",
                operation: Operations.showOrder.name)
        }
    }

    public func pay(_ orderID: String) async throws(CPHError) {
        var request = PayOrder()
        (request.orderID, request.useCoupon, request.useDiscount) = (orderID, .no, .no)
        _ = try await api.perform(Operations.payOrder, request)
    }

    public func servers(of orderID: String) async throws(CPHError) -> [String] {
        var request = ListResources()
        (request.orderID, request.onlyMainResource, request.limit) = (orderID, .mainOnly, 500)
        return try await api.perform(Operations.listResources, request).data?.compactMap(\.resourceID) ?? []
    }
}
