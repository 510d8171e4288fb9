import LuaKit
import LuaSyntax
import Schema
import Text

/// What the prompt says of an error.
extension Prompt {
    func failure(_ error: LuaError, after duration: Duration) -> PromptReply {
        if case .exit = error.kind { return .leave }
        guard case .interrupted(.user) = error.kind else {
            return .failed([report(error), host.purchases.summary].compactMap(\.self).joined(separator: "\n"))
        }
        awaitAnswers()
        let place = session.position(of: error).map { " at \($0)" } ?? ""
        let outcome = host.purchases.summary ?? "No purchase was under way."
        return .stopped("stopped after \(duration.words)\(place)\n\(outcome)")
    }

    /// Waits for the answers to what the stopped line has sent; Ctrl-C ends that as well.
    private func awaitAnswers() {
        guard let wait = host.pendingAnswers else { return }
        session.state.clearInterrupt()
        let lua = session.state.context
        LuaFunction(async: "answers", doc: "Waits for answers.") { await wait() }.push(to: lua)
        defer { lua.pop() }
        if let function = try? lua.read(LuaCallback.self, at: -1) { _ = try? session.state.line(function) }
        session.state.clearInterrupt()
    }

    /// Position, message, the line with a caret, a hint. Frames appear only where they lead to somebody's code.
    func report(_ error: LuaError) -> String {
        session.report(error, hint: nearName(for: error))
    }

    /// Finds the name that was probably meant, for an error about a name that is nil.
    private func nearName(for error: LuaError) -> String? {
        guard let subject = ErrorSubject(error.message), !subject.isVariable, let (text, index) = tokens(of: error)
        else {
            return nil
        }
        let chain = Chain(in: text, endingAt: index)
        if let replacement = luaReplacementHint(for: chain.owner + [chain.last]) { return replacement }
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        guard pushOwner(of: chain) else { return nil }
        let near = suggestion(for: subject.name, among: names(of: lua.top).filter { !$0.hasPrefix("_") })
        return near.map { "did you mean \(chain.prefix)\($0)?" }
    }

    /// The tokens of the line that an error is about, and which of them it is.
    private func tokens(of error: LuaError) -> (TypedLua, Int)? {
        guard let position = session.position(of: error), let bytes = session.source(of: position.chunk),
            let place = session.place(of: error)?.range
        else { return nil }
        let source = LuaSource(bytes)
        guard let line = source.range(ofLine: source.line(at: place.lowerBound)) else { return nil }
        let text = TypedLua(source.text(line))
        let start = place.lowerBound - line.lowerBound
        return text.tokens.firstIndex { $0.range.lowerBound == start }.map { (text, $0) }
    }
}

/// The part of a program that a message of Lua is about: `attempt to call a nil value (global 'prnt')`.
struct ErrorSubject {
    let kind: String
    let name: String

    /// Whether it is a local variable, which exists under this very name: then its value is wrong, not the name.
    var isVariable: Bool { kind == "local" || kind == "upvalue" }

    init?(_ message: String) {
        guard message.contains("a nil value ("), let open = message.lastIndex(of: "("), message.hasSuffix("')") else {
            return nil
        }
        let words = message[message.index(after: open)...].dropLast(2).split(separator: " '", maxSplits: 1)
        guard words.count == 2 else { return nil }
        (kind, name) = (String(words[0]), String(words[1]))
    }
}
