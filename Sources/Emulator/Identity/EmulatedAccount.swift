/// An account of the emulated cloud, with the one project that it has.
public struct EmulatedAccount: Hashable, Sendable {
    /// The account's id, which IAM's older calls name the domain's.
    public let id: String
    /// The account's name, which IAM's older calls name the domain's.
    public let name: String
    /// The project of every region.
    public let projectID: String

    /// The account whose keys the configuration has.
    static func own(projectID: String) -> EmulatedAccount {
        EmulatedAccount(id: "00000000000000000000000000000001", name: "emulator", projectID: projectID)
    }

    /// The other account, of which nobody has permanent keys: its agencies lead there, and logins that name it.
    public static let partner = EmulatedAccount(
        id: "00000000000000000000000000000002", name: "partner", projectID: "b0000000000000000000000000000002")

    /// Names the account's identity provider, as STS does.
    public var providerURN: String { "iam::\(id):oidc-provider:\(IdentitySettings.providerID)" }

    /// Names an agency of the account.
    public func urn(of agency: EmulatedAgency) -> String { "iam::\(id):agency:\(agency.rawValue)" }

    /// Names a user of the account.
    public func urn(ofUser name: String) -> String { "iam::\(id):user:\(name)" }

    /// Names whoever has entered an agency of the account under that session name.
    public func urn(of agency: EmulatedAgency, session: String) -> String {
        "sts::\(id):assumed-agency:\(agency.rawValue)/\(session)"
    }

    /// A user's id, which follows from account and name.
    func id(ofUser name: String) -> String { DerivedID.hexID(urn(ofUser: name)) }

    /// An agency's id, which follows from account and name.
    func id(of agency: EmulatedAgency) -> String { DerivedID.hexID(urn(of: agency)) }
}
