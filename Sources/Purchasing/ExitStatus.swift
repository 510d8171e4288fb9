import Bindings
package import CPHModel
package import LuaKit

/// What a caller learns from the exit code.
package struct ExitStatus: Error, Hashable {
    /// Holds the code that the program ends with, 0 to 255.
    package let rawValue: Int32

    /// 0 to 255, as `os.exit` gives it.
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// Says that everything was done.
    package static let done = ExitStatus(rawValue: 0)
    /// An error in the script, memory included.
    package static let scriptError = ExitStatus(rawValue: 1)
    /// Wrong arguments, no such script, no credentials.
    package static let usage = ExitStatus(rawValue: 2)
    /// A limit, an approval or a capability forbids it.
    package static let refused = ExitStatus(rawValue: 3)
    /// Says that a part was bought, or that something was bought before a read failed.
    package static let partlyDone = ExitStatus(rawValue: 4)
    /// The service or the network failed, and nothing was bought.
    package static let service = ExitStatus(rawValue: 5)
    /// Says that the ledger could not be opened, read or written.
    package static let ledger = ExitStatus(rawValue: 6)
    /// Something was sent and its outcome is not known. Wins over all others.
    package static let inDoubt = ExitStatus(rawValue: 20)
    /// Says that `--deadline` passed, as `timeout(1)` does.
    package static let deadline = ExitStatus(rawValue: 124)
    /// Says that the terminal was closed, or SIGHUP came otherwise.
    package static let hungUp = ExitStatus(rawValue: 129)
    /// Says that Ctrl-C ended the run, as shells do.
    package static let interrupted = ExitStatus(rawValue: 130)
    /// Says that SIGTERM ended the run, which systemd, `timeout(1)` and others send.
    package static let terminated = ExitStatus(rawValue: 143)

    /// Translates what ended a script: its own `os.exit`, an interruption, an error of cph's or of Lua's.
    package init(_ error: LuaError) {
        switch error.kind {
        case .exit(let code): self.init(ofScript: code)
        case .interrupted(.deadline): self = .deadline
        case .interrupted(.signal(let number)): self.init(rawValue: 128 + number)
        case .interrupted: self = .interrupted
        case .host(let error): self = (translated(error) as? CPHError).map(ExitStatus.init) ?? .scriptError
        case .syntax, .runtime, .memory, .argument, .conversion: self = .scriptError
        }
    }

    /// The code that a script gave, of which the system keeps 8 bits: what is no success stays none.
    package init(ofScript code: Int) {
        let byte = Int32(truncatingIfNeeded: code & 0xFF)
        self.init(rawValue: byte == 0 && code != 0 ? 1 : byte)
    }

    /// Whether somebody stopped the run, or its time was over.
    package var isStopped: Bool { [.deadline, .hungUp, .interrupted, .terminated].contains(self) }

    /// Translates an error by its kind alone.
    package init(_ error: CPHError) {
        self =
            switch error.kind {
            case .argument: .scriptError
            case .denied: error.isOfCredentials ? .usage : .refused
            case .api, .network, .timeout: .service
            case .cancelled: .interrupted
            case .inDoubt: .inDoubt
            case .partial: .partlyDone
            case .ledger: .ledger
            }
    }

    /// The exit code of a run that ended with this status and whose purchases came to `totals`: what is in doubt wins
    /// over everything, then what was bought in part, whatever the script caught or returned.
    package func after(_ totals: PurchaseTally.Totals) -> ExitStatus {
        if !totals.inDoubt.isEmpty || !totals.underWay.isEmpty { return .inDoubt }
        // Who buys and then fails to look at it has bought all the same.
        if self == .service || self == .usage, totals.hasBought { return .partlyDone }
        return totals.partial.isEmpty ? self : .partlyDone
    }
}
