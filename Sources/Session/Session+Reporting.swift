import Bindings
public import LuaKit
import Projects

// How an error is shown to people.
extension Session {
    /// Describes an error for people: where and what, the line of the script with a caret, a hint, and the calls that
    /// led there.
    public func report(_ error: LuaError, hint: String? = nil) -> String {
        let position = position(of: error)
        var text = (position.map { "\($0): " } ?? "") + (words(of: error) ?? error.message)
        if let position { text += excerpt(error, position) }
        if let hint = hint ?? self.hint(for: error) { text += "\n  hint: \(hint)" }
        if error.traceback.count > 1 {
            text += "\n" + error.traceback.map { "  at \($0)" }.joined(separator: "\n")
        }
        return text
    }

    private func hint(for error: LuaError) -> String? {
        guard case .memory = error.kind else { return nil }
        return "the limit is \(state.memory.limit >> 20) MiB; --memory sets another"
    }

    /// Shows the contents of a plain table that a script has raised: `tostring` would give only its address. Nil for
    /// other errors.
    private func words(of error: LuaError) -> String? {
        guard case .runtime = error.kind, case .table = error.value, error.message.hasPrefix("table: 0x") else {
            return nil
        }
        return try? text(of: error.value, depth: 4)
    }

    /// Where to show an error: the innermost line of the reader's own code, which says more than one in the standard
    /// library.
    package func position(of error: LuaError) -> LuaPosition? {
        error.traceback.lazy.compactMap(\.position).first { self.scripts[$0.chunk] != nil } ?? error.position
    }

    /// The line of the error, with a caret below it where the column is known.
    private func excerpt(_ error: LuaError, _ position: LuaPosition) -> String {
        guard let script = scripts[position.chunk] else { return "" }
        let caret = Caret(error, in: script, at: position.line, width: width)
        let number = caret?.line ?? position.line
        guard let line = script.line(number) else { return "" }
        let margin = "\(number) | "
        let mark = caret.map { "\n  " + String(repeating: " ", count: margin.count) + $0.column } ?? ""
        return "\n  \(margin)\(line)\(mark)"
    }
}
