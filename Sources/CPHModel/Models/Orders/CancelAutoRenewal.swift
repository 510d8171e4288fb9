public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `CancelAutoRenewalResourcesRequest`.
public struct CancelAutoRenewal: Model {
    public var resourceID = ""

    public init() {}

    public static let name = "CancelAutoRenewal"
    public static let doc = "Which resource no longer renews itself."

    public static let fields: [Field<CancelAutoRenewal>] = [
        Field(
            "resource_id", \.resourceID, .notEmpty, .pathSegment,
            doc: "ID of the main resource: server_id for a server")
    ]
}
