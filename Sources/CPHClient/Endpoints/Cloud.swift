import Addresses
import CPHModel
import Text

/// A cloud and its names: that of Huawei, or one with another domain.
struct Cloud: Sendable {
    let site: AccountSite
    private let domain: String

    private static let (usualDomain, europeanDomain) = ("myhuaweicloud.com", "myhuaweicloud.eu")

    /// The regions that have an STS of their own; any may be called.
    private static let withSTS: Set<String> = [
        "cn-north-4", "cn-south-1", "cn-east-3", "cn-southwest-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3",
        "ap-southeast-4", "sa-brazil-1", "la-south-2", "af-south-1", "tr-west-1",
    ]

    /// - Throws: `SetupError` where `HW_CLOUD` is no domain.
    init(region: String, site: AccountSite?, _ surroundings: Surroundings) throws(SetupError) {
        let named = surroundings.variable("HW_CLOUD")
        domain = named ?? (Self.isEuropean(region) ? Self.europeanDomain : Self.usualDomain)
        self.site = site ?? (domain == Self.europeanDomain ? .europe : .china)
        guard (try? Endpoint("https://cph.\(domain)")) != nil, domain.contains(".") else {
            throw SetupError(
                "HW_CLOUD is no domain: \(quoted(domain))", hint: "such as \(Self.usualDomain); or unset it")
        }
    }

    /// Whether a region is one of `eu-west-101` and the like, which the European site runs.
    private static func isEuropean(_ region: String) -> Bool {
        region.hasPrefix("eu-west-1") && region.utf8.count == "eu-west-101".utf8.count
    }

    /// The host at which a service answers where nobody has moved it.
    func host(of service: Service, region: String) -> String {
        let isGlobal: Bool
        switch service {
        case .iam: isGlobal = Regions.withoutIAM.contains(region) || !Regions.known.contains(region)
        case .sts:
            let place = domain != Self.usualDomain || Self.withSTS.contains(region) ? region : Regions.standIn
            return "sts.\(place).\(domain)"
        // Where an account is billed, does not depend on where it buys.
        case .bss where site == .europe: return "\(service.rawValue).\(Self.europeanDomain)"
        case .bss: return "\(site.billing.rawValue).\(domain)"
        default: isGlobal = service.isGlobal
        }
        return isGlobal ? "\(service.rawValue).\(domain)" : "\(service.rawValue).\(region).\(domain)"
    }
}
