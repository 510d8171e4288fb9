import Addresses
public import CPHModel
import Text

/// The values of `--endpoint`.
struct EndpointOption {
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
        let names = Service.names
        let near = suggestion(for: name, among: names).map { "did you mean \($0)? " } ?? ""
        return SetupError(
            "--endpoint: unknown service \"\(name)\"", hint: "\(near)services are \(names.joined(separator: ", "))")
    }
}

extension CloudPhoneClient {
    /// Looks at the values of `--endpoint` before anything needs them.
    public static func checkEndpoints(_ values: [String]) throws(SetupError) { _ = try EndpointOption(values) }
}

extension Service {
    /// The names of the services whose addresses are most likely meant.
    public static var names: [String] { (allCases + behindOperations).map(\.rawValue) }

    /// Whether the service's name is hardly a slip of the pen: operations are for it, or it is unlike the names of all
    /// that operations are for.
    fileprivate var isCredible: Bool {
        let names = Self.names
        return names.contains(rawValue) || Self.others.contains(rawValue)
            || suggestion(for: rawValue, among: names) == nil
    }

    /// Services whose names are near to those of others.
    private static let others: Set<String> = [
        "ecs", "evs", "ces", "lts", "dns", "smn", "tms", "rms", "cbs", "ims", "kps",
    ]
}
