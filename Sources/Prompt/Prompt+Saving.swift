import Files
import LuaKit
import Text

/// Carries out `:save`, which writes the session as a script.
extension Prompt {
    func save(_ path: String) -> PromptReply {
        guard !path.isEmpty else { return .failed(":save takes a file") }
        let ran = log.compactMap { entry in if case .ran(let statement) = entry { statement } else { nil } }
        guard !ran.isEmpty else { return .failed("nothing has succeeded yet") }
        do {
            let script = try SavedScript(log, knowledge: knowledge(of:)) {
                session.state.judge(Array($0.utf8), name: "<save>") == nil
            }
            try Files.create(path, Array(script.text.utf8))
        } catch let error as SavedScript.Refusal {
            return .failed("nothing was written: \(error.reason)")
        } catch {
            return .failed("\(error)")
        }
        let spending = ran.count { $0.spends }
        let kept = "wrote \(counted(ran.count, "statement")) that succeeded to \(path)"
        guard spending > 0 else { return .shown(.text(kept)) }
        return .shown(.text("\(kept); \(spending) that spend\(spending == 1 ? "s is" : " are") commented out"))
    }

    /// What a script would find under a name that it does not set.
    private func knowledge(of name: String) -> SavedScript.Knowledge {
        if freshGlobals.contains(name) { return .everywhere }
        return value(of: name) == nil ? .nowhere : .hereOnly
    }
}
