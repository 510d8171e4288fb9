import Addresses
import CPHModel
import CPHSigner
import Schema

/// Asks IAM, STS and the agent of a node for keys.
struct IdentityService: Sendable {
    let endpoints: Endpoints
    let sender: Sender

    private var surroundings: Surroundings { sender.surroundings }

    /// How whoever has these credentials proves it, the agencies included that are entered with them.
    func authentication(_ credentials: Credentials, projectID: String?) -> Authentication {
        var result = Authentication(
            means(credentials, projectID: projectID), source: credentials.source, surroundings)
        for agency in credentials.agencies {
            let principal = result
            let source = "\(agency.words), entered with \(principal.source)"
            let issued = RenewedProof(source, surroundings, sender.logger) { () throws(CPHError) in
                try await keys(agency, enteredBy: principal)
            }
            result = Authentication(.issued(issued), source: source, surroundings)
        }
        return result
    }

    private func means(_ credentials: Credentials, projectID: String?) -> Authentication.Means {
        switch credentials.proof {
        case .keys(let accessKey, let secretKey, let securityToken):
            return .keys(accessKey: accessKey, secretKey: secretKey, securityToken: securityToken)
        case .token(let token): return .token(token)
        case .password(let login):
            let project: Value = projectID.map { ["id": .string($0)] } ?? ["name": .string(endpoints.region)]
            let iam = endpoints.endpoint(.iam)
            func source(_ scope: Value) -> RenewedProof<IssuedToken> {
                let tokens = TokenSource(login, scope: scope, iam: iam, sender: sender.forIdentity)
                return RenewedProof(credentials.source, surroundings, sender.logger) { () throws(CPHError) in
                    try await tokens.token()
                }
            }
            return .tokens(project: source(["project": project]), account: source(["domain": login.domain]))
        case .issued(.metadata):
            let metadata = MachineMetadata(surroundings) { [direct = sender.direct] in await direct.send($0) }
            return .issued(
                RenewedProof(credentials.source, surroundings, sender.logger) { () throws(CPHError) in
                    try await metadata.keys()
                })
        case .issued(let grant):
            return .issued(
                RenewedProof(credentials.source, surroundings, sender.logger) { () throws(CPHError) in
                    try await keys(grant)
                })
        }
    }

    /// Fetches keys of whoever gives them for something else than keys.
    func keys(_ grant: KeyGrant) async throws(CPHError) -> TemporaryKeys {
        switch grant {
        case .identityProvider(let id, let token):
            return try await keys(token) { identity throws(CPHError) in
                try await keys(for: try await subjectToken(of: id, identity))
            }
        case .oidc(let request):
            return try await keys(request.token) { identity throws(CPHError) in try await keys(request, identity) }
        case .pod(let address, let token):
            return try await keys(token) { pod throws(CPHError) in try await keys(ofPod: address, pod) }
        case .metadata: preconditionFailure("the machine's metadata has a reader of its own")
        }
    }

    /// Fetches keys with a token, and where it is refused once more with the one that has come in its place meanwhile.
    private func keys(
        _ token: IdentityToken, _ fetch: (Secret) async throws(CPHError) -> TemporaryKeys
    ) async throws(CPHError) -> TemporaryKeys {
        let first = try await read(token)
        do throws(CPHError) { return try await fetch(first) } catch {
            guard let status = error.httpStatus, (400..<500).contains(status),
                let second = try? token.read(surroundings), second.bytes != first.bytes
            else { throw error }
            return try await fetch(second)
        }
    }

    /// How often, and how long after another, a token file is read that is empty: somebody may be writing it.
    private static let (reads, pause) = (5, Duration.milliseconds(200))

    private func read(_ token: IdentityToken) async throws(CPHError) -> Secret {
        var reads = Self.reads
        while true {
            do throws(SetupError) { return try token.read(surroundings) } catch {
                reads -= 1
                guard reads > 0, token.isEmpty(surroundings), (try? await surroundings.sleep(Self.pause)) != nil else {
                    throw CPHError(.denied, error.message, hint: error.hint)
                }
            }
        }
    }

    // MARK: IAM v3

    /// A token of IAM for one of an identity provider.
    private func subjectToken(of provider: String, _ identity: Secret) async throws(CPHError) -> Secret {
        let body: Value = ["auth": ["id_token": ["id": .string(identity.exposed)]]]
        let (answer, _) = try await post(
            "IAM token of an identity token", .iam, "/v3.0/OS-AUTH/id-token/tokens", body, secrets: [identity],
            headers: [HeaderField("X-Idp-Id", provider)])
        guard let text = answer.header("X-Subject-Token"), !text.isEmpty else {
            throw CPHError(.api, "IAM's answer carries no token", operation: "IAM token of an identity token")
        }
        return Secret(text)
    }

    /// For how long IAM is asked for keys, in seconds, as Huawei's SDKs do.
    private static let federatedLife = 6 * 3600

    private func keys(for token: Secret) async throws(CPHError) -> TemporaryKeys {
        let means: Value = ["id": .string(token.exposed), "duration_seconds": .int(Self.federatedLife)]
        let body: Value = ["auth": ["identity": ["methods": ["token"], "token": means]]]
        return try await keys("IAM keys of a token", .iam, "/v3.0/OS-CREDENTIAL/securitytokens", body, secrets: [token])
    }

