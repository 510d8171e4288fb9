import Bindings
import CPHModel
import LuaKit

/// What a caller learns from the exit code.
struct ExitStatus: Error, Hashable {
    let rawValue: Int32

    /// 0 to 255, as `os.exit` gives it.
    init(rawValue: Int32) { self.rawValue = rawValue }

    static let done = ExitStatus(rawValue: 0)
    /// An error in the script, memory included.
    static let scriptError = ExitStatus(rawValue: 1)
    /// Wrong arguments, no such script, no credentials.
    static let usage = ExitStatus(rawValue: 2)
    /// A limit, an approval or a capability forbids it.
    static let refused = ExitStatus(rawValue: 3)
    static let partlyDone = ExitStatus(rawValue: 4)
    /// The service or the network failed, and nothing was bought.
    static let service = ExitStatus(rawValue: 5)
    static let ledger = ExitStatus(rawValue: 6)
    /// Something was sent and its outcome is not known. Wins over all others.
    static let inDoubt = ExitStatus(rawValue: 20)
    static let deadline = ExitStatus(rawValue: 124)
    static let interrupted = ExitStatus(rawValue: 130)

    init(_ error: LuaError) {
        switch error.kind {
        case .exit(let code): self.init(rawValue: Int32(truncatingIfNeeded: code & 0xFF))
        case .interrupted(let reason): self = reason == .deadline ? .deadline : .interrupted
        case .host(let error): self = (translated(error) as? CPHError).map(ExitStatus.init) ?? .scriptError
        case .syntax, .runtime, .memory, .argument, .conversion: self = .scriptError
        }
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
