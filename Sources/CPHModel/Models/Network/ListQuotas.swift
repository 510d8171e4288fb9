public import Schema

/// Source: Huawei's SDK for EIP 3.1.219, `ListQuotasRequest`.
public struct ListQuotas: Model {
    public var type: String?

    public init() {}

    public static let name = "ListQuotas"
    public static let doc = "Which quotas of the network to list."

    public static let fields: [Field<ListQuotas>] = [
        Field("type", \.type, doc: "Kind: publicIp, vpc, subnet, shareBandwidth, securityGroup and others")
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `ListQuotasResponse`.
public struct QuotaList: Model {
    public var quotas: QuotaResources?

    public init() {}

    public static let name = "QuotaList"
    public static let doc = "Quotas, as the service wraps them."

    public static let fields: [Field<QuotaList>] = [
        Field("quotas", \.quotas, doc: "Quotas")
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `ResourceResp`.
public struct QuotaResources: Model {
    public var resources: [Quota]?

    public init() {}

    public static let name = "QuotaResources"
    public static let doc = "Quotas by kind."

    public static let fields: [Field<QuotaResources>] = [
        Field("resources", \.resources, doc: "One for each kind")
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `QuotaShowResp`.
public struct Quota: Model {
    public var type: String?
    public var used: Int?
    public var quota: Int?
    public var min: Int?

    public init() {}

    public static let name = "Quota"
    public static let doc = "How many of a kind a project may have."

    public static let fields: [Field<Quota>] = [
        Field("type", \.type, doc: "Kind"),
        Field("used", \.used, doc: "How many there are"),
        Field("quota", \.quota, doc: "How many there may be; -1 is without limit"),
        Field("min", \.min, doc: "Smallest quota that may be set"),
    ]
}
