import CPHModel
import Schema
import Text

/// What changes orders, or makes ones about servers that exist.
extension World {
    mutating func payOrder(_ request: PayOrder) throws(Refusal) -> NoContent {
        var order = try order(request.orderID)
        guard order.waitsForPayment(at: now) else { throw Self.changed(order) }
        if request.useDiscount == .yes { try use(request.discountInfos ?? [], for: &order) }
        if request.useCoupon == .yes { try spend(request.couponInfos ?? [], on: &order) }
        order.paidAt = now
        try store([order] + effects(of: order))
        return NoContent()
    }

    /// Pays an order that waits for payment. False when there is none of that id, or it cannot be kept.
    mutating func pay(_ orderID: String) -> Bool {
        guard var order = account.order(orderID), order.waitsForPayment(at: now) else { return false }
        order.paidAt = now
        return keep([order] + effects(of: order))
    }

    mutating func cancelOrder(_ request: CancelOrder) throws(Refusal) -> NoContent {
        var order = try order(request.orderID)
        guard order.waitsForPayment(at: now) else { throw Self.changed(order) }
        order.cancelledAt = now
        try store([order])
        return NoContent()
    }

    /// Gives servers back at once; one refund order for each order that sold some of them.
    mutating func unsubscribe(_ request: Unsubscribe) throws(Refusal) -> UnsubscribeResult {
        var changed: [EmulatedOrder] = []
        for (var order, ids) in try owners(of: request.resourceIDs) {
            let refund = order.share(of: ids.count)
            for index in order.servers.indices where ids.contains(order.servers[index].serverID) {
                order.servers[index].deletedAt = now
            }
            var back = newOrder(.unsubscription, about: ids, of: order, amount: -refund, paid: true)
            back.refundOf = order.orderID
            // What was not paid in money is not given back.
            let spared = order.spared.times(ids.count, over: max(1, order.servers.count))
            if spared != 0 { back.discountOff = -spared }
            changed += [order, back]
        }
        try store(request.unsubscribeType == .resources ? changed : changed.filter { $0.kind != nil })
        var result = UnsubscribeResult()
        result.orderIDs = changed.filter { $0.kind != nil }.map(\.orderID)
        return result
    }

    /// Orders a longer period; it counts once the order is paid.
    mutating func renewResources(_ request: RenewResources) throws(Refusal) -> RenewalResult {
        var changed: [EmulatedOrder] = []
        var result = RenewalResult()
        for (order, ids) in try owners(of: request.resourceIDs) {
            var period = order
            period.request.orderParam.periodType = request.periodType
            period.request.orderParam.periodNum = request.periodNum
            let amount = price(of: period.request, count: ids.count)
            let isPaid = request.isAutoPay == .yes
            let renewal = newOrder(.renewal, about: ids, of: period, amount: amount, paid: isPaid)
            changed += [renewal] + effects(of: renewal)
            result.orderIDs = (result.orderIDs ?? []) + [renewal.orderID]
        }
        try store(changed)
        return result
    }

    mutating func setAutoRenewal(_ request: SetAutoRenewal) throws(Refusal) -> NoContent {
        try setRenewal(of: request.resourceID, to: true)
    }

    mutating func cancelAutoRenewal(_ request: CancelAutoRenewal) throws(Refusal) -> NoContent {
        try setRenewal(of: request.resourceID, to: false)
    }

    private mutating func setRenewal(of id: String, to renewsItself: Bool) throws(Refusal) -> NoContent {
        for (var order, ids) in try owners(of: [id]) {
            for index in order.servers.indices where ids.contains(order.servers[index].serverID) {
                order.servers[index].renewsItself = renewsItself
            }
            try store([order])
        }
        return NoContent()
    }

    /// The orders that sold `ids`, each with those of its servers that are asked for, in the order of `ids`.
    func owners(of ids: [String]) throws(Refusal) -> [(order: EmulatedOrder, ids: [String])] {
        var found: [(order: EmulatedOrder, ids: [String])] = []
        for id in ids {
            guard let order = account.order(owning: id), order.isPaid, order.createdAt <= now,
                order.servers.contains(where: { $0.serverID == id && $0.deletedAt == nil })
            else { throw Refusal(400, "CBC.0100", "The resource \(quoted(id)) does not exist or is not prepaid.") }
            if let index = found.firstIndex(where: { $0.order.orderID == order.orderID }) {
                if !found[index].ids.contains(id) { found[index].ids.append(id) }
            } else {
                found.append((order, [id]))
            }
        }
        return found
    }

    mutating func newOrder(
        _ kind: EmulatedOrder.Kind, about ids: [String], of original: EmulatedOrder, amount: Decimal, paid: Bool
    ) -> EmulatedOrder {
        var order = EmulatedOrder()
        order.orderID = newOrderID()
        order.productID = original.productID
        order.requestID = requestID
        order.kind = kind
        order.createdAt = now
        order.paidAt = paid ? now : nil
        order.amount = amount
        order.request = original.request
        order.about = ids
        return order
    }

    private static func changed(_ order: EmulatedOrder) -> Refusal {
        Refusal(400, "CBC.99003106", "The status of the order \(order.orderID) has changed.")
    }
}

extension EmulatedOrder {
    /// The price of `count` of its servers.
    fileprivate func share(of count: Int) -> Decimal {
        servers.isEmpty ? 0 : (amount ?? 0).times(count, over: servers.count)
    }
}
