import Addresses
import CPHModel
import Text

/// What the environment and `regions.yaml` say about endpoints, in the order of Huawei's SDKs.
struct EndpointSettings {
    private let surroundings: Surroundings
    private let region: String
    private let iam: String?
    private let file: RegionsFile?

    init(_ surroundings: Surroundings, region: String, iam: String?) throws(SetupError) {
        (self.surroundings, self.region) = (surroundings, region)
        self.iam = iam ?? surroundings.variable("HUAWEICLOUD_SDK_IAM_ENDPOINT")
        file = try RegionsFile(in: surroundings)
    }

    /// The addresses that are set for a service, in the order in which to try; empty where none is.
    func endpoints(_ service: Service) throws(SetupError) -> [Endpoint] {
        let suffix = String(region.map { $0 == "-" ? "_" : $0 }).uppercased()
        let name = "HUAWEICLOUD_SDK_REGION_\(service.rawValue.uppercased().replacing("-", with: "_"))_\(suffix)"
        let listed = surroundings.variable(name)?.split(separator: ",").map { trimmed($0) }
        let own =
            switch service {
            case .iam: iam
            case .sts: surroundings.variable("HUAWEICLOUD_SDK_STS_ENDPOINT")
            default: nil as String?
            }
        let texts =
            listed ?? own.map { [$0] }
            ?? file?.endpoints[service.rawValue.uppercased()]?[region] ?? []
        return try texts.map { text throws(SetupError) in
            try EndpointOption.endpoint(text.contains("://") ? text : "https://\(text)")
        }
    }
}
