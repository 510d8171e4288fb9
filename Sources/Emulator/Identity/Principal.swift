/// Whom keys or a token stand for.
struct Principal: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case user(String)
        case session(EmulatedAgency, String)
    }

    let account: EmulatedAccount
    let kind: Kind

    /// The user whose keys the configuration has.
    static func keyOwner(of account: EmulatedAccount) -> Principal {
        Principal(account: account, kind: .user("emulator"))
    }

    /// The user that an identity token stands for at IAM.
    static func federated(in account: EmulatedAccount) -> Principal {
        Principal(account: account, kind: .user(IdentitySettings.federatedUser))
    }

    /// The name that STS has for it.
    var urn: String {
        switch kind {
        case .user(let name): account.urn(ofUser: name)
        case .session(let agency, let session): account.urn(of: agency, session: session)
        }
    }

    /// A user's id; of a session its agency's, with the session's name.
    var id: String {
        switch kind {
        case .user(let name): account.id(ofUser: name)
        case .session(let agency, let session): "\(account.id(of: agency)):\(session)"
        }
    }

    /// Of a user or a session.
    var name: String {
        switch kind {
        case .user(let name): name
        case .session(_, let session): session
        }
    }

    /// Whether an agency was entered.
    var isSession: Bool { if case .session = kind { true } else { false } }
}
