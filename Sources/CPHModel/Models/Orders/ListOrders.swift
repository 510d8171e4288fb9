public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `ListCustomerOrdersRequest`.
public struct ListOrders: Model {
    public var orderID: String?
    public var customerID: String?
    public var createTimeBegin: String?
    public var createTimeEnd: String?
    public var serviceTypeCode: String?
    public var status: OrderStatusFilter?
    public var orderType: OrderTypeFilter?
    public var limit: Int?
    public var offset: Int?
    public var orderBy: OrderSorting?
    public var paymentTimeBegin: String?
    public var paymentTimeEnd: String?
    public var indirectPartnerID: String?
    public var method: OrderOwner?

    public init() {}

    public static let name = "ListOrders"
    public static let doc = "Which orders to list."

    public static let fields: [Field<ListOrders>] = [
        Field("order_id", \.orderID, doc: "ID of the order, in any case"),
        Field("customer_id", \.customerID, doc: "ID of the customer, for partners"),
        Field(
            "create_time_begin", \.createTimeBegin, .utcTime,
            doc: "Ordered at or after this time; at most a year before create_time_end"),
        Field("create_time_end", \.createTimeEnd, .utcTime, doc: "Ordered at or before this time"),
        Field("service_type_code", \.serviceTypeCode, doc: "Code of the cloud service"),
        Field("status", \.status, doc: "Status of the order"),
        Field("order_type", \.orderType, doc: "Type of the order"),
        Field("limit", \.limit, .range(1...100).inferred, default: "10", doc: "Largest number of orders in one answer"),
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of orders to skip"),
        Field("order_by", \.orderBy, default: "-createTime", doc: "Order of the list"),
        Field("payment_time_begin", \.paymentTimeBegin, .utcTime, doc: "Paid at or after this time"),
        Field("payment_time_end", \.paymentTimeEnd, .utcTime, doc: "Paid at or before this time"),
        Field("indirect_partner_id", \.indirectPartnerID, doc: "ID of the distributor whose customer ordered"),
        Field("method", \.method, default: "oneself", doc: "Whose orders"),
    ]
}

public enum OrderStatusFilter: Int, Choice {
    case reviewing = 1
    case processing = 3
    case cancelled = 4
    case completed = 5
    case pendingPayment = 6
    case toConfirm = 9

    public var meaning: String {
        switch self {
        case .reviewing: "reviewing"
        case .processing: "processing"
        case .cancelled: "cancelled"
        case .completed: "completed"
        case .pendingPayment: "pending payment"
        case .toConfirm: "to confirm"
        }
    }
}

public enum OrderTypeFilter: String, Choice {
    case new = "1"
    case renewal = "2"
    case change = "3"
    case unsubscription = "4"
    case toPayPerUse = "10"
    case toPrepaid = "11"
    case trial = "13"
    case toCommercial = "14"
    case feeAdjustment = "15"

    public var meaning: String {
        switch self {
        case .new: "new"
        case .renewal: "renewal"
        case .change: "change"
        case .unsubscription: "unsubscription"
        case .toPayPerUse: "to pay-per-use"
        case .toPrepaid: "to prepaid"
        case .trial: "trial"
        case .toCommercial: "to commercial"
        case .feeAdjustment: "fee adjustment"
        }
    }
}

public enum OrderSorting: String, Choice {
    case oldestFirst = "createTime"
    case newestFirst = "-createTime"

    public var meaning: String { self == .oldestFirst ? "the oldest first" : "the newest first" }
}

public enum OrderOwner: String, Choice {
    case own = "oneself"
    case subCustomer = "sub_customer"

    public var meaning: String { self == .own ? "the customer's own" : "those that the customer pays for others" }
}

/// Source: Huawei's SDK for BSS 3.1.219, `ListCustomerOrdersResponse`.
public struct OrderList: Model {
    public var totalCount: Int?
    public var orderInfos: [Order]?

    public init() {}

    public static let name = "OrderList"
    public static let doc = "A page of orders."

    public static let fields: [Field<OrderList>] = [
        Field("total_count", \.totalCount, doc: "Number of orders in all pages"),
        Field("order_infos", \.orderInfos, doc: "Orders of this page"),
    ]
}
