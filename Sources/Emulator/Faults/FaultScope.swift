import CPHModel

/// The kinds of requests at which a fault may occur.
public enum FaultScope: String, CaseIterable, Sendable {
    /// A purchase.
    case create
    /// The call that lists servers.
    case list
    /// The call that shows one server.
    case show
    case iam
    /// A call that reads orders, prepaid resources or prices.
    case orders
    /// A call that pays or renews.
    case pay
    /// Any other call that changes something.
    case change
    /// Any other call that only reads: models, stock, images, networks.
    case lookup

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
