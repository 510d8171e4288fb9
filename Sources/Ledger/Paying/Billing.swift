public import CPHModel
import Clock
import Schema
import Text

/// The billing service, as far as paying an order needs it.
public protocol Billing: Sendable {
    /// Asks what the order is now and what it costs.
    func quote(_ orderID: String) async throws(CPHError) -> OrderQuote
    /// Pays the order, with the coupons and the discount that were chosen. What it throws proves nothing: the status is asked
    /// afterwards.
    func pay(_ orderID: String, with choice: PaymentChoice) async throws(CPHError)
    /// Lists the servers that the order bought, as far as the service says.
    func servers(of orderID: String) async throws(CPHError) -> [BilledServer]
    /// Looks an order up.
    func order(_ orderID: String) async throws(CPHError) -> BilledOrder
    /// Lists what was newly ordered at or after a time in seconds since 1970, the newest first.
    func orders(since unixSeconds: Int) async throws(CPHError) -> [BilledOrder]
    /// Lists orders of every kind that were made at or after a time in seconds since 1970.
    ///
    /// - Parameter now: The time in seconds since 1970.
    func bill(since unixSeconds: Int, now: Int) async throws(CPHError) -> [BilledOrder]
    /// Lists the ids of the orders that wait for payment.
    func unpaidOrders() async throws(CPHError) -> Set<String>
    /// Asks what an order of the kind that gives something back gave back, and of which orders.
    func refunds(by orderID: String) async throws(CPHError) -> [BilledRefund]
    /// Lists the coupons and discounts that an order can be paid with.
    func savings(for orderID: String) async throws(CPHError) -> OrderSavings
}

/// Pays by the calls of Huawei's billing service.
public struct BillingService: Billing {
    private let api: any CloudPhoneAPI

    /// Makes a billing service out of any API that has the billing calls.
    public init(_ api: any CloudPhoneAPI) { self.api = api }

    /// Asks for the order's status, its price after discount, how long it can be paid, and when and with what it was.
    ///
    /// - Throws: `CPHError` when the order is not found, is under review or is being refunded.
    public func quote(_ orderID: String) async throws(CPHError) -> OrderQuote {
        let order = try await show(orderID)
        guard let number = order.status else { throw Self.silence(about: orderID) }
        guard let status = OrderStatus(number: number) else {
            throw CPHError(
                .api, "order \(quoted(orderID)) has status \(number): it can be neither paid nor counted as paid",
                hint: "look at it in the console; 1 is reviewing, 2 pending refund, 9 to confirm",
                operation: Operations.showOrder.name)
        }
        return OrderQuote(status, order)
    }

    /// Pays the whole order, without coupons and discounts unless some were chosen: those change the price that was agreed to.
    public func pay(_ orderID: String, with choice: PaymentChoice) async throws(CPHError) {
        _ = try await api.perform(Operations.payOrder, choice.request(for: orderID))
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
        try await orders(.new, since: unixSeconds)
    }

    /// Lists orders of a type that were made at or after a time in seconds since 1970, page by page, to the end.
    func orders(_ type: OrderTypeFilter, since unixSeconds: Int) async throws(CPHError) -> [BilledOrder] {
        var request = ListOrders()
        (request.createTimeBegin, request.orderType) = (ISOTime.text(unixSeconds: unixSeconds), type)
        return try await list(request)
    }

    /// Lists orders page by page, a part of a year at a time: the service takes no longer times.
    public func bill(since unixSeconds: Int, now: Int) async throws(CPHError) -> [BilledOrder] {
        var found: [BilledOrder] = []
        for begin in stride(from: unixSeconds, through: max(now, unixSeconds), by: Self.longestTime) {
            var request = ListOrders()
            request.createTimeBegin = ISOTime.text(unixSeconds: begin)
            let end = begin + Self.longestTime
            // The last part has no end: the service's clock may be ahead of this one.
            if end <= now { request.createTimeEnd = ISOTime.text(unixSeconds: end) }
            found += try await list(request)
        }
        return found
    }

    /// Lists the orders that wait for payment page by page, to the end.
    public func unpaidOrders() async throws(CPHError) -> Set<String> {
        var request = ListOrders()
        request.status = .pendingPayment
        return Set(try await list(request).map(\.id))
    }

    /// Asks for the parts of a refund.
    public func refunds(by orderID: String) async throws(CPHError) -> [BilledRefund] {
        var request = ShowRefund()
        request.orderID = orderID
        return BilledRefund.all(in: try await api.perform(Operations.showRefund, request).refundInfos ?? [])
    }

    /// Asks for discounts, then for coupons.
    public func savings(for orderID: String) async throws(CPHError) -> OrderSavings {
        var (coupons, discounts) = (ListOrderCoupons(), ListOrderDiscounts())
        (coupons.orderID, discounts.orderID) = (orderID, orderID)
        let offered = try await api.perform(Operations.listOrderDiscounts, discounts)
        return OrderSavings(try await api.perform(Operations.listOrderCoupons, coupons), offered, of: orderID)
    }

    private func list(_ asked: ListOrders) async throws(CPHError) -> [BilledOrder] {
        var (found, seen): ([BilledOrder], Set<String>) = ([], [])
        var received = 0
        for _ in 0..<Self.pages {
            var request = asked
            (request.limit, request.offset) = (100, received)
            let list = try await api.perform(Operations.listOrders, request)
            guard let orders = list.orderInfos ?? (list.totalCount == 0 ? [] : nil) else {
                throw CPHError(.api, "the answer is no list of orders", operation: Operations.listOrders.name)
            }
            // Orders that are made meanwhile shift the pages.
            found += orders.compactMap(BilledOrder.init).filter { seen.insert($0.id).inserted }
            received += orders.count
            if orders.isEmpty || received == list.totalCount { return found }
        }
        throw CPHError(.api, "the list of orders does not end", operation: Operations.listOrders.name)
    }

    /// Less than a year, in seconds.
    private static let longestTime = 360 * 86_400
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
