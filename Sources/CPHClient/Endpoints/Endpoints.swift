public import CPHModel
import Schema
import Text

/// Where each service answers, once all that may move it has been asked.
public struct Endpoints: Sendable {
    /// The region whose services are meant, or a stand-in where one endpoint on this machine serves everything.
    public let region: String
    private let given: [Service: [Endpoint]]
    private let everything: Endpoint?

    /// Where to go first.
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
        let overrides = try Overrides(overrides)
        let standIn = overrides.everything == nil ? nil : Regions.standIn
        guard let region = region ?? surroundings.variable("HW_REGION_NAME") ?? standIn else {
            throw SetupError(
                "no region given", hint: "use --region or CPH_REGION: \(Regions.known.joined(separator: ", "))")
        }
        guard Regions.isWellFormed(region) else { throw Self.unknown(region) }
        let environment = try Environment(surroundings, region: region, iam: iam)
        var given = overrides.services
        if overrides.everything == nil {
            for service in Service.allCases where given[service] == nil {
                let places = try environment.endpoints(service)
                if !places.isEmpty { given[service] = places }
            }
            // An unknown region is fine as long as somebody said where its CPH is.
            guard given[.cph] != nil || Regions.known.contains(region) else { throw Self.unknown(region) }
        }
        (self.region, self.given, everything) = (region, given, overrides.everything)
    }

    private static func host(of service: Service, region: String) -> String {
        let lacksIAM = Regions.withoutIAM.contains(region) || !Regions.known.contains(region)
        let isGlobal = service.isGlobal || (service == .iam && lacksIAM)
        return isGlobal ? "\(service.rawValue).myhuaweicloud.com" : "\(service.rawValue).\(region).myhuaweicloud.com"
    }

    private static func unknown(_ region: String) -> SetupError {
        let near = suggestion(for: region, among: Regions.known).map { "did you mean \($0)? " } ?? ""
        return SetupError(
            "unknown region \"\(region)\"",
            hint: "\(near)CPH is in \(Regions.known.joined(separator: ", ")); for another, say where it is with "
                + "--endpoint cph=https://HOST")
    }
}

/// The values of `--endpoint`.
private struct Overrides {
    private(set) var everything: Endpoint?
    private(set) var services: [Service: [Endpoint]] = [:]

    init(_ values: [String]) throws(SetupError) {
        for value in values {
            guard let equals = value.firstIndex(of: "="), !value[..<equals].contains(":") else {
                try setEverything(value)
                continue
            }
            let name = value[..<equals].lowercased()
            guard let service = Service(rawValue: name), service.isCredible else { throw Self.unknown(name) }
            services[service, default: []].append(try Self.endpoint(String(value[value.index(after: equals)...])))
        }
    }

    static func endpoint(_ text: String) throws(SetupError) -> Endpoint {
        do throws(EndpointError) { return try Endpoint(text) } catch { throw SetupError(error.description) }
    }

    private mutating func setEverything(_ text: String) throws(SetupError) {
        let endpoint = try Self.endpoint(text)
        guard endpoint.isLoopback else {
            throw SetupError(
                "endpoint \"\(text)\" would get the requests of every service",
                hint: "only an address of this machine may; write --endpoint cph=\(text)")
        }
        everything = endpoint
    }

    private static func unknown(_ name: String) -> SetupError {
        let names = Service.allCases.map(\.rawValue)
        let near = suggestion(for: name, among: names).map { "did you mean \($0)? " } ?? ""
        return SetupError(
            "--endpoint: unknown service \"\(name)\"", hint: "\(near)services are \(names.joined(separator: ", "))")
    }
}

/// What the environment and `regions.yaml` say about endpoints, in the order of Huawei's SDKs.
private struct Environment {
    private let surroundings: Surroundings
    private let region: String
    private let iam: String?
    private let file: RegionsFile?

    init(_ surroundings: Surroundings, region: String, iam: String?) throws(SetupError) {
        (self.surroundings, self.region) = (surroundings, region)
        self.iam = iam ?? surroundings.variable("HUAWEICLOUD_SDK_IAM_ENDPOINT")
        let named = surroundings.variable("HUAWEICLOUD_SDK_REGIONS_FILE")
        let path = named ?? surroundings.home.map { "\($0)/.huaweicloud/regions.yaml" }
        guard let path, let bytes = surroundings.readFile(path) else {
            if let named { throw SetupError("HUAWEICLOUD_SDK_REGIONS_FILE: \(named) cannot be read") }
            file = nil
            return
        }
        file = try RegionsFile(bytes, path: path)
    }

    /// None where nobody has moved the service.
    func endpoints(_ service: Service) throws(SetupError) -> [Endpoint] {
        let suffix = String(region.map { $0 == "-" ? "_" : $0 }).uppercased()
        let name = "HUAWEICLOUD_SDK_REGION_\(service.rawValue.uppercased())_\(suffix)"
        let listed = surroundings.variable(name)?.split(separator: ",").map { trimmed($0) }
        let texts =
            listed ?? (service == .iam ? iam.map { [$0] } : nil)
            ?? file?.endpoints[service.rawValue.uppercased()]?[region] ?? []
        return try texts.map { text throws(SetupError) in
            try Overrides.endpoint(text.contains("://") ? text : "https://\(text)")
        }
    }
}

extension Service {
    /// Whether nobody would take it for a slip of the pen: one that operations are for, or a name unlike all of those.
    fileprivate var isCredible: Bool {
        let names = Service.allCases.map(\.rawValue)
        return names.contains(rawValue) || Self.others.contains(rawValue)
            || suggestion(for: rawValue, among: names) == nil
    }

    /// Services whose names are near to those of others.
    private static let others: Set<String> = [
        "ecs", "evs", "ces", "lts", "dns", "smn", "tms", "rms", "cbs", "ims", "kps",
    ]
}
