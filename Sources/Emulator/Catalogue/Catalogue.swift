public import CPHModel
public import Schema
import Text

/// What an account has: a team mirrors its own, and the emulated cloud is exactly that.
///
/// The entries have the form in which the services list them, so that what `cph.api` answers can be written to the file.
/// What a catalogue does not speak of is as without one: every well-formed id exists, and stock has no end. An empty
/// list means that there is none.
public struct Catalogue: Model {
    /// Seconds from payment until a server runs, from 0; nil: as the cloud is configured.
    public var buildSeconds: Int?
    /// What `list_cloud_phone_server_models` answers and purchases may name; nil: any well-formed model exists.
    public var serverModels: [ServerModel]?
    /// How many servers of each model each zone has left; nil: without end.
    public var stock: [StockEntry]?
    /// What `list_cloud_phone_models` answers and purchases may name; nil: any.
    public var phoneModels: [PhoneModel]?
    /// What `list_cloud_phone_images` answers and purchases may name; nil: any.
    public var phoneImages: [PhoneImage]?
    /// Custom images of phones, as `list_images` answers; nil lists none.
    public var imageInfos: [CustomImage]?
    /// What `list_vpcs` answers; ids must differ. Nil: any VPC exists.
    public var vpcs: [VPC]?
    /// What `list_subnets` answers; ids must differ. The free addresses are those without the emulated servers'.
    public var subnets: [Subnet]?
    /// Elastic IPs as `list_publicips` answers; ids must differ. Nil: any exists.
    public var publicips: [EIP]?
    /// Bandwidths of elastic IPs as `list_bandwidths` answers; ids must differ. Nil: any exists.
    public var bandwidths: [SharedBandwidth]?
    /// Bandwidths of system networks, as `show_bandwidth_detail` answers; nil: there are none.
    public var bandWidths: [ServerBandwidth]?
    /// What `list_keypair_detail` answers; names must differ. Nil: any key pair exists.
    public var keypairs: [KeyPair]?
    /// Images of servers as `ims_list_images` answers.
    public var images: [CloudImage]?
    /// What `list_enterprise_project` answers; ids must differ. Nil: any exists.
    public var enterpriseProjects: [EnterpriseProject]?
    /// Quotas of the network as `list_quotas` answers; nil: the emulator's own.
    public var quotas: [Quota]?
    /// What servers cost, one entry for a model.
    public var prices: [CataloguePrice]?
    /// The account's coupons, as `list_order_coupons_by_order_id` answers; ids must differ. Nil: there are none.
    public var coupons: [AvailableCoupon]?
    /// Discounts that a payment may use, each for every order; ids must differ. Nil: there are none.
    public var discounts: [CatalogueDiscount]?
    /// What `list_scheduled_events` answers; nil: nothing is planned.
    public var scheduledEvents: [ScheduledEvent]?

    /// Makes a catalogue that speaks of nothing, so that whatever is asked for exists.
    public init() {}

    /// Names the model in messages about the file.
    public static let name = "Catalogue"
    /// Describes the file in documentation.
    public static let doc = "What the emulated account has."

    /// The members of the file, in the order in which documentation lists them.
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
        Field("coupons", \.coupons, doc: "Coupons, as list_order_coupons_by_order_id answers"),
        Field("discounts", \.discounts, doc: "Discounts that a payment may use"),
        Field("scheduled_events", \.scheduledEvents, doc: "As list_scheduled_events answers"),
    ]

    /// Requires each entry of a list to have an id or name of its own.
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
        unique("coupons") { $0.coupons?.map(\.couponID) },
        unique("discounts") { $0.discounts?.map(\.discountID) },
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
    /// The zone's name, such as `cn-east-3a`.
    public var availableZone = ""
    /// The model's name, which need not be listed in `server_models`.
    public var serverModelName = ""
    /// What can be bought in all, from 0, servers that exist included; nil: without end.
    public var servers: Int?

    /// Makes a blank form for reading.
    public init() {}

    /// Names the model in messages about the file.
    public static let name = "StockEntry"
    /// Describes an entry in documentation.
    public static let doc = "How many servers of a model a zone has."

    /// The members of an entry, in wire order.
    public static let fields: [Field<StockEntry>] = [
        Field("available_zone", \.availableZone, .notEmpty, doc: "Zone, such as cn-east-3a"),
        Field("server_model_name", \.serverModelName, .notEmpty, doc: "Server model"),
        Field("servers", \.servers, .atLeast(0), default: "without end", doc: "Servers that can be bought"),
    ]
}

/// What a server model costs.
public struct CataloguePrice: Model {
    /// The model's name, which no other price may have.
    public var serverModelName = ""
    /// The price of one server for one month, in CNY.
    public var monthly = Decimal.zero

    /// Makes a blank form for reading.
    public init() {}

    /// Names the model in messages about the file.
    public static let name = "CataloguePrice"
    /// Describes an entry in documentation.
    public static let doc = "What a server model costs."

    /// The members of an entry, in wire order.
    public static let fields: [Field<CataloguePrice>] = [
        Field("server_model_name", \.serverModelName, .notEmpty, doc: "Server model"),
        Field("monthly", \.monthly, doc: "Price of a server and month in CNY"),
    ]
}
