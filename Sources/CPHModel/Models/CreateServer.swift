public import Schema

/// Source: the API page "Creating a Cloud Phone BMS", request body.
public struct CreateServer: PurchaseRequest {
    public var serverName = ""
    public var serverModelName = ""
    public var count = 0
    public var orderParam = OrderParam()
    public var nics: [NicForSingleServer] = []
    public var publicIP = PublicIP()
    public var availabilityZone: String?
    public var dataVolume: DataVolume?
    public var keypairName = ""
    public var enterpriseProjectID: String?
    public var imageID: String?

    public init() {}

    public static let name = "CreateServer"
    public var operation: any APIOperation { Operations.createServer }
    public static let doc = "A purchase of 1 to 10 cloud phone bare-metal servers in one order."

    public static let fields: [Field<CreateServer>] = [
        Field(
            "server_name", \.serverName, .characters(1...60), .serverName,
            doc: "Name of the server; with count above 1 the service appends -0001, -0002 and so on"),
        Field(
            "server_model_name", \.serverModelName, .notEmpty, .bytes(0...64).inferred,
            doc: "Flavor of the server, such as physical.rx2.32xlarge.4"),
        Field("count", \.count, .range(1...10), doc: "Number of servers to buy"),
        Field("order_param", \.orderParam, doc: "Billing: period, payment, renewal"),
        Field("nics", \.nics, .someItems().implied, doc: "Network interfaces of each server"),
        Field("public_ip", \.publicIP, doc: "Elastic IP and its bandwidth; mandatory even for servers without one"),
        Field(
            "availability_zone", \.availabilityZone, .notEmpty.implied, default: "the service chooses",
            doc: "Zone in which the servers are built, such as cn-east-3a"),
        Field("data_volume", \.dataVolume, default: "no data disk", doc: "Data disks of each server"),
        Field(
            "keypair_name", \.keypairName, .notEmpty, .bytes(0...64).inferred,
            doc: "Existing key pair for logging in"),
        Field(
            "enterprise_project_id", \.enterpriseProjectID, .either("0", .uuid), default: "0, the default project",
            doc: "Enterprise project that the servers belong to"),
        Field(
            "image_id", \.imageID, .bytes(1...36), default: "the service's bare-metal image",
            doc: "Image that the servers start from"),
    ]

    public static let checks: [Check<CreateServer>] = [
        Check(
            at: "public_ip.ids", needs: ["count", "public_ip.ids"], .conflict,
            "must be absent when count is above 1: one existing EIP cannot serve several servers", basis: .inferred
        ) { $0.publicIP.ids != nil && $0.count > 1 ? "is given for \($0.count) servers" : nil }
    ]

    public var terms: PurchaseTerms { orderParam.terms }
    public var image: String? { imageID }
    public var keyPair: String? { keypairName }
}

extension Rule where V == String {
    /// The newer Chinese page and the SDK allow Chinese characters, which the English page leaves out.
    static var serverName: Rule {
        .only("letters, digits, _, - and Chinese characters (U+4E00 to U+9FFF)") { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "\u{4E00}"..."\u{9FFF}": true
            default: false
            }
        }
    }
}
