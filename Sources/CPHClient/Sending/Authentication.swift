import CPHModel
import CPHSigner
import Clock
import Crypto

/// Proves to the services who asks.
struct Authentication: Sendable {
    /// What a request is for, which decides what the service wants to see along with it.
    struct Scope: Sendable {
        var projectID: String?
        var domainID: String?
        /// Whether a token must be for the account, as global services ask for.
        var isGlobal = false
        /// Whether it buys or changes something: that must not die of a proof that ends on the way, and is no time to fetch one.
        var buys = false
    }

    /// How it is proved.
    enum Means: Sendable {
        case keys(accessKey: String, secretKey: Secret, securityToken: Secret?)
        case token(Secret)
        /// Services of a region take tokens for a project, global ones tokens for the account.
        case tokens(project: RenewedProof<IssuedToken>, account: RenewedProof<IssuedToken>)
        case issued(RenewedProof<TemporaryKeys>)
    }

    /// Where the credentials came from.
    let source: String
    private let means: Means
    private let surroundings: Surroundings

    init(_ means: Means, source: String, _ surroundings: Surroundings) {
        (self.means, self.source, self.surroundings) = (means, source, surroundings)
    }

    /// Whether requests are signed with keys, and so must say whose they are.
    var signs: Bool {
        switch means {
        case .keys, .issued: true
        case .token, .tokens: false
        }
    }

    /// The id of a permanent access key; nil for whatever ends by itself.
    var permanentKey: String? { if case .keys(let accessKey, _, nil) = means { accessKey } else { nil } }

    /// When keys that were fetched end, in seconds since 1970.
    var end: Int? {
        get async { if case .issued(let keys) = means { await keys.end } else { nil } }
    }

    func sign(_ request: UnsignedRequest, _ scope: Scope) async throws(CPHError) -> SignedRequest {
        switch means {
        case .keys(let accessKey, let secretKey, let securityToken):
            return try sign(request, scope, accessKey, secretKey, securityToken)
        case .issued(let source):
            let keys = try await source.proof(buys: scope.buys)
            return try sign(request, scope, keys.accessKey, keys.secretKey, keys.securityToken)
        case .token(let token):
            return Self.carry(token, request)
        case .tokens(let project, let account):
            let source = scope.isGlobal ? account : project
            return Self.carry(try await source.proof(buys: scope.buys).mark, request)
        }
    }

    /// Forgets the token, or the keys, of a request that the service refused.
    ///
    /// - Returns: Whether the next request will carry something newer than that one did.
    func renew(after refused: SignedRequest) async -> Bool {
        switch means {
        case .keys, .token: return false
        case .tokens(let project, let account):
            guard let token = refused.headers.value(of: Self.tokenHeader) else { return false }
            await project.discard(token)
            await account.discard(token)
        case .issued(let keys):
            guard let token = refused.headers.value(of: "X-Security-Token") else { return false }
            await keys.discard(token)
        }
        return true
    }

    private static let tokenHeader = "X-Auth-Token"

    private func sign(
        _ request: UnsignedRequest, _ scope: Scope, _ accessKey: String, _ secretKey: Secret, _ securityToken: Secret?
    ) throws(CPHError) -> SignedRequest {
        let keys = SigningKeys(
            accessKey: accessKey, secretKey: secretKey.bytes, securityToken: securityToken?.exposed,
            projectID: scope.projectID, domainID: scope.domainID)
        do throws(CryptoUnavailable) {
            return try request.signed(with: keys, date: ISOTime.compactText(unixSeconds: surroundings.now()))
        } catch {
            throw CPHError(.network, error.reason)
        }
    }

    private static func carry(_ token: Secret, _ request: UnsignedRequest) -> SignedRequest {
        var request = request
        request.headers.append(HeaderField(tokenHeader, token.exposed))
        return request.unsigned()
    }
}
