import CPHModel

/// The kinds of requests at which a fault may occur.
public enum FaultScope: String, CaseIterable, Sendable {
    /// A purchase.
    case create
    /// The call that lists servers.
    case list
    /// The call that shows one server.
    case show
    /// A call of IAM.
    case iam
    /// A call of STS.
    case sts
    /// A call of the machine's metadata service.
    case metadata
    /// The call that gives a pod its keys.
    case podIdentity = "pod_identity"
    /// A call that reads orders, prepaid resources or prices.
    case orders
    /// A call that pays or renews.
    case pay
    /// Any other call that changes something.
    case change
    /// Any other call that only reads: models, stock, images, networks.
    case lookup

    /// The requests that give out keys and tokens, or tell whose they are.
    static let identity: Set<FaultScope> = [.iam, .sts, .metadata, .podIdentity]

    init(_ operation: some APIOperation) {
        self =
            switch (operation.effect, operation.service) {
            case (.purchase, _): .create
            case (.payment, _): .pay
            case (.change, _), (.unknown, _): .change
            case (.read, .bss): .orders
            case (.read, _):
                switch operation.name {
                case Operations.listServers.name: .list
                case Operations.showServer.name: .show
                default: .lookup
                }
            }
    }
}
