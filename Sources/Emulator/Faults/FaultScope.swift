import CPHModel

/// The kinds of requests at which a fault may occur.
public enum FaultScope: String, CaseIterable, Sendable {
    /// Purchases.
    case create
    /// The list of servers.
    case list
    /// One server.
    case show
    case iam
    /// What reads orders, prepaid resources and prices.
    case orders
    /// What pays or renews.
    case pay
    /// Everything else that changes something.
    case change
    /// Everything else that only reads: models, stock, images, networks.
    case lookup

    init(_ operation: some APIOperation) {
        self =
            switch (operation.effect, operation.service) {
            case (.purchase, _): .create
            case (.payment, _): .pay
            case (.change, _): .change
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