    // MARK: STS v5

    private func keys(_ request: OIDCRequest, _ identity: Secret) async throws(CPHError) -> TemporaryKeys {
        var body: Object = [
            "provider_urn": .string(request.provider), "agency_urn": .string(request.agency),
            "agency_session_name": .string(request.session), "id_token": .string(identity.exposed),
            "duration_seconds": .int(request.duration),
        ]
        body["policy"] = request.policy.map(Value.string)
        if !request.policyIDs.isEmpty { body["policy_ids"] = .list(request.policyIDs.map(Value.string)) }
        return try await keys(
            "STS keys of an identity token", .sts, "/v5/agencies/assume-with-oidc", .object(body), secrets: [identity])
    }

    // MARK: Agencies

    private static let usualLife = 3600

    /// Fetches the keys of an agency, which `principal` enters.
    func keys(_ agency: Agency, enteredBy principal: Authentication) async throws(CPHError) -> TemporaryKeys {
        if let id = agency.accountID { return try await keys(agency, ofAccount: id, principal) }
        // IAM gives a quarter of an hour to who does not ask, STS an hour.
        let role: Object = [
            "agency_name": .string(agency.name), "domain_name": .string(agency.account ?? ""),
            "duration_seconds": .int(agency.duration ?? Self.usualLife),
        ]
        let body: Value = ["auth": ["identity": ["methods": ["assume_role"], "assume_role": .object(role)]]]
        return try await keys(
            "IAM keys of \(agency.words)", .iam, "/v3.0/OS-CREDENTIAL/securitytokens", body, principal: principal)
    }

    private func keys(
        _ agency: Agency, ofAccount id: String, _ principal: Authentication
    ) async throws(CPHError) -> TemporaryKeys {
        guard principal.signs else {
            throw CPHError(
                .denied, "\(agency.words) is entered with keys, and \(principal.source) has a token or a password",
                hint: "name the account instead of its id, or use keys")
        }
        var body: Object = [
            "agency_urn": .string("iam::\(id):agency:\(agency.name)"),
            "agency_session_name": .string(agency.sessionName),
        ]
        body["duration_seconds"] = agency.duration.map(Value.int)
        body["external_id"] = agency.externalID.map(Value.string)
        return try await keys(
            "STS keys of \(agency.words)", .sts, "/v5/agencies/assume", .object(body), principal: principal)
    }

    // MARK: Sending

    private func keys(
        _ operation: String, _ service: Service, _ path: String, _ body: Value, secrets: [Secret] = [],
        principal: Authentication? = nil
    ) async throws(CPHError) -> TemporaryKeys {
        let (answer, now) = try await post(operation, service, path, body, secrets: secrets, principal: principal)
        return try keys(in: answer, now: now, operation)
    }

    private func keys(in answer: Answer, now: Int, _ operation: String) throws(CPHError) -> TemporaryKeys {
        guard let keys = TemporaryKeys(answer, now: now) else {
            throw CPHError(.api, "the answer holds no keys that can be read", operation: operation)
        }
        return keys
    }

    /// Posts what gives keys or a token. Those whom nobody gets to see do no harm, so this may be repeated like a read.
    private func post(
        _ operation: String, _ service: Service, _ path: String, _ body: Value, secrets: [Secret],
        headers: [HeaderField] = [], principal: Authentication? = nil
    ) async throws(CPHError) -> (Answer, now: Int) {
        let places = endpoints.all(service)
        let request = ServiceRequest(
            operation: operation, effect: .read, endpoint: places[0], spares: Array(places.dropFirst()), method: .post,
            path: path, headers: headers, body: Array(body.json().utf8))
        let exchange = try await sender.forIdentity.send(
            request, redactor: Redactor(secrets),
            sign: { request throws(CPHError) in
                guard let principal else { return request.unsigned() }
                return try await principal.sign(request, Authentication.Scope(isGlobal: true))
            },
            renew: { await principal?.renew(after: $0) ?? false })
        try ClockSkew.check(exchange, now: surroundings.now(), operation: operation)
        let (answer, _) = try exchange.success(of: operation)
        return (answer, surroundings.now())
    }

    /// Asks the agent of a CCE node, which is on it or near it.
    private func keys(ofPod address: WebAddress, _ token: Secret) async throws(CPHError) -> TemporaryKeys {
        let operation = "pod identity"
        let exchange = await sender.direct.send(
            HTTPRequest(
                method: "POST", endpoint: address.endpoint, target: address.target,
                headers: [
                    HeaderField("Authorization", token.exposed), HeaderField("Content-Type", "application/json"),
                    HeaderField("Accept", "application/json"), HeaderField("User-Agent", "cph"),
                ],
                body: Array("{}".utf8), connection: .once, deadlines: .ofNode))
        let clean = Redactor([token]).clean(exchange)
        _ = try clean.success(of: operation)
        guard let answer = exchange.answer else { throw CPHError(.network, "no answer", operation: operation) }
        return try keys(in: answer, now: surroundings.now(), operation)
    }
}

extension Deadlines {
    /// What belongs to the machine answers at once, or not at all.
    static let ofNode = Deadlines(connect: .seconds(3), firstByte: .seconds(3), whole: .seconds(6))
}
