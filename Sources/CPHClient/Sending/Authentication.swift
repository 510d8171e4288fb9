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
        /// How long a token must still live, in seconds: a purchase must not die of one that expires on the way.
        var remainingLife: Int
    }

    private let credentials: Credentials
    private let surroundings: Surroundings
    /// The sources of tokens; nil unless a password is exchanged for them.
    private let tokens: Tokens?

    /// Services of a region take tokens for a project, global ones tokens for the account.
    struct Tokens: Sendable {
        let project: TokenSource
        let account: TokenSource
    }

    init(_ credentials: Credentials, _ surroundings: Surroundings, tokens: Tokens?) {
        (self.credentials, self.surroundings, self.tokens) = (credentials, surroundings, tokens)
    }

    /// Where the credentials came from.
    var source: String { credentials.source }

    /// Whether requests are signed with keys, and so must say whose they are.
    var signs: Bool { if case .keys = credentials.proof { true } else { false } }

    func sign(_ request: UnsignedRequest, _ scope: Scope) async throws(CPHError) -> SignedRequest {
        switch credentials.proof {
        case .keys(let accessKey, let secretKey, let securityToken):
            let keys = SigningKeys(
                accessKey: accessKey, secretKey: secretKey.bytes, securityToken: securityToken?.exposed,
                projectID: scope.projectID, domainID: scope.domainID)
            return try Self.sign(request, keys, date: ISOTime.compactText(unixSeconds: surroundings.now()))
        case .token(let token):
            return Self.carry(token, request)
        case .password:
            guard let tokens else { return request.unsigned() }
            let source = scope.isGlobal ? tokens.account : tokens.project
            return Self.carry(try await source.token(remainingLife: scope.remainingLife), request)
        }
    }

    /// Forgets the token of a request that the service refused.
    ///
    /// - Returns: Whether the next request will carry something newer than that one did.
    func renew(after refused: SignedRequest) async -> Bool {
        guard let tokens, let token = refused.headers.first(where: { $0.name == Self.tokenHeader })?.value else {
            return false
        }
        await tokens.project.discard(token)
        await tokens.account.discard(token)
        return true
    }

    private static let tokenHeader = "X-Auth-Token"

    private static func sign(
        _ request: UnsignedRequest, _ keys: SigningKeys, date: String
    ) throws(CPHError) -> SignedRequest {
        do throws(CryptoUnavailable) {
            return try request.signed(with: keys, date: date)
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
