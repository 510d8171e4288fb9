import Files
import Ledger
import LuaKit
import Synchronization
import Terminal
import Text

/// Asks the person at the terminal, wherever stdin and stdout lead.
///
/// The question keeps the thread it is asked on until it is answered. For a script that is Lua's own: no Lua runs, and nothing
/// that a script prints reaches the terminal, while somebody reads what would be bought.
final class TerminalApprover: Approver {
    private let palette: Palette
    private let run = Mutex<LuaInterrupter?>(nil)

    init() { palette = Palette(.auto, isTerminal: true) { Environment[$0] } }

    /// Gives a question up when this run is interrupted or its deadline has passed: who is not there cannot answer, and what
    /// runs out of time is not to buy afterwards.
    func watch(_ interrupter: LuaInterrupter) { run.withLock { $0 = interrupter } }

    func decide(_ question: ApprovalQuestion) async -> ApprovalDecision { ask(TypedConfirmation(question)) }

    func decide(_ question: ChangeQuestion) async -> ApprovalDecision { ask(TypedConfirmation(question)) }

    private func ask(_ confirmation: TypedConfirmation) -> ApprovalDecision {
        Output.hold()
        defer { Output.release() }
        let interrupter = run.withLock { $0 }
        return switch confirm(confirmation, palette: palette, until: { interrupter?.isInterrupted == true }) {
        case .approved: .approved(by: Environment["USER"] ?? Environment["LOGNAME"] ?? "the person at the terminal")
        case .refused: .refused
        case .unavailable: .unavailable
        }
    }
}
