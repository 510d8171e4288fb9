import LuaSyntax
import Text

/// The lines of a session that succeeded, as a script that does what they did.
///
/// At the prompt a `local` outside of all blocks is a variable of the session: a function that was defined earlier sees it,
/// and one that is declared again is the same variable. Where a script would take that otherwise, its variables are declared
/// at the top, and the lines only assign to them. What a script can't do is a reason to write none.
struct SavedScript {
    /// Why there is no script that does the same.
    struct Refusal: Error { let reason: String }

    /// A line that ran.
    enum Entry {
        /// To its end.
        case ran(Statement)
        /// Not to its end; it had changed these variables by then.
        case failed(changed: Set<String>)
    }

    /// What a session knows of a name that no line has set.
    enum Knowledge { case everywhere, hereOnly, nowhere }

    /// The text of the script.
    let text: String

    init(_ log: [Entry], knowledge: (String) -> Knowledge, isStatement: (String) -> Bool) throws(Refusal) {
        let plan = try SavedNames(log, knowledge: knowledge)
        var lines = ["#!/usr/bin/env -S cph run"]
        if !plan.hoisted.isEmpty { lines.append("local \(plan.hoisted.sorted().joined(separator: ", "))") }
        for case .ran(let statement) in log {
            if statement.spends { lines.append("-- spends: take the dashes away to buy") }
            lines.append(statement.spends ? commented(statement.source) : statement.text(plan, isStatement))
        }
        text = lines.map { $0 + "\n" }.joined()
    }
}

private func commented(_ source: String) -> String {
    source.split(separator: "\n", omittingEmptySubsequences: false).map { "-- \($0)" }.joined(separator: "\n")
}

extension SavedScript {
    /// A block that succeeded: statements, a value behind them, or both.
    struct Statement {
        let statements: String
        let value: String?
        /// The file that it was loaded from.
        let file: String?
        /// Whether it began a purchase.
        let spends: Bool
        let names: SavedStatementNames

        init(_ statements: String, value: String?, _ file: String?, spends: Bool) {
            (self.statements, self.value, self.file, self.spends) = (statements, value, file, spends)
            names = SavedStatementNames(statements, value: value)
        }

        var source: String { file.map { "dofile(\(luaLiteral($0)))" } ?? statements + (value ?? "") }

        /// The block as a script has it.
        fileprivate func text(_ plan: SavedNames, _ isStatement: (String) -> Bool) -> String {
            if file != nil, plan.keepsFile(self) { return source }
            let isInPlace = plan.isInPlace(self)
            let body = isInPlace ? statements : LocalRewrite(statements).source
            var parts = trimmed(body).isEmpty ? [] : [separated(trimmed(body))]
            if let value { parts.append(self.text(of: trimmedAtEnd(value), isStatement)) }
            let text = parts.joined(separator: "\n")
            if names.needsFunction { return ";(function(...)\n\(text)\nend)()" }
            return names.needsBlock ? "do\n\(text)\nend" : text
        }

        /// A value that calls nothing does nothing.
        private func text(of value: String, _ isStatement: (String) -> Bool) -> String {
            if isStatement(value) { return separated(value) }
            return names.valueCalls ? "do local _ = \(value)\nend" : commented(value)
        }

        /// A bracket at the start of a line would go on with the line before: `x = f` and `(g)()`.
        private func separated(_ text: String) -> String { TypedLua(text)[0] == "(" ? ";" + text : text }
    }
}
