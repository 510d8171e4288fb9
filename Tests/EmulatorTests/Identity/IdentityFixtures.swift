import CPHSigner
import Emulator
import Schema
import Testing

extension IdentitySettings {
    /// Settings with one thing changed.
    static func with<Member>(_ member: WritableKeyPath<IdentitySettings, Member>, _ value: Member) -> IdentitySettings {
        var settings = IdentitySettings()
        settings[keyPath: member] = value
        return settings
    }
}

/// The requests to identity services, as clients send them.
extension Site {
    var identityToken: String { cloud.configuration.identity.identityToken }
    var account: EmulatedAccount { cloud.account }
    var partner: EmulatedAccount { server.partner.account }

    /// The same site for somebody with other keys.
    func with(_ keys: Keys) -> Site {
        var site = self
        (site.accessKey, site.secretKey, site.securityToken) = (keys.access, keys.secret, keys.token)
        return site
    }

    // MARK: IAM

    func tokenByIdentity(provider: String = "emulator", _ token: String? = nil, scope: Value? = nil) async throws
        -> Response
    {
        var auth: Object = ["id_token": ["id": .string(token ?? identityToken)]]
        auth["scope"] = scope
        return try await send(
            unsigned(
                "POST", "/v3.0/OS-AUTH/id-token/tokens", [HeaderField("X-Idp-Id", provider)],
                body: Value.object(["auth": .object(auth)]).json()))
    }

    func keysByToken(_ token: String, seconds: Value? = nil) async throws -> Response {
        var method: Object = ["id": .string(token)]
        method["duration_seconds"] = seconds
        return try await send(unsigned("POST", Self.securityTokens, body: Self.identity("token", method)))
    }

    func keysByAgency(_ role: Object, isSigned: Bool = true) async throws -> Response {
        let body = Self.identity("assume_role", role)
        return try await send(
            isSigned
                ? signed("POST", Self.securityTokens, body: body) : unsigned("POST", Self.securityTokens, body: body))
    }

    private static let securityTokens = "/v3.0/OS-CREDENTIAL/securitytokens"

    private static func identity(_ method: String, _ content: Object) -> String {
        let identity: Object = ["methods": [.string(method)], method: .object(content)]
        return Value.object(["auth": ["identity": .object(identity)]]).json()
    }

    // MARK: STS

    /// `changes` to a request that is granted; null takes a member away.
    func assume(_ agency: String? = nil, _ changes: Object = [:]) async throws -> Response {
        let body: Object = [
            "agency_urn": .string(agency ?? account.urn(of: .buyers)), "agency_session_name": "night",
        ]
        return try await send(signed("POST", "/v5/agencies/assume", body: body.changed(by: changes).json()))
    }

    /// `changes` to a request that is granted; null takes a member away.
    func assumeWithOIDC(_ changes: Object = [:]) async throws -> Response {
        let body: Object = [
            "provider_urn": .string(account.providerURN), "agency_urn": .string(account.urn(of: .federation)),
            "agency_session_name": "oidc-sts-session", "id_token": .string(identityToken),
        ]
        return try await send(
            unsigned("POST", "/v5/agencies/assume-with-oidc", body: body.changed(by: changes).json()))
    }

    /// The principal that the site's keys stand for.
    func principal() async throws -> String {
        let response = try await send(signed("GET", "/v5/caller-identity"))
        return response.json["principal_urn"]?.text ?? response.refusal
    }

    // MARK: Machines and pods

    func metadataToken(_ seconds: String? = "21600") async throws -> Response {
        let headers = seconds.map { [HeaderField("X-Metadata-Token-Ttl-Seconds", $0)] } ?? []
        return try await send(unsigned("PUT", "/meta-data/latest/api/token", headers))
    }

    func securityKey(_ token: String? = nil) async throws -> Response {
        let headers = token.map { [HeaderField("X-Metadata-Token", $0)] } ?? []
        return try await send(unsigned("GET", "/openstack/latest/securitykey", headers))
    }

    func podCredentials(_ token: String? = nil) async throws -> Response {
        let token = token ?? cloud.configuration.identity.podToken
        return try await send(
            unsigned("POST", "/v1/pod-identity/credentials", [HeaderField("Authorization", token)], body: "{}"))
    }
}

/// Temporary keys, whichever service gave them.
struct Keys: Equatable {
    let access: String
    let secret: String
    let token: String
    let expiry: String?
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The keys of an answer; a failed expectation when there are none.
    func keys() throws -> Keys {
        let members = try #require((json["credential"] ?? json["credentials"])?.members)
        func text(_ names: String...) -> String? { names.lazy.compactMap { members[$0]?.text }.first }
        return Keys(
            access: try #require(text("access", "access_key_id", "accessKeyId")),
            secret: try #require(text("secret", "secret_access_key", "secretAccessKey")),
            token: try #require(text("securitytoken", "security_token", "securityToken")),
            expiry: text("expires_at", "expiration"))
    }

    /// `401 The token …`, as IAM says it.
    var iamRefusal: String {
        let error = json["error"]?.members
        return "\(status) \(error?["message"]?.text ?? "no message")"
    }

    /// `403 STS5.1106 the agency …`.
    var stsRefusal: String { "\(refusal) \(json["error_msg"]?.text ?? "no message")" }

    var subjectToken: String { get throws { try #require(header("X-Subject-Token"), "\(text)") } }
}

extension Object {
    fileprivate func changed(by changes: Object) -> Value {
        var changed = self
        for (name, value) in changes { changed[name] = value.isNull ? nil : value }
        return .object(changed)
    }
}
