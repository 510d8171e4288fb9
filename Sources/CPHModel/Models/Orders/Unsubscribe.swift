public import Schema

public enum UnsubscribeType: Int, Choice {
    case resources = 1
    case renewals = 2

    public var meaning: String {
        self == .resources ? "the resources and their renewals" : "only renewals that have not begun"
    }
}

public enum UnsubscribeReason: Int, Choice {
    case product = 1
    case missingFeatures = 2
    case tooComplex = 3
    case service = 4
    case other = 5

    public var meaning: String {
        switch self {
        case .product: "the product is not good"
        case .missingFeatures: "features are missing"
        case .tooComplex: "too complex"
        case .service: "not satisfied with the service"
        case .other: "other"
        }
    }
}

/// Source: Huawei's SDK for BSS 3.1.219, `UnsubscribeResourcesReq`.
public struct Unsubscribe: Model {
    public var resourceIDs: [String] = []
    public var unsubscribeType = UnsubscribeType.resources
    public var unsubscribeReasonType: UnsubscribeReason?
    public var unsubscribeReason: String?

    public init() {}

    public static let name = "Unsubscribe"
    public static let doc = "Which prepaid resources to give back for a refund."

    public static let fields: [Field<Unsubscribe>] = [
        Field(
            "resource_ids", \.resourceIDs, .items(1...10), .each(.notEmpty),
            doc: "IDs of main resources: server_id for a server"),
        Field("unsubscribe_type", \.unsubscribeType, doc: "What is given back"),
        Field("unsubscribe_reason_type", \.unsubscribeReasonType, doc: "Why"),
        Field("unsubscribe_reason", \.unsubscribeReason, doc: "Why, in words"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `CancelResourcesSubscriptionResponse`.
public struct UnsubscribeResult: Model {
    public var orderIDs: [String]?
    public var failResourceInfos: [FailedResource]?

    public init() {}

    public static let name = "UnsubscribeResult"
    public static let doc = "The refund orders of an unsubscription."

    public static let fields: [Field<UnsubscribeResult>] = [
        Field("order_ids", \.orderIDs, doc: "IDs of the refund orders"),
        Field("fail_resource_infos", \.failResourceInfos, doc: "Resources that could not be given back"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `FailResourceInfo`.
public struct FailedResource: Model {
    public var errorCode: String?
    public var errorMsg: String?
    public var resourceID: String?

    public init() {}

    public static let name = "FailedResource"
    public static let doc = "A resource for which a call failed."

    public static let fields: [Field<FailedResource>] = [
        Field("error_code", \.errorCode, doc: "Code of what went wrong"),
        Field("error_msg", \.errorMsg, doc: "What went wrong, in the service's words"),
        Field("resource_id", \.resourceID, doc: "ID of the resource"),
    ]
}
