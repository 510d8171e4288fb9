/// Orders and money: the billing service, which is one for all regions.
extension Operations {
    static let orders: [any APIOperation] = [
        showOrder, listOrders, payOrder, cancelOrder, listResources, unsubscribe, renewResources, setAutoRenewal,
        cancelAutoRenewal, ratePrices, rateRenewals, listServiceTypes, listServiceResources, showRefund,
        listOrderCoupons, listOrderDiscounts,
    ]

    public static let showOrder = Operation<ShowOrder, OrderDetail>(
        "show_customer_order_details", .bss, .get, "/v2/orders/customer-orders/details/{order_id}", .read,
        doc: "Shows an order: whether it is paid, and what it costs")

    public static let listOrders = Operation<ListOrders, OrderList>(
        "list_customer_orders", .bss, .get, "/v2/orders/customer-orders", .read,
        doc: "Lists orders page by page, the newest first")

    public static let payOrder = Operation<PayOrder, NoContent>(
        "pay_orders", .bss, .post, "/v3/orders/customer-orders/pay", .payment,
        doc: "Pays an order that waits for payment; its servers are built from then on")

    public static let cancelOrder = Operation<CancelOrder, NoContent>(
        "cancel_customer_order", .bss, .put, "/v2/orders/customer-orders/cancel", .change,
        doc: "Cancels an order that waits for payment")

    /// The path is spelled as the service spells it.
    public static let listResources = Operation<ListResources, ResourceList>(
        "list_pay_per_use_customer_resources", .bss, .post, "/v2/orders/suscriptions/resources/query", .read,
        doc: "Lists prepaid resources, above all the servers of an order; the name is Huawei's")

    public static let unsubscribe = Operation<Unsubscribe, UnsubscribeResult>(
        "cancel_resources_subscription", .bss, .post, "/v2/orders/subscriptions/resources/unsubscribe", .change,
        doc: "Gives back up to 10 prepaid servers for a refund; they are deleted. cph.renewals does it once")

    public static let renewResources = Operation<RenewResources, RenewalResult>(
        "renewal_resources", .bss, .post, "/v2/orders/subscriptions/resources/renew", .payment,
        doc: "Orders a longer period for up to 10 prepaid servers, as often as it is called; cph.renewals does it once")

    public static let setAutoRenewal = Operation<SetAutoRenewal, NoContent>(
        "auto_renewal_resources", .bss, .post, "/v2/orders/subscriptions/resources/autorenew/{resource_id}", .payment,
        doc: "Lets a prepaid server renew itself when its period ends. cph.renewals does it once")

    public static let cancelAutoRenewal = Operation<CancelAutoRenewal, NoContent>(
        "cancel_auto_renewal_resources", .bss, .delete,
        "/v2/orders/subscriptions/resources/autorenew/{resource_id}", .change,
        doc: "Stops a prepaid server from renewing itself")

    public static let ratePrices = Operation<RatePrices, PriceList>(
        "list_rate_on_period_detail", .bss, .post, "/v2/bills/ratings/period-resources/subscribe-rate", .read,
        doc: "Asks what prepaid products cost; best effort, as CPH's product codes are not documented")

    public static let rateRenewals = Operation<RateRenewals, RenewalPriceList>(
        "list_renew_rate_on_period", .bss, .post, "/v2/bills/ratings/period-resources/renew-rate", .read,
        doc: "Asks what it costs to renew up to 10 prepaid servers")

    public static let listServiceTypes = Operation<ListServiceTypes, ServiceTypeList>(
        "list_service_types", .bss, .get, "/v2/products/service-types", .read,
        doc: "Lists the codes of cloud services, as prices ask for them")

    public static let listServiceResources = Operation<ListServiceResources, ServiceResourceList>(
        "list_service_resources", .bss, .get, "/v2/products/service-resources", .read,
        doc: "Lists the codes of what a cloud service sells, as prices ask for them")

    public static let showRefund = Operation<ShowRefund, RefundDetail>(
        "show_refund_order_details", .bss, .get, "/v2/orders/customer-orders/refund-orders", .read,
        doc: "Shows what an unsubscription gave back, and of which orders")

    public static let listOrderCoupons = Operation<ListOrderCoupons, OrderCouponList>(
        "list_order_coupons_by_order_id", .bss, .get, "/v2/orders/customer-orders/order-coupons", .read,
        doc: "Lists the coupons that an order can be paid with")

    public static let listOrderDiscounts = Operation<ListOrderDiscounts, OrderDiscountList>(
        "list_order_discounts", .bss, .get, "/v2/orders/customer-orders/order-discounts", .read,
        doc: "Lists the discounts that an order can be paid with")
}
