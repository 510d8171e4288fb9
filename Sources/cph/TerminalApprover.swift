import Dispatch
import Files
import Ledger
import LuaKit
import Synchronization
import Terminal
import Text

/// Asks the person at the terminal, wherever stdin and stdout lead.
///
/// While the question stands, no Lua of the run goes on and nothing else is written to the terminal; what the run has under way
/// is finished and recorded all the same.
final class TerminalApprover: Approver {
    private struct AskingRun {
        let interrupter: LuaInterrupter
        let pause: LuaPause
    }

    private let palette: Palette
    private let run = Mutex<AskingRun?>(nil)

    init() { palette = Palette(.auto, isTerminal: true) { Environment[$0] } }

    /// Takes the state whose scripts ask. A question is given up when it is interrupted or its deadline has passed: who is not
    /// there cannot answer, and what runs out of time is not to buy afterwards.
    func watch(_ state: LuaState) {
        run.withLock { $0 = AskingRun(interrupter: state.interrupter, pause: state.pause) }
    }

    func decide(_ question: ApprovalQuestion) async -> ApprovalDecision { await ask(TypedConfirmation(question)) }

    func decide(_ question: ChangeQuestion) async -> ApprovalDecision { await ask(TypedConfirmation(question)) }

    /// Asks something else, likewise.
    func ask(_ confirmation: TypedConfirmation) async -> ApprovalDecision {
        let (run, palette) = (run.withLock { $0 }, palette)
        // The gate asks in work on Lua's thread, so that Lua stands still from here on.
        run?.pause.begin()
        defer { run?.pause.end() }
        Output.hold()
        defer { Output.release() }
        // The question waits for a key as long as it takes, which no thread of the task pool may do.
        let answer = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let isOver = { run?.interrupter.isInterrupted == true }
                continuation.resume(returning: confirm(confirmation, palette: palette, until: isOver))
            }
        }
        return switch answer {
        case .approved: .approved(by: RunInfo.userName)
        case .refused: .refused
        case .unavailable: .unavailable
        }
    }
}
