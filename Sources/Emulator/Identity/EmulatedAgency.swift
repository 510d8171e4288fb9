/// The agencies that every emulated account has; no other can be entered.
public enum EmulatedAgency: String, CaseIterable, Sendable {
    /// What the emulated machine may use; its metadata service gives out the keys.
    case machine = "ecs-agency"
    /// What the emulated pod may use.
    case pod = "pod-agency"
    /// What STS lets in by an identity token of the account's provider.
    case federation = "oidc-agency"
    /// What anybody with keys of either account may enter.
    case buyers = "buyer-agency"

    /// How an agency is entered.
    enum Entrance: Sendable {
        case metadata, podIdentity, identityToken
        /// With keys or a token of one's own.
        case assumption
    }

    /// The only way in.
    var entrance: Entrance {
        switch self {
        case .machine: .metadata
        case .pod: .podIdentity
        case .federation: .identityToken
        case .buyers: .assumption
        }
    }
}
