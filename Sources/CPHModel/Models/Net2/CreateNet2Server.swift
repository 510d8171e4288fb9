public import Schema

/// Source: Huawei's SDK 3.1.219, `CreateNet2CloudPhoneServerRequestBody`: the older sibling of `CreateServer`, which sells
/// servers with phones on them.
public struct CreateNet2Server: PurchaseRequest {
    public var serverName = ""
    public var serverModelName = ""
    public var phoneModelName = ""
    public var imageID = ""
    public var count = 0
    public var keypairName: String?
    public var ports: [Port]?
    public var extendParam = ExtendParam()
    public var tenantVPCID = ""
    public var nics: [Nic] = []
    public var publicIP: Net2PublicIP?
    public var phoneCountPerIP: Int?
    public var phoneDataVolume: PhoneDataVolume?
    public var serverShareDataVolume: ServerShareDataVolume?
    public var bandWidth = BandWidth()
    public var availabilityZone: String?
    public var property: String?

    public init() {}

    public static let name = "CreateNet2Server"
    public var operation: any APIOperation { Operations.createNet2Server }
    public static let doc = "A purchase of 1 to 10 servers with cloud phones in one order."

    public static let fields: [Field<CreateNet2Server>] = [
        Field(
            "server_name", \.serverName, .characters(1...60), .serverName,
            doc: "Name of the server; with count above 1 the service appends -0001, -0002 and so on"),
        Field(
            "server_model_name", \.serverModelName, .notEmpty, .bytes(0...64),
            doc: "Flavor of the server, such as physical.rx1.xlarge"),
        Field(
            "phone_model_name", \.phoneModelName, .notEmpty, .bytes(0...64),
            doc: "Flavor of the phones, such as rx1.cp.c15.d46.e1v1"),
        Field("image_id", \.imageID, .bytes(1...32), doc: "Image of the phones"),
        Field("count", \.count, .range(1...10), doc: "Number of servers to buy"),
        Field(
            "keypair_name", \.keypairName, .bytes(1...64), default: "no ADB",
            doc: "Existing key pair for connecting to the phones by ADB"),
        Field("ports", \.ports, default: "none", doc: "Application ports that the service forwards to the phones"),
        Field("extend_param", \.extendParam, doc: "Billing: period, payment, renewal; and the enterprise project"),
        Field("tenant_vpc_id", \.tenantVPCID, .uuid, doc: "VPC of the servers"),
        Field("nics", \.nics, .someItems().implied, doc: "Network interfaces of each server"),
        Field("public_ip", \.publicIP, default: "one new EIP", doc: "Elastic IPs of each server"),
        Field(
            "phone_count_per_ip", \.phoneCountPerIP, .atLeast(1), default: "all phones of a server",
            doc: "How many phones share one virtual IP; at most as many as the phone flavor makes"),
        Field("phone_data_volume", \.phoneDataVolume, default: "the flavor's", doc: "Data disk of the phones"),
        Field(
            "server_share_data_volume", \.serverShareDataVolume, default: "none",
            doc: "Disk that the phones of a server share"),
        Field("band_width", \.bandWidth, doc: "Bandwidth; mandatory even without an EIP"),
        Field(
            "availability_zone", \.availabilityZone, .notEmpty.implied, default: "the service chooses",
            doc: "Zone in which the servers are built, such as cn-east-3a"),
        Field(
            "property", \.property, .characters(1...8192), .json.implied, default: "the image's",
            doc: "Properties of the phones as JSON text"),
    ]

    public static let checks: [Check<CreateNet2Server>] = [
        Check(
            at: "public_ip.ids", needs: ["count", "public_ip.ids"], .conflict,
            "must be absent when count is above 1: one existing EIP cannot serve several servers", basis: .inferred
        ) { $0.publicIP?.ids != nil && $0.count > 1 ? "is given for \($0.count) servers" : nil }
    ]

    public var terms: PurchaseTerms { extendParam.terms }
    public var image: String? { imageID }
    public var keyPair: String? { keypairName }
}

extension Rule where V == String {
    static var json: Rule {
        Rule(.pattern, "must be JSON text, such as {}") { (try? Value(json: $0)) == nil ? "is not" : nil }
    }
}
