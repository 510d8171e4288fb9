public import Addresses
import Text

/// A service that gives keys for a while to whoever can show who they are by something else than keys.
public enum KeyGrant: Sendable {
    /// IAM, for a token of an identity provider that the account trusts (OpenID Connect).
    case identityProvider(id: String, token: IdentityToken)
    /// STS, for such a token, with the agency that it may enter.
    case oidc(OIDCRequest)
    /// The metadata service of an ECS, for being that machine.
    case metadata
    /// The agent of a CCE node, for the token of a pod.
    case pod(WebAddress, token: IdentityToken)

    /// The grant for people: "identity provider corp".
    var words: String {
        switch self {
        case .identityProvider(let id, _): "identity provider \(cleaned(id, limit: 64))"
        case .oidc(let request): "agency \(cleaned(request.agency, limit: 128))"
        case .metadata: "the machine's agency"
        case .pod: "the pod's agency"
        }
    }

    /// What the variables themselves hold of its secrets.
    var secrets: [Secret] {
        switch self {
        case .identityProvider(_, let token), .pod(_, let token): token.given.map { [$0] } ?? []
        case .oidc(let request): request.token.given.map { [$0] } ?? []
        case .metadata: []
        }
    }
}

/// What STS is asked for with an identity token: `POST /v5/agencies/assume-with-oidc`.
public struct OIDCRequest: Sendable {
    /// The provider's URN: `iam::ACCOUNT:oidc-provider:NAME`.
    public var provider: String
    /// The agency's URN: `iam::ACCOUNT:agency:NAME`.
    public var agency: String
    public var token: IdentityToken
    /// 2 to 128 of letters, digits and `_+=,.@-`.
    public var session = "oidc-sts-session"
    /// 900 to 43200, in seconds.
    public var duration = 3600
    /// JSON that limits what the session may do.
    public var policy: String?
    public var policyIDs: [String] = []
}

/// A token by which somebody else says who one is: the text itself, or the file that holds it and is replaced from time to time.
public enum IdentityToken: Sendable {
    case text(Secret, variable: String)
    case file(String)

    /// The token where it was given as it is.
    var given: Secret? { if case .text(let secret, _) = self { secret } else { nil } }

    /// STS takes no longer one; IAM's are not longer.
    static let longest = 20_000

    /// Whether it is a file that is there, and holds nothing now.
    func isEmpty(_ surroundings: Surroundings) -> Bool {
        guard case .file(let path) = self, let bytes = try? surroundings.bytes(of: path) else { return false }
        return trimmed(bytes).isEmpty
    }

    /// The token as it is now. A file is read anew each time: whoever made it replaces it before it ends.
    ///
    /// - Throws: `SetupError`, which holds nothing of the token.
    func read(_ surroundings: Surroundings) throws(SetupError) -> Secret {
        switch self {
        case .text(let secret, let variable):
            return try Self.checked(trimmed(secret.exposed), variable)
        case .file(let path):
            guard let bytes = try surroundings.bytes(of: path) else {
                throw SetupError("\(path), the file of the identity token, does not exist")
            }
            let text = String(validating: bytes, as: UTF8.self)
            guard let text else { throw SetupError("\(path): the identity token is no text") }
            return try Self.checked(trimmed(text), path)
        }
    }

    private static func checked(_ text: String, _ place: String) throws(SetupError) -> Secret {
        guard !text.isEmpty else { throw SetupError("\(place): the identity token is empty") }
        guard text.utf8.count <= longest else {
            throw SetupError(
                "\(place): the identity token has \(text.utf8.count) bytes, and \(longest) at most are taken")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw SetupError("\(place): the identity token has blanks, line ends or signs beyond ASCII in it")
        }
        return Secret(text)
    }
}
