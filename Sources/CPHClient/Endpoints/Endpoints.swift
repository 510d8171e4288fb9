public import Addresses
public import CPHModel
import Schema
import Text

/// Where each service answers, once all that may move it has been asked.
public struct Endpoints: Sendable {
    /// The region whose services are meant, or a stand-in where one endpoint on this machine serves everything.
    public let region: String
    private let given: [Service: [Endpoint]]
    private let everything: Endpoint?
    private let cloud: Cloud
    /// Whether nobody has said on which site the account is, and the billing services of both could answer.
    let mayBeInternational: Bool

    /// Where the account is, as far as it is said or the region says it.
    public var site: AccountSite { cloud.site }

    /// The address of the service that is tried first.
    public func endpoint(_ service: Service) -> Endpoint { all(service)[0] }

    /// Where a service answers, in the order in which to try. Never empty: Huawei's own address stands in for what nobody
    /// has moved.
    public func all(_ service: Service) -> [Endpoint] {
        given[service] ?? [everything ?? Endpoint(knownHost: cloud.host(of: service, region: region))]
    }

    /// - Parameters:
    ///   - region: As the user gave it; may be absent when one endpoint on this machine serves everything.
    ///   - overrides: The values of `--endpoint`: `SERVICE=URL`, several for one service are tried in turn, or one
    ///     loopback URL for every service.
    ///   - iam: IAM's address, where the credentials' source has one.
    ///   - usual: The region of the credentials' source, where it has one.
    ///   - site: Where the account is, where it is said.
    /// - Throws: `SetupError` for an unknown region, service or endpoint.
    public init(
        region: String?, overrides: [String], iam: String? = nil, usual: String? = nil, site: AccountSite? = nil,
        _ surroundings: Surroundings
    ) throws(SetupError) {
        let overrides = try EndpointOption(overrides)
        let standIn = usual ?? (overrides.everything == nil ? nil : Regions.standIn)
        let region = try Regions.chosen(region, standIn: standIn, surroundings)
        let settings = try EndpointSettings(surroundings, region: region, iam: iam)
        var given = overrides.services
        if overrides.everything == nil {
            for service in Service.allCases + Service.behindOperations where given[service] == nil {
                let places = try settings.endpoints(service)
                if !places.isEmpty { given[service] = places }
            }
            // An unknown region is fine as long as somebody said where its CPH is.
            guard given[.cph] != nil || Regions.known.contains(region) else { throw Regions.unknown(region) }
        }
        cloud = try Cloud(region: region, site: site, surroundings)
        let isMoved = overrides.everything != nil || given[.bss] != nil
        mayBeInternational =
            site == nil && cloud.site == .china && (!isMoved || given[.bssIntl] != nil)
            && surroundings.variable("SKIP_CHECK_WEBSITE_TYPE") != "true"
        (self.region, self.given, everything) = (region, given, overrides.everything)
    }
}
