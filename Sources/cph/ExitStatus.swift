import CPHModel
import LuaKit

/// What a caller learns from the exit code.
enum ExitStatus: Int32, Error {
    case done = 0
    /// An error in the script, memory included.
    case scriptError = 1
    /// Wrong arguments, no such script, no credentials.
    case usage = 2
    /// A limit, an approval or a capability forbids it.
    case refused = 3
    case partlyDone = 4
    /// The service or the network failed, and nothing was bought.
    case service = 5
    case ledger = 6
    /// Something was sent and its outcome is not known. Wins over all others.
    case inDoubt = 20
    case deadline = 124
    case interrupted = 130

    init(_ error: LuaError) {
        self = (error.hostError as? CPHError).map(ExitStatus.init) ?? .scriptError
    }

    init(_ error: CPHError) {
        self =
            switch error.kind {
            case .argument: .scriptError
            case .denied: .refused
            case .api, .network, .timeout: .service
            case .cancelled: .interrupted
            case .inDoubt: .inDoubt
            case .partial: .partlyDone
            case .ledger: .ledger
            }
    }
}
