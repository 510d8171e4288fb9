public import CPHModel
import CPHSigner
import Clock
import Schema

/// Who asks, as the service sees it.
public struct CallerIdentity: Sendable {
    /// The account's id.
    public var accountID: String
    /// Who it is in the account: `iam::ACCOUNT:user:NAME`, or `sts::ACCOUNT:assumed-agency:AGENCY/SESSION`.
    public var principal: String
    /// When the keys or the token end, in seconds since 1970; nil for those that don't.
    public var expires: Int?

    /// The agency that was entered; nil for a user.
    public var agency: String? {
        let parts = principal.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 5, parts[3] == "assumed-agency" else { return nil }
        return parts[4].split(separator: "/").first.map(String.init)
    }
}

extension IdentityService {
    /// Asks STS whose keys sign: `GET /v5/caller-identity`, which nobody needs a right for.
    func callerIdentity(_ authentication: Authentication) async throws(CPHError) -> CallerIdentity {
        let operation = "caller identity"
        let places = endpoints.all(.sts)
        let request = ServiceRequest(
            operation: operation, effect: .read, endpoint: places[0], spares: Array(places.dropFirst()), method: .get,
            path: "/v5/caller-identity")
        let exchange = try await sender.send(
            request, redactor: Redactor([]),
            sign: { request throws(CPHError) in
                try await authentication.sign(request, Authentication.Scope(isGlobal: true))
            },
            renew: authentication.renew)
        try ClockSkew.check(exchange, now: sender.surroundings.now(), operation: operation)
        try RefusedCredentials.check(exchange, source: authentication.source, operation: operation)
        let (_, body) = try exchange.success(of: operation)
        guard let id = body?.members?["account_id"]?.text, isProjectID(id) else {
            throw CPHError(
                .api, "the answer names no account", hint: "set HUAWEICLOUD_SDK_DOMAIN_ID", operation: operation)
        }
        return CallerIdentity(
            accountID: id, principal: body?.members?["principal_urn"]?.text ?? "", expires: nil)
    }

    /// Asks IAM whose token it is.
    func tokenIdentity(_ authentication: Authentication) async throws(CPHError) -> CallerIdentity {
        let operation = "token look-up"
        let request = ServiceRequest(
            operation: operation, effect: .read, endpoint: endpoints.endpoint(.iam), method: .get,
            path: "/v3/auth/tokens",
            query: [QueryItem("nocatalog", "true")])
        let exchange = try await sender.send(
            request, redactor: Redactor([]),
            sign: { request throws(CPHError) in
                let signed = try await authentication.sign(request, Authentication.Scope())
                let token = signed.headers.value(of: "X-Auth-Token") ?? ""
                var request = request
                request.headers += [HeaderField("X-Auth-Token", token), HeaderField("X-Subject-Token", token)]
                return request.unsigned()
            },
            renew: authentication.renew)
        try RefusedCredentials.check(exchange, source: authentication.source, operation: operation)
        let (_, body) = try exchange.success(of: operation)
        let token = body?.members?["token"]?.members
        let user = token?["user"]?.members
        guard let account = user?["domain"]?.members?["id"]?.text, isProjectID(account) else {
            throw CPHError(.api, "the answer names no account", operation: operation)
        }
        let assumed = token?["assumed_by"] != nil
        return CallerIdentity(
            accountID: account,
            principal: "iam::\(account):\(assumed ? "agency" : "user"):\(user?["name"]?.text ?? "")",
            expires: token?["expires_at"]?.text.flatMap(ISOTime.unixSeconds))
    }

    /// When a permanent access key was made, in seconds since 1970; nil where the service does not tell.
    func keyCreation(_ accessKey: String, _ authentication: Authentication) async throws(CPHError) -> Int? {
        let operation = "access key look-up"
        let request = ServiceRequest(
            operation: operation, effect: .read, endpoint: endpoints.endpoint(.iam), method: .get,
            path: "/v3.0/OS-CREDENTIAL/credentials/\(accessKey)")
        let exchange = try await sender.send(
            request, redactor: Redactor([]),
            sign: { request throws(CPHError) in try await authentication.sign(request, Authentication.Scope()) },
            renew: authentication.renew)
        let (_, body) = try exchange.success(of: operation)
        return body?.members?["credential"]?.members?["create_time"]?.text.flatMap(ISOTime.unixSeconds)
    }
}
