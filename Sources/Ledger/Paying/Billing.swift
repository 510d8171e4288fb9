public import CPHModel
import Clock
import Schema
import Text

/// The billing service, as far as paying an order needs it.
public protocol Billing: Sendable {
    /// Asks what the order is now and what it costs.
    func quote(_ orderID: String) async throws(CPHError) -> OrderQuote
    /// Pays the order. What it throws proves nothing: the status is asked afterwards.
    func pay(_ orderID: String) async throws(CPHError)
    /// Lists the servers that the order bought, as far as the service says.
    func servers(of orderID: String) async throws(CPHError) -> [BilledServer]
    /// Looks an order up.
    func order(_ orderID: String) async throws(CPHError) -> BilledOrder
    /// Lists what was newly ordered at or after a time in seconds since 1970, the newest first.
    func orders(since unixSeconds: Int) async throws(CPHError) -> [BilledOrder]
}

/// Pays by the calls of Huawei's billing service.
public struct BillingService: Billing {
    private let api: any CloudPhoneAPI

    /// Makes a billing service out of any API that has the billing calls.
    public init(_ api: any CloudPhoneAPI) { self.api = api }

    /// Asks for the order's status, its price after discount, and how long it can be paid.
    ///
    /// - Throws: `CPHError` when the order is not found, is under review or is being refunded.
    public func quote(_ orderID: String) async throws(CPHError) -> OrderQuote {
        let order = try await show(orderID)
        guard let status = order.status else { throw Self.silence(about: orderID) }
        var quote = OrderQuote(try Self.status(status, orderID))
        quote.amount = Amount(order.amountAfterDiscount ?? order.officialAmount, order.currency)
        quote.payableUntil = order.pendingPaymentEndTime
        return quote
    }

    /// Reads the service's number for a status. An order that is under review or being refunded is neither paid nor
    /// payable, and a person must look: that is an error.
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

    /// Pays the whole order, without coupons and discounts: those could change the price that was agreed to.
    public func pay(_ orderID: String) async throws(CPHError) {
        var request = PayOrder()
        (request.orderID, request.useCoupon, request.useDiscount) = (orderID, .no, .no)
        _ = try await api.perform(Operations.payOrder, request)
    }

    /// Lists up to 500 main resources of the order, which are its servers.
    public func servers(of orderID: String) async throws(CPHError) -> [BilledServer] {
        var request = ListResources()
        (request.orderID, request.onlyMainResource, request.limit) = (orderID, .mainOnly, 500)
        return try await api.perform(Operations.listResources, request).data?.compactMap { resource in
            resource.resourceID.map { BilledServer(id: $0, name: resource.resourceName) }
        } ?? []
    }

    /// Looks an order up, whatever its status.
    public func order(_ orderID: String) async throws(CPHError) -> BilledOrder {
        guard let order = BilledOrder(try await show(orderID)) else { throw Self.silence(about: orderID) }
        return order
    }

    /// Lists new orders page by page, to the end.
    public func orders(since unixSeconds: Int) async throws(CPHError) -> [BilledOrder] {
        var found: [BilledOrder] = []
        var received = 0
        for _ in 0..<Self.pages {
            var request = ListOrders()
            request.createTimeBegin = ISOTime.text(unixSeconds: unixSeconds)
            (request.orderType, request.limit, request.offset) = (.new, 100, received)
            let list = try await api.perform(Operations.listOrders, request)
            guard let orders = list.orderInfos ?? (list.totalCount == 0 ? [] : nil) else {
                throw CPHError(.api, "the answer is no list of orders", operation: Operations.listOrders.name)
            }
            found += orders.compactMap(BilledOrder.init)
            received += orders.count
            if orders.isEmpty || received == list.totalCount { return found }
        }
        throw CPHError(.api, "the list of orders does not end", operation: Operations.listOrders.name)
    }

    private static let pages = 1000

    private func show(_ orderID: String) async throws(CPHError) -> Order {
        var request = ShowOrder()
        request.orderID = orderID
        guard let order = try await api.perform(Operations.showOrder, request).orderInfo else {
            throw Self.silence(about: orderID)
        }
        return order
    }

    private static func silence(about orderID: String) -> CPHError {
        CPHError(
            .api, "the billing service does not say what order \(quoted(orderID)) is",
            operation: Operations.showOrder.name)
    }
}
