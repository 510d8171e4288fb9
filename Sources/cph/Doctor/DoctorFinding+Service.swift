import Addresses
import CPHClient
import CPHModel
import Text

/// Checks credentials and services: who asks, where, and what comes back.
extension DoctorFinding {
    static func project(_ client: CloudPhoneClient) async -> DoctorFinding {
        let region = "region \(client.endpoints.region)"
        do throws(CPHError) {
            return right("project", "\(try await client.currentProjectID()) in \(region)")
        } catch {
            let advice = error.hint ?? "check the region, or give --project-id"
            return wrong("project", "\(region): \(words(error))", advice)
        }
    }

    /// Checks the services' addresses, and this machine's clock by the time that they give.
    static func services(_ client: CloudPhoneClient, now: @escaping @Sendable () -> Int) async -> [DoctorFinding] {
        let probed = Service.allCases + [Service.sts]
        let looks = await withTaskGroup(of: Look.self) { group in
            for service in probed {
                let endpoint = client.endpoints.endpoint(service)
                group.addTask {
                    Look(service: service, endpoint: endpoint, exchange: await client.probe(service), at: now())
                }
            }
            return await group.reduce(into: [Look]()) { $0.append($1) }
        }
        let sorted = probed.compactMap { service in looks.first { $0.service == service } }
        return addresses(sorted) + [clock(ahead: sorted.lazy.compactMap(\.offset).first)]
    }

    struct Look: Sendable {
        let service: Service
        let endpoint: Endpoint?
        let exchange: Exchange
        /// When the answer came by this machine's clock, in seconds since 1970.
        let at: Int

        /// Seconds that this machine is ahead of the service.
        var offset: Int? { exchange.answer?.date.map { at - $0 } }
    }

    /// A line for each address: an emulator serves them all.
    private static func addresses(_ looks: [Look]) -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        var rest = looks[...]
        while let look = rest.popFirst() {
            let shared = [look] + rest.filter { $0.endpoint == look.endpoint }
            rest.removeAll { $0.endpoint == look.endpoint }
            findings.append(address(shared.map(\.service), look.endpoint, look.exchange))
        }
        return findings
    }

    private static func address(_ services: [Service], _ endpoint: Endpoint?, _ exchange: Exchange) -> DoctorFinding {
        let place = endpoint?.description ?? "no address"
        let names = services.map(\.rawValue).joined(separator: ", ")
        guard let failure = exchange.failure else { return right("address", "\(names): \(place)") }
        let text = "\(names): \(place): \(failure.message)"
        return services.contains(.cph)
            ? wrong("address", text, advice(failure.kind)) : look("address", text, advice(failure.kind))
    }

    private static func advice(_ kind: TransportFailure.Kind) -> String {
        switch kind {
        case .resolve: "check the region, the name server, or say where it is with --endpoint SERVICE=URL"
        case .connect, .timeout, .broken, .cancelled: "check the network; behind a proxy give --proxy http://HOST:PORT"
        case .tls: "a proxy that opens TLS needs its certificate in --ca-file; else do not go on"
        case .tooLarge, .notHTTP: "something else answers there; check --endpoint and the proxy"
        case .unavailable: "install what is missing"
        }
    }

    static func words(_ error: CPHError) -> String {
        [error.code, error.message].compactMap(\.self).joined(separator: " ")
    }
}
