import Catalog
public import LuaKit
import LuaSyntax
import Projects
public import Session
import Text

/// The prompt without a terminal: lines in, replies out.
public final class Prompt {
    /// The Lua in which the lines run.
    public let session: Session
    let host: any PromptHost
    let live: AccountValues
    let scope: PromptScope
    private let frame: ScriptFrame?
    private var streams: ScriptStreams?
    /// The `print` that the script had before the prompt, put back by `close`.
    var printBefore: LuaValue?
    /// Set when a line of a prompt inside a script called `os.exit`, which ends the script.
    public private(set) var exit: LuaError?
    let now: () -> Duration
    /// What has run, for `:save`.
    var log: [SavedScript.Entry] = []
    let freshGlobals: Set<String>
    lazy var catalog = Catalog(session.library, session.stdlib)
    var seen = SeenValues()
    /// What `help(x)` returned last, which is shown as a page.
    var helpShown: String?
    /// The last line that was stopped or failed on the way, which `:resume` runs again; nil once it has reached its
    /// end.
    private(set) var stopped: String?
    /// What was typed in this session; a block is one entry.
    private var typed: [String] = []
    private var pending = ""
    /// The number of the last block, which is its name in errors.
    var count = 0

    /// - Parameters:
    ///   - live: What the session's calls go through.
    ///   - caller: The stack of the function that called `cph.repl()`, for a prompt inside a script.
    /// - now: The time on a clock that never goes back, for `:time` and for how long a stopped line ran.
    public init(
        _ session: Session, host: any PromptHost, live: AccountValues, caller: LuaContext? = nil,
        now: @escaping () -> Duration
    ) throws(LuaError) {
        let frame = caller.map { ScriptFrame($0) }
        guard let scope = PromptScope(session.state, frame: frame) else {
            throw LuaError.runtime("the globals are gone")
        }
        (self.session, self.host, self.live) = (session, host, live)
        (self.scope, self.frame, self.now) = (scope, frame, now)
        freshGlobals = session.state.globalNames
        frame?.load(into: scope.table)
        installHelp()
        installPrint()
        streams = ScriptStreams(session, host)
    }

    /// Where in the script `cph.repl()` was called; nil for a prompt that is no part of a script.
    public var place: LuaPosition? { frame?.position }

    /// Whether what a line has written leaves standard output in the middle of a row; nil where nobody knows. What is shown
    /// next begins another.
    public func takeUnfinishedRow() -> Bool? {
        defer { streams?.row = .start }
        switch streams?.row ?? .start {
        case .start: return false
        case .middle: return true
        case .unknown: return nil
        }
    }

    /// Says that what was written last ends its row.
    func noteRowEnd() { streams?.row = .start }

    /// Puts back what the script had before the prompt.
    public func close() {
        if let printBefore { session.state.setGlobal("print", printBefore) }
        streams?.close()
    }

    /// Takes a line, or several. An unfinished block is kept until it is complete or fails.
    public func feed(_ line: String) -> PromptReply {
        let source = pending.isEmpty ? line : "\(pending)\n\(line)"
        pending = ""
        let text = trimmed(source)
        if text.isEmpty { return .nothing }
        defer { if pending.isEmpty { typed.append(text) } }
        if let words = leaving(text) { return .shown(.text(words)) }
        if text.hasPrefix("?") { return help(questionMark: text) }
        if text.hasPrefix(":"), !text.hasPrefix("::") { return run(command: text) }
        let reply = evaluate(source)
        if reply == .needsMore { pending = source }
        return reply
    }

    /// What to say to somebody who types the word with which other prompts end, unless it is a variable here.
    private func leaving(_ text: String) -> String? {
        let word = text.hasSuffix("()") ? String(text.dropLast(2)) : text
        guard ["exit", "quit", "logout", "bye"].contains(word), value(of: word) == nil else { return nil }
        return place == nil
            ? ":quit or Ctrl-D leaves the prompt; os.exit(3) ends it with that code"
            : ":quit or Ctrl-D goes on with the script; os.exit(3) ends it with that code"
    }

    /// What was typed, oldest first: in all sessions, or in this one where nothing is kept.
    var history: [String] {
        let kept = host.history
        return kept.isEmpty ? typed : kept
    }

    /// The last block that was Lua.
    var lastBlock: String { (typed.last { !$0.hasPrefix(":") } ?? host.history.last { !$0.hasPrefix(":") }) ?? "" }

    /// Drops an unfinished block, as Ctrl-C does.
    public func forgetUnfinished() { pending = "" }

    /// Runs a block and shows its values.
    func evaluate(_ source: String) -> PromptReply {
        let chunk: Chunk
        do throws(LuaError) {
            chunk = try compile(source)
        } catch {
            if error.isIncomplete { return .needsMore }
            return .failed(report(error))
        }
        return run(chunk)
    }

    func run(_ chunk: Chunk) -> PromptReply {
        host.beginLine()
        session.state.clearInterrupt()
        let start = now()
        scope.declare(chunk.declares, constants: chunk.constants)
        frame?.load(into: scope.table)
        defer { frame?.store(from: scope.table) }
        let before = SessionValues(scope, session.state)
        do throws(LuaError) {
            let values = chunk.values(of: try session.state.line(chunk.function))
            if stopped == chunk.source { stopped = nil }
            // Only the prompt has `help`.
            if values.first?.text == nil || values.first?.text != helpShown { note(chunk) }
            if let sum = host.purchases.sum { host.output(sum) }
            guard !values.isEmpty else { return .nothing }
            scope.remember(values[0])
            seen.learn(from: values[0], session.state.context)
            return chunk.isMuted ? .nothing : .shown(try shown(values))
        } catch {
            if case .exit = error.kind { exit = error }
            stopped = chunk.source
            log.append(.failed(changed: before.changed(in: scope, session.state)))
            return failure(error, after: now() - start)
        }
    }

    private func note(_ chunk: Chunk) {
        log.append(
            .ran(
                SavedScript.Statement(
                    chunk.statements, value: chunk.value, chunk.file, spends: host.purchases.count > 0)))
    }

    /// Whether `text` would run, and if not, how the next line is indented.
    public func missingIndentation(after text: String) -> String? {
        let trimmedText = trimmed(text)
        if trimmedText.isEmpty || trimmedText.hasPrefix("?") || trimmedText.hasPrefix(":") { return nil }
        do throws(LuaError) {
            _ = try chunk(of: text, named: "<line>")
            return nil
        } catch {
            return error.isIncomplete ? luaIndentation(depth: TypedLua(text).openBlocks) : nil
        }
    }

    /// Describes the failures of jobs since the last call that nothing has asked for.
    public func announcements() -> [String] {
        session.state.takeFailures().map { "[job \($0.task)] failed: \(report($0.error))" }
    }
}
