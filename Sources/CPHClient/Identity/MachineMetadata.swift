import Addresses
import CPHModel
import CPHSigner
import Text

/// The metadata service of an ECS, which gives the keys of the machine's agency: first a token of its second version, or, where the
/// service has none, without.
///
/// It is at a fixed address that no setting moves, is reached without a proxy, and is given up after three seconds: on another
/// machine nobody is there.
actor MachineMetadata {
    private let exchange: @Sendable (HTTPRequest) async -> Exchange
    private let surroundings: Surroundings
    private var token: Secret?
    /// Until when the service counts as one without tokens, in seconds since 1970.
    private var isWithoutTokensUntil = 0

    private static let operation = "machine metadata"
    /// For how long a token is asked for, in seconds.
    private static let tokenLife = 6 * 3600
    /// For how long the service is not asked again whether it has tokens, in seconds.
    private static let patience = 24 * 3600
    /// What the service says of a machine that has no agency.
    private static let lacksAgency = "Please configure Cloud Service Agency first"

    /// - Parameter exchange: Sends a request without a proxy.
    init(_ surroundings: Surroundings, exchange: @escaping @Sendable (HTTPRequest) async -> Exchange) {
        (self.surroundings, self.exchange) = (surroundings, exchange)
    }

    func keys() async throws(CPHError) -> TemporaryKeys {
        if token == nil, surroundings.now() >= isWithoutTokensUntil { try await fetchToken(isNeeded: false) }
        var answer = try await get()
        if answer.status == 401, !lacksAgency(answer) {
            // The token has ended.
            try await fetchToken(isNeeded: true)
            answer = try await get()
        }
        if lacksAgency(answer) {
            throw CPHError(
                .denied, "this machine has no agency",
                hint: "give it one in the console of ECS, or name other credentials")
        }
        guard answer.status < 300 else { throw error(answer) }
        guard let keys = TemporaryKeys(answer, now: surroundings.now()) else {
            throw CPHError(.api, "the answer holds no keys that can be read", operation: Self.operation)
        }
        return keys
    }

    private func fetchToken(isNeeded: Bool) async throws(CPHError) {
        let life = HeaderField("X-Metadata-Token-Ttl-Seconds", String(Self.tokenLife))
        let answer = try await send("PUT", "/meta-data/latest/api/token", [life])
        if answer.status == 200 {
            let text = trimmed(String(decoding: answer.body, as: UTF8.self))
            guard (1...4096).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw CPHError(.api, "the answer is no token", operation: Self.operation)
            }
            token = Secret(text)
            return
        }
        guard [404, 405, 503].contains(answer.status), !isNeeded else { throw error(answer) }
        (token, isWithoutTokensUntil) = (nil, surroundings.now() + Self.patience)
    }

    private func get() async throws(CPHError) -> Answer {
        let headers = token.map { [HeaderField("X-Metadata-Token", $0.exposed)] } ?? []
        return try await send("GET", "/openstack/latest/securitykey", headers)
    }

    private func send(_ method: String, _ target: String, _ headers: [HeaderField]) async throws(CPHError) -> Answer {
        let exchange = await exchange(
            HTTPRequest(
                method: method, endpoint: .metadata, target: target,
                headers: headers + [HeaderField("User-Agent", "cph")],
                connection: .once, deadlines: .ofNode))
        guard exchange.failure == nil, let answer = exchange.answer else {
            throw CPHError(
                .network, "the metadata service does not answer: \(exchange.failure?.message ?? "no answer")",
                hint: "is this an ECS of Huawei Cloud?", operation: Self.operation)
        }
        return answer
    }

    private func lacksAgency(_ answer: Answer) -> Bool {
        answer.status == 401 && String(decoding: answer.body.prefix(4096), as: UTF8.self).contains(Self.lacksAgency)
    }

    private func error(_ answer: Answer) -> CPHError {
        let redactor = Redactor(token.map { [$0] } ?? [])
        return CPHError(.api, redactor.clean(answer).fault, operation: Self.operation)
    }
}
