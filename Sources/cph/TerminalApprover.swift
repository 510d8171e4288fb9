import Dispatch
import Files
import Ledger
import Terminal
import Text

/// Asks the person at the terminal, wherever stdin and stdout lead.
struct TerminalApprover: Approver {
    let palette: Palette

    init() { palette = Palette(.auto, isTerminal: true) { Environment[$0] } }

    func decide(_ question: ApprovalQuestion) async -> ApprovalDecision { await ask(TypedConfirmation(question)) }

    func decide(_ question: ChangeQuestion) async -> ApprovalDecision { await ask(TypedConfirmation(question.change)) }

    private func ask(_ confirmation: TypedConfirmation) async -> ApprovalDecision {
        let palette = palette
        // The question waits for a key as long as it takes, which no thread of the task pool may do.
        let answer = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: confirm(confirmation, palette: palette)) }
        }
        return switch answer {
        case .approved: .approved(by: Environment["USER"] ?? Environment["LOGNAME"] ?? "the person at the terminal")
        case .refused: .refused
        case .unavailable: .unavailable
        }
    }
}
