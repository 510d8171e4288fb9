public import Schema

/// What is done to a server that was bought before. Each is recorded as purchases are, and sent once.
public enum ChangeKind: String, Choice {
    case renewal = "renew"
    case unsubscription = "unsubscribe"
    case autoRenewal = "auto-renew"
    case autoRenewalStop = "stop-auto-renew"
    case modelChange = "change-model"

    /// Says in words what it does.
    public var meaning: String {
        switch self {
        case .renewal: "a longer period"
        case .unsubscription: "the server is given back"
        case .autoRenewal: "it renews itself from now on"
        case .autoRenewalStop: "it no longer renews itself"
        case .modelChange: "another server model"
        }
    }

    /// Whether it orders something that is paid, now or when a period ends.
    public var isPaid: Bool {
        switch self {
        case .renewal, .autoRenewal, .modelChange: true
        case .unsubscription, .autoRenewalStop: false
        }
    }

    /// Whether something is to be paid for it now: what ends, or is only set, costs nothing.
    public var hasPrice: Bool { self == .renewal || self == .modelChange }

    /// What cannot be undone about it, for whoever is to agree; nil where nothing is lost.
    public var loss: String? {
        self == .unsubscription
            ? "deleted with all that is on it; the refund is known afterwards (cph ledger refresh)" : nil
    }

    /// The operation that carries it out.
    public var operation: any APIOperation {
        switch self {
        case .renewal: Operations.renewResources
        case .unsubscription: Operations.unsubscribe
        case .autoRenewal: Operations.setAutoRenewal
        case .autoRenewalStop: Operations.cancelAutoRenewal
        case .modelChange: Operations.changeServerModel
        }
    }

    /// What undoes it; nil where nothing does.
    public var opposite: ChangeKind? {
        switch self {
        case .autoRenewal: .autoRenewalStop
        case .autoRenewalStop: .autoRenewal
        case .renewal, .unsubscription, .modelChange: nil
        }
    }

    /// What was done, as the end of a sentence: `renewed`.
    public var done: String {
        switch self {
        case .renewal: "renewed"
        case .unsubscription: "given back"
        case .autoRenewal: "set to renew itself"
        case .autoRenewalStop: "stopped from renewing itself"
        case .modelChange: "changed to another model"
        }
    }
}
