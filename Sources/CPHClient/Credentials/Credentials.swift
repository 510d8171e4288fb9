import Addresses
import CPHSigner

/// Who buys, as one of the sources gave it. Sources are never mixed: half of one account and half of another is nobody.
public struct Credentials: Sendable {
    /// What shows the service who asks.
    public enum Proof: Sendable {
        /// Keys that sign each request; the secret key never leaves this machine.
        case keys(accessKey: String, secretKey: Secret, securityToken: Secret?)
        /// A token that is sent as it is, until it expires.
        case token(Secret)
        /// A password for which IAM gives tokens.
        case password(user: String, account: String, password: Secret)
    }

    /// Keys, a token, or a user's password.
    public var proof: Proof
    /// 32 hexadecimal digits; nil when the source does not name the project.
    public var projectID: String?
    /// The account's id, for global services.
    public var domainID: String?
    /// Where IAM answers, when the source says so.
    public var iamEndpoint: String?
    /// Names the place where they were found in words for people: "the environment (HUAWEICLOUD_SDK_AK)".
    public var source: String

    /// Makes credentials without asking the service whether they are valid.
    public init(
        _ proof: Proof, projectID: String? = nil, domainID: String? = nil, iamEndpoint: String? = nil, source: String
    ) {
        (self.proof, self.projectID, self.domainID) = (proof, projectID, domainID)
        (self.iamEndpoint, self.source) = (iamEndpoint, source)
    }

    /// Says in words what kind of proof they hold, such as "temporary access key", and nothing of its content.
    public var kind: String {
        switch proof {
        case .keys(_, _, let securityToken): securityToken == nil ? "access key" : "temporary access key"
        case .token: "token"
        case .password: "user name and password"
        }
    }

    /// Tells this identity from others of the account, for the record of purchases: a user's name, or the start of an access
    /// key's id, which is shown in the console beside the user that has it.
    var signer: String {
        switch proof {
        case .keys(let accessKey, _, _): "\(kind) \(accessKey.prefix(6))… from \(source)"
        case .token: "a token from \(source)"
        case .password(let user, let account, _): "user \(user) of \(account)"
        }
    }

    /// Everything that must never be seen.
    var secrets: [Secret] {
        switch proof {
        case .keys(_, let secretKey, let securityToken): [secretKey] + (securityToken.map { [$0] } ?? [])
        case .token(let token): [token]
        case .password(_, _, let password): [password]
        }
    }
}
