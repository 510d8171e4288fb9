import CPHModel
import Schema
import Text

/// Coupons and discounts of the catalogue, and what of an order is paid with them; without a catalogue there are none.
extension World {
    func listCoupons(_ query: ListOrderCoupons) throws(Refusal) -> OrderCouponList {
        let order = try order(query.orderID)
        guard order.waitsForPayment(at: now) else { return OrderCouponList(listing: []) }
        return OrderCouponList(listing: (settings.catalogue?.coupons ?? []).compactMap(usable))
    }

    func listDiscounts(_ query: ListOrderDiscounts) throws(Refusal) -> OrderDiscountList {
        let order = try order(query.orderID)
        var list = OrderDiscountList()
        list.discounts =
            order.waitsForPayment(at: now)
            ? (settings.catalogue?.discounts ?? []).map { entry in
                var item = DiscountedItem()
                item.orderLineItemIDs = ["\(order.orderID)-000001"]
                item.discountMode = entry.percentOff == nil ? 2 : 0
                item.discountAmount = entry.off(order.toPay)
                var discounted = DiscountedOrder()
                (discounted.orderID, discounted.orderLineItems) = (order.orderID, [item])
                var discount = AvailableDiscount()
                (discount.discountID, discount.discountType) = (entry.discountID, entry.discountType.rawValue)
                discount.discountValue =
                    entry.percentOff.map { "\(Decimal(100 - $0).times(1, over: 100))" }
                    ?? entry.amountOff.map { "\($0)" }
                discount.orders = [discounted]
                return discount
            } : []
        return list
    }

    /// The coupon with what is left of it; nil where it can't be used now.
    private func usable(_ coupon: AvailableCoupon) -> AvailableCoupon? {
        let time = Timestamp(milliseconds: now).iso
        guard let id = coupon.couponID, coupon.status ?? 2 == 2, coupon.effectiveTime ?? "" <= time,
            coupon.expireTime ?? "9" > time
        else { return nil }
        let spent = account.orders.flatMap { $0.coupons ?? [] }.filter { $0.id == id }
        let left = (coupon.faceValue ?? 0) - spent.map(\.amount).reduce(.zero, +)
        guard left > 0 else { return nil }
        var usable = coupon
        (usable.status, usable.balance, usable.couponType) = (2, left, coupon.couponType ?? 1)
        (usable.measureID, usable.couponVersion, usable.couponGroup) = (1, coupon.couponVersion ?? 2, 0)
        return usable
    }

    /// Takes the discount that was chosen off what is to pay.
    func use(_ choices: [DiscountChoice], for order: inout EmulatedOrder) throws(Refusal) {
        for choice in choices {
            let entry = settings.catalogue?.discounts?.first { entry in
                entry.discountID == choice.id && entry.discountType == choice.type
            }
            guard let entry else { throw Self.missing(choice.id) }
            (order.discountOff, order.discount) = (entry.off(order.toPay), choice)
        }
    }

    /// Pays with the coupons that were chosen as far as they reach, in their order.
    func spend(_ choices: [OrderCoupon], on order: inout EmulatedOrder) throws(Refusal) {
        let known = settings.catalogue?.coupons ?? []
        for choice in choices {
            guard let coupon = known.first(where: { $0.couponID == choice.id }).flatMap(usable),
                CouponType(listed: coupon.couponType) == choice.type,
                order.coupons?.contains(where: { $0.id == choice.id }) != true
            else { throw Self.missing(choice.id) }
            var spent = SpentCoupon()
            (spent.id, spent.type) = (choice.id, choice.type)
            spent.amount = min(coupon.balance ?? 0, order.toPay - order.couponAmount)
            order.coupons = (order.coupons ?? []) + [spent]
        }
    }

    private static func missing(_ id: String) -> Refusal {
        Refusal(400, "CBC.0100", "The coupon or discount \(quoted(id)) does not exist.")
    }

    /// What an order's amounts are made of.
    func amounts(of order: EmulatedOrder) -> OrderAmounts {
        var amounts = OrderAmounts()
        amounts.discounts = [Self.discount(on: order.amount ?? 0)]
        if let choice = order.discount {
            var discount = OrderDiscount()
            (discount.discountType, discount.discountAmount) = (String(choice.type.rawValue), order.discountOff)
            amounts.discounts?.append(discount)
        }
        let spent = { (types: Set<CouponType>) -> Decimal? in
            let parts = (order.coupons ?? []).filter { types.contains($0.type) }
            return parts.isEmpty ? nil : parts.map(\.amount).reduce(.zero, +)
        }
        amounts.couponAmount = spent([.voucher, .discount])
        amounts.flexipurchaseCouponAmount = spent([.cash])
        amounts.storedCardAmount = spent([.storedValue])
        return amounts
    }

    func showRefund(_ query: ShowRefund) throws(Refusal) -> RefundDetail {
        let order = try order(query.orderID)
        guard order.kind == .unsubscription else {
            throw Refusal(400, "CBC.0100", "The order \(order.orderID) is no refund.")
        }
        var refund = OrderRefund()
        refund.id = "\(order.orderID)-000001"
        (refund.amount, refund.measureID, refund.customerID) = (order.toPay, "1", owner.id)
        (refund.serviceTypeCode, refund.serviceTypeName) = (Self.serviceType, "Cloud Phone Host")
        (refund.resourceTypeCode, refund.resourceTypeName) = (Self.serverType, "Cloud phone server")
        refund.regionCode = settings.region
        refund.baseOrderID = order.refundOf ?? order.about?.first.flatMap { account.order(owning: $0)?.orderID }
        var detail = RefundDetail()
        (detail.totalCount, detail.refundInfos) = (1, [refund])
        return detail
    }
}

extension EmulatedOrder {
    /// What is to be paid, or given back where it is below zero, before coupons.
    var toPay: Decimal { World.discounted(amount ?? 0) - (discountOff ?? 0) }

    /// What was paid with coupons.
    var couponAmount: Decimal { (coupons ?? []).map(\.amount).reduce(.zero, +) }

    /// What a discount chosen at the payment and coupons spared.
    var spared: Decimal { (discountOff ?? 0) + couponAmount }
}

extension OrderCouponList {
    fileprivate init(listing coupons: [AvailableCoupon]) {
        self.init()
        (count, userCoupons) = (coupons.count, coupons)
        couponMaxUseQuantity = Set(coupons.compactMap(\.couponType)).sorted().map { type in
            var quantity = CouponQuantity()
            (quantity.couponType, quantity.couponGroup, quantity.useQuantityValue) = (type, 0, 3)
            return quantity
        }
    }
}
