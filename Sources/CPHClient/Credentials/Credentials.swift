import Addresses
import CPHSigner
import Text

/// Who buys, as one of the sources gave it. Sources are never mixed: half of one account and half of another is nobody.
public struct Credentials: Sendable {
    /// What shows the service who asks.
    public enum Proof: Sendable {
        /// Keys that sign each request; the secret key never leaves this machine.
        case keys(accessKey: String, secretKey: Secret, securityToken: Secret?)
        /// A token that is sent as it is, until it expires.
        case token(Secret)
        /// A password for which IAM gives tokens.
        case password(PasswordLogin)
        /// Keys that a service gives for a while, and anew before they end.
        case issued(KeyGrant)
    }

    /// Keys, a token, a user's password, or who gives keys.
    public var proof: Proof
    /// The agencies that are entered with it, one after the other.
    public var agencies: [Agency] = []
    /// 32 hexadecimal digits; nil when the source does not name the project, or an agency leads to another account.
    public var projectID: String? { agencies.isEmpty ? givenProjectID : nil }
    /// The account's id, for global services; nil as the project's.
    public var domainID: String? { agencies.isEmpty ? givenDomainID : agencies.last?.accountID }
    /// Where IAM answers, when the source says so.
    public var iamEndpoint: String?
    /// The region, when the source names one.
    public var region: String?
    /// Names the place where they were found in words for people: "the environment (HUAWEICLOUD_SDK_AK)".
    public var source: String
    /// What its user should know: other sources that are set beside it.
    public var warnings: [String] = []

    private let givenProjectID: String?
    private let givenDomainID: String?

    /// Makes credentials without asking the service whether they are valid.
    public init(
        _ proof: Proof, projectID: String? = nil, domainID: String? = nil, iamEndpoint: String? = nil, source: String
    ) {
        (self.proof, givenProjectID, givenDomainID) = (proof, projectID, domainID)
        (self.iamEndpoint, self.source) = (iamEndpoint, source)
    }

    /// Whether the keys themselves end, with which STS lets nobody in for longer than an hour.
    private var isTemporary: Bool {
        switch proof {
        case .keys(_, _, let securityToken): securityToken != nil
        case .issued: true
        case .token, .password: false
        }
    }

    /// - Throws: `SetupError` for an agency that STS would not let in for so long.
    func checkAgencies() throws(SetupError) {
        for (index, agency) in agencies.enumerated() where agency.isByID && (index > 0 || isTemporary) {
            guard let duration = agency.duration, duration > Agency.longestFromKeysThatEnd else { continue }
            throw SetupError(
                "\(agency.words): the duration is to be \(Agency.longestFromKeysThatEnd) s at most, not \(duration)",
                hint: "it is entered with keys that end themselves; they are fetched anew in time")
        }
    }

    /// Says in words what kind of proof they hold, such as "temporary access key", and nothing of its content.
    public var kind: String {
        let kind =
            switch proof {
            case .keys(_, _, let securityToken): securityToken == nil ? "access key" : "temporary access key"
            case .token: "token"
            case .password: "user name and password"
            case .issued(let grant): "keys of \(grant.words)"
            }
        return ([kind] + agencies.map(\.words)).joined(separator: ", then ")
    }

    /// Tells this identity from others of the account, for the record of purchases: a user's name, or the start of an access
    /// key's id, which is shown in the console beside the user that has it; and the agencies that it entered.
    var signer: String {
        let principal =
            switch proof {
            case .keys(let accessKey, _, let token):
                "\(token == nil ? "access key" : "temporary access key") \(accessKey.prefix(6))… from \(source)"
            case .token: "a token from \(source)"
            case .password(let login): login.words
            case .issued(let grant): "\(grant.words) from \(source)"
            }
        return ([principal] + agencies.map(\.words)).joined(separator: ", then ")
    }

    /// Everything that must never be seen.
    var secrets: [Secret] {
        switch proof {
        case .keys(_, let secretKey, let securityToken): [secretKey] + (securityToken.map { [$0] } ?? [])
        case .token(let token): [token]
        case .password(let login): [login.password]
        case .issued(let grant): grant.secrets
        }
    }
}

/// A user with a password. IAM takes the user by id, or by name and account.
public struct PasswordLogin: Sendable {
    /// The user's name, which is one only in its account; nil where `userID` says who it is.
    public var user: String?
    public var userID: String?
    /// The account's name or its id, as the source has it.
    public var account: String?
    public var accountID: String?
    public var password: Secret

    /// The user, for people.
    var words: String {
        let name = user ?? userID.map { "with id \($0)" } ?? ""
        return (account ?? accountID).map { "user \(name) of \($0)" } ?? "user \(name)"
    }
}
