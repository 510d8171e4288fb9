public import Schema

/// Source: Huawei's SDK 3.1.219, `CreateNet2CloudPhoneServerRequestBodyPublicIp`.
public struct Net2PublicIP: Model {
    public var ids: [String]?
    public var eip: Net2EIP?
    public var count: Int?

    public init() {}

    public static let name = "Net2PublicIP"
    public static let doc = "The elastic IPs (EIP) of a server with phones: none, new ones, or an existing one."

    public static let fields: [Field<Net2PublicIP>] = [
        Field(
            "ids", \.ids, .items(1...1), .each(.notEmpty.implied), .each(.uuid.inferred), default: "no existing EIP",
            doc: "ID of the one existing EIP to bind"),
        Field("eip", \.eip, doc: "The new EIPs"),
        Field(
            "count", \.count, .atLeast(0), default: "1",
            doc: "Number of new EIPs for each server; at most as many as its phones have addresses"),
    ]

    public static let checks: [Check<Net2PublicIP>] = [
        Check(
            at: "eip", needs: ["ids", "eip", "count"], .missing, "is needed for new EIPs, which count = 0 avoids",
            severity: .warning, basis: .inferred
        ) { $0.ids == nil && $0.eip == nil && $0.count != 0 ? "is missing" : nil },
        Check(
            at: "eip", needs: ["ids", "eip"], .noEffect, "takes effect only without ids", severity: .warning,
            basis: .inferred
        ) { $0.ids != nil && $0.eip != nil ? "has no effect beside ids" : nil },
    ]
}

/// Source: Huawei's SDK 3.1.219, `CreateNet2CloudPhoneServerRequestBodyPublicIpEip`.
public struct Net2EIP: Model {
    public var type = EIPType.dynamicBGP

    public init() {}

    public static let name = "Net2EIP"
    public static let doc = "A new elastic IP of a server with phones."

    public static let fields: [Field<Net2EIP>] = [
        Field("type", \.type, doc: "Type of the new EIP; regions differ in what they offer")
    ]
}
