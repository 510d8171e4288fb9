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

    /// The address of the service that is tried first.
    public func endpoint(_ service: Service) -> Endpoint { all(service)[0] }

    /// Where a service answers, in the order in which to try. Never empty: Huawei's own address stands in for what nobody
    /// has moved.
    public func all(_ service: Service) -> [Endpoint] {
        given[service] ?? [everything ?? Endpoint(knownHost: Self.host(of: service, region: region))]
    }

    /// - Parameters:
    ///   - region: As the user gave it; may be absent when one endpoint on this machine serves everything.
    ///   - overrides: The values of `--endpoint`: `SERVICE=URL`, several for one service are tried in turn, or one
    ///     loopback URL for every service.
    ///   - iam: IAM's address, where the credentials' source has one.
    /// - Throws: `SetupError` for an unknown region, service or endpoint.
    public init(
        region: String?, overrides: [String], iam: String? = nil, _ surroundings: Surroundings
    ) throws(SetupError) {
        let overrides = try EndpointOption(overrides)
        let standIn = overrides.everything == nil ? nil : Regions.standIn
        let region = try Regions.chosen(region, standIn: standIn, surroundings)
        let settings = try EndpointSettings(surroundings, region: region, iam: iam)
        var given = overrides.services
        if overrides.everything == nil {
            for service in Service.allCases where given[service] == nil {
                let places = try settings.endpoints(service)
                if !places.isEmpty { given[service] = places }
            }
            // An unknown region is fine as long as somebody said where its CPH is.
            guard given[.cph] != nil || Regions.known.contains(region) else { throw Regions.unknown(region) }
        }
        (self.region, self.given, everything) = (region, given, overrides.everything)
    }

    private static func host(of service: Service, region: String) -> String {
        let lacksIAM = Regions.withoutIAM.contains(region) || !Regions.known.contains(region)
        let isGlobal = service.isGlobal || (service == .iam && lacksIAM)
        return isGlobal ? "\(service.rawValue).myhuaweicloud.com" : "\(service.rawValue).\(region).myhuaweicloud.com"
    }
}
