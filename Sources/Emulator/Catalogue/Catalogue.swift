public import CPHModel
public import Schema

/// What an account has: a team mirrors its own, and the emulated cloud is exactly that.
///
/// The entries have the form in which the services list them, so that what `cph.api` answers can be written to the file.
/// What a catalogue does not speak of is as without one: every well-formed id exists, and stock has no end. An empty
/// list means that there is none.
public struct Catalogue: Model {
    public var buildSeconds: Int?
    public var serverModels: [ServerModel]?
    public var stock: [StockEntry]?
    public var phoneModels: [PhoneModel]?
    public var phoneImages: [PhoneImage]?
    public var imageInfos: [CustomImage]?
    public var vpcs: [VPC]?
    public var subnets: [Subnet]?
    public var publicips: [EIP]?
    public var bandwidths: [SharedBandwidth]?
    public var bandWidths: [ServerBandwidth]?
    public var keypairs: [KeyPair]?
    public var images: [CloudImage]?
    public var enterpriseProjects: [EnterpriseProject]?
    public var quotas: [Quota]?
    public var prices: [CataloguePrice]?
    public var scheduledEvents: [ScheduledEvent]?

    public init() {}

    public static let name = "Catalogue"
    public static let doc = "What the emulated account has."

    public static let fields: [Field<Catalogue>] = [
        Field("build_seconds", \.buildSeconds, .atLeast(0), default: "20", doc: "From payment until a server runs"),
        Field("server_models", \.serverModels, doc: "Server models, as list_cloud_phone_server_models answers"),
        Field("stock", \.stock, doc: "What each zone has of each server model"),
        Field("phone_models", \.phoneModels, doc: "Phone models, as list_cloud_phone_models answers"),
        Field("phone_images", \.phoneImages, doc: "Phone images, as list_cloud_phone_images answers"),
        Field("image_infos", \.imageInfos, doc: "Custom images of phones, as list_images answers"),
        Field("vpcs", \.vpcs, doc: "VPCs, as list_vpcs answers"),
        Field(
            "subnets", \.subnets,
            doc: "Subnets, as list_subnets answers; available_ip_address_count is what is free without the servers"),
        Field("publicips", \.publicips, doc: "Elastic IPs, as list_publicips answers"),
        Field("bandwidths", \.bandwidths, doc: "Bandwidths of elastic IPs, as list_bandwidths answers"),
        Field("band_widths", \.bandWidths, doc: "Bandwidths of system networks, as show_bandwidth_detail answers"),
        Field("keypairs", \.keypairs, doc: "Key pairs, as list_keypair_detail answers"),
        Field("images", \.images, doc: "Images of servers, as ims_list_images answers"),
        Field("enterprise_projects", \.enterpriseProjects, doc: "As list_enterprise_project answers"),
        Field("quotas", \.quotas, doc: "Quotas of the network, as list_quotas answers"),
        Field("prices", \.prices, doc: "What servers cost"),
        Field("scheduled_events", \.scheduledEvents, doc: "As list_scheduled_events answers"),
    ]

    public static let checks: [Check<Catalogue>] = [
        unique("subnets") { $0.subnets?.map(\.id) },
        unique("vpcs") { $0.vpcs?.map(\.id) },
        unique("publicips") { $0.publicips?.map(\.id) },
        unique("bandwidths") { $0.bandwidths?.map(\.id) },
        unique("keypairs") { $0.keypairs?.map(\.name) },
        unique("server_models") { $0.serverModels?.map(\.serverModelName) },
        unique("stock") { $0.stock?.map { "\($0.serverModelName) in \($0.availableZone)" } },
        unique("enterprise_projects") { $0.enterpriseProjects?.map(\.id) },
        unique("prices") { $0.prices?.map(\.serverModelName) },
    ]

    /// Entries are found by what `keys` gives, so each needs one of its own.
    private static func unique(
        _ field: String, _ keys: @escaping @Sendable (Catalogue) -> [String?]?
    ) -> Check<Catalogue> {
        let path = Path([.key(field)])
        return Check(at: path, needs: [path], .conflict, "must have an id or name of its own in each entry") {
            guard let keys = keys($0) else { return nil }
            if keys.contains(where: { $0?.isEmpty != false }) { return "has an entry without one" }
            var known: Set<String?> = []
            return keys.first { !known.insert($0).inserted }.map { "has \(quoted($0 ?? "")) twice" }
        }
    }
}

/// How many servers of a model a zone has.
public struct StockEntry: Model {
    public var availableZone = ""
    public var serverModelName = ""
    public var servers: Int?

    public init() {}

    public static let name = "StockEntry"
    public static let doc = "How many servers of a model a zone has."

    public static let fields: [Field<StockEntry>] = [
        Field("available_zone", \.availableZone, .notEmpty, doc: "Zone, such as cn-east-3a"),
        Field("server_model_name", \.serverModelName, .notEmpty, doc: "Server model"),
        Field("servers", \.servers, .atLeast(0), default: "without end", doc: "Servers that can be bought"),
    ]
}

/// What a server model costs.
public struct CataloguePrice: Model {
    public var serverModelName = ""
    public var monthly = 0.0

    public init() {}

    public static let name = "CataloguePrice"
    public static let doc = "What a server model costs."

    public static let fields: [Field<CataloguePrice>] = [
        Field("server_model_name", \.serverModelName, .notEmpty, doc: "Server model"),
        Field("monthly", \.monthly, doc: "Price of a server and month in CNY"),
    ]
}
