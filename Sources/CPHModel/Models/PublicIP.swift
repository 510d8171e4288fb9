public import Schema

/// Source: the API page "Creating a Cloud Phone BMS", table "public_ip".
public struct PublicIP: Model {
    public var ids: [String]?
    public var type: EIPType?
    public var count: EIPCount?
    public var bandWidth = BandWidth()

    public init() {}

    public static let name = "PublicIP"
    public static let doc = "The elastic IP (EIP) of each server: none, a new one, or an existing one."

    public static let fields: [Field<PublicIP>] = [
        Field(
            "ids", \.ids, .items(1...1), .each(.notEmpty.implied), .each(.uuid.inferred), default: "no existing EIP",
            doc: "ID of the one existing EIP to bind"),
        Field("type", \.type, doc: "Type of the new EIP; regions differ in what they offer"),
        Field("count", \.count, default: "0", doc: "Number of new EIPs for each server"),
        Field("band_width", \.bandWidth, doc: "Bandwidth; mandatory even without an EIP"),
    ]

    public static let checks: [Check<PublicIP>] = [
        Check(
            at: "type", needs: ["ids", "type", "count"], .missing, "is needed when count is 1 and ids is absent"
        ) { $0.count == .one && $0.ids == nil && $0.type == nil ? "is missing" : nil },
        Check(
            at: "type", needs: ["ids", "type"], .noEffect, "takes effect only without ids", severity: .warning
        ) { $0.ids != nil && $0.type != nil ? "has no effect beside ids" : nil },
        Check(
            at: "count", needs: ["ids", "count"], .noEffect, "takes effect only without ids", severity: .warning
        ) { $0.ids != nil && $0.count != nil ? "has no effect beside ids" : nil },
        Check(
            at: "type", needs: ["ids", "type", "count"], .noEffect, "takes effect only with count = 1",
            severity: .warning, basis: .inferred
        ) { $0.ids == nil && $0.type != nil && $0.count != .one ? "has no effect: no EIP is asked for" : nil },
    ]
}

public enum EIPType: String, Choice {
    case telecom = "5_telcom"
    case unicom = "5_union"
    case dynamicBGP = "5_bgp"
    case staticBGP = "5_sbgp"

    public var meaning: String {
        switch self {
        case .telecom: "China Telecom"
        case .unicom: "China Unicom"
        case .dynamicBGP: "Dynamic BGP"
        case .staticBGP: "Static BGP"
        }
    }
}

public enum EIPCount: Int, Choice {
    case none = 0
    case one = 1

    public var meaning: String { self == .none ? "no EIP" : "one EIP for each server" }
}
