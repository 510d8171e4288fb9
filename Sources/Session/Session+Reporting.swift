import Bindings
public import LuaKit
import LuaSyntax
import Projects

// How an error is shown to people.
extension Session {
    /// Describes an error for people: where and what, the line of the script with a caret, a hint, and the calls that
    /// led there.
    public func report(_ error: LuaError, hint: String? = nil) -> String {
        let position = position(of: error)
        var text = (position.map { "\($0): " } ?? "") + message(of: error)
        if let position { text += excerpt(error, position) }
        if let hint = hint ?? self.hint(of: error) { text += "\n  hint: \(hint)" }
        if error.traceback.count > 1 {
            text += "\n" + error.traceback.map { "  at \($0)" }.joined(separator: "\n")
        }
        return text
    }

    /// What went wrong, without its place.
    package func message(of error: LuaError) -> String { words(of: error) ?? error.message }

    /// What to do about it; nil where nobody knows.
    package func hint(of error: LuaError) -> String? { hint(for: error) ?? nameHint(for: error) }

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

    /// Where to show an error: the line that it blames, or else the innermost of the reader's own code, which says more
    /// than one in the standard library.
    package func position(of error: LuaError) -> LuaPosition? {
        if let position = error.position, let script = scripts[position.chunk] {
            guard case .syntax = error.kind else { return position }
            let source = LuaSource(script.source)
            return LuaPosition(
                chunk: position.chunk, line: source.line(at: LuaRefusal(error, in: source).line.lowerBound))
        }
        return error.traceback.lazy.compactMap(\.position).first { self.scripts[$0.chunk] != nil } ?? error.position
    }

    /// The part of the shown chunk that an error is about; nil where it cannot be told.
    package func place(of error: LuaError) -> ErrorPlace? {
        guard let position = position(of: error), let script = scripts[position.chunk] else { return nil }
        return ErrorPlace(of: error, at: position, in: LuaSource(script.source)) { self.scripts[$0] != nil }
    }

    /// The line of the error, with a caret below it where the column is known.
    private func excerpt(_ error: LuaError, _ position: LuaPosition) -> String {
        guard let script = scripts[position.chunk] else { return "" }
        let source = LuaSource(script.source)
        let caret = place(of: error).flatMap { Caret(under: $0.range, in: source, width: width) }
        let number = caret?.line ?? position.line
        guard let line = source.text(ofLine: number) else { return "" }
        let margin = "\(number) | "
        let mark = caret.map { "\n  " + String(repeating: " ", count: margin.count) + $0.column } ?? ""
        return "\n  \(margin)\(line)\(mark)"
    }
}
