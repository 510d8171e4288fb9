import Files
import Text

/// Carries out `:save`, which writes the session as a script.
extension Prompt {
    func save(_ path: String) -> PromptReply {
        guard !path.isEmpty else { return .failed(":save takes a file") }
        guard !log.isEmpty else { return .failed("nothing has succeeded yet") }
        do throws(FileError) {
            try Files.create(path, Array(script.utf8))
        } catch {
            return .failed("\(error)")
        }
        let spending = log.count { $0.spends }
        let kept = "wrote \(counted(log.count, "statement")) that succeeded to \(path)"
        guard spending > 0 else { return .shown(.text(kept)) }
        return .shown(.text("\(kept); \(spending) that spend\(spending == 1 ? "s is" : " are") commented out"))
    }

    /// The lines that succeeded, in order. A bare expression becomes a comment, because Lua has no such statement.
    var script: String {
        let parts = log.map { statement in
            if statement.spends { return "-- spends: take the dashes away to buy\n" + commented(statement.source) }
            return statement.isExpression && !isCall(statement.source) ? commented(statement.source) : statement.source
        }
        return "#!/usr/bin/env -S cph run\n" + parts.map { $0 + "\n" }.joined()
    }

    private func commented(_ source: String) -> String {
        source.split(separator: "\n", omittingEmptySubsequences: false).map { "-- \($0)" }.joined(separator: "\n")
    }

    /// Whether an expression is a call, which Lua takes as a statement too.
    private func isCall(_ source: String) -> Bool { session.state.judge(Array(source.utf8), name: "<save>") == nil }
}
