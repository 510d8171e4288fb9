import Files
import Ledger
import Terminal
import Text

/// Asks the person at the terminal, wherever stdin and stdout lead.
///
/// The question keeps the thread it is asked on until it is answered. For a script that is Lua's own: no Lua runs, and nothing
/// that a script prints reaches the terminal, while somebody reads what would be bought.
struct TerminalApprover: Approver {
    let palette: Palette

    init() { palette = Palette(.auto, isTerminal: true) { Environment[$0] } }

    func decide(_ question: ApprovalQuestion) async -> ApprovalDecision { ask(TypedConfirmation(question)) }

    func decide(_ question: ChangeQuestion) async -> ApprovalDecision { ask(TypedConfirmation(question)) }

    private func ask(_ confirmation: TypedConfirmation) -> ApprovalDecision {
        Output.hold()
        defer { Output.release() }
        return switch confirm(confirmation, palette: palette) {
        case .approved: .approved(by: Environment["USER"] ?? Environment["LOGNAME"] ?? "the person at the terminal")
        case .refused: .refused
        case .unavailable: .unavailable
        }
    }
}
