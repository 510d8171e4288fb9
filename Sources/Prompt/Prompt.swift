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
    private var input: ScriptInput?
    /// The `print` that the script had before the prompt, put back by `close`.
    var printBefore: LuaValue?
    /// Set when a line of a prompt inside a script called `os.exit`, which ends the script.
    public private(set) var exit: LuaError?
    let now: () -> Duration
    private let values: LuaCallback
    /// The lines that succeeded, for `:save`.
    var log: [Statement] = []
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
    private var count = 0

    struct Statement {
        var source: String
        var isExpression: Bool
        /// Whether it began a purchase.
        var spends: Bool
    }

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
        values = try session.state.load("return ...", chunk: "prompt")
        frame?.load(into: scope.table)
        installHelp()
        installPrint()
        input = ScriptInput(session, host)
    }

    /// Where in the script `cph.repl()` was called; nil for a prompt that is no part of a script.
    public var place: LuaPosition? { frame?.position }

    /// Puts back what the script had before the prompt.
    public func close() {
        if let printBefore { session.state.setGlobal("print", printBefore) }
        input?.close()
    }

    /// Takes a line, or several. An unfinished block is kept until it is complete or fails.
    public func feed(_ line: String) -> PromptReply {
        let source = pending.isEmpty ? line : "\(pending)\n\(line)"
        pending = ""
        let text = trimmed(source)
        if text.isEmpty { return .nothing }
        defer { if pending.isEmpty { typed.append(text) } }
        if text.hasPrefix("?") { return help(questionMark: text) }
        if text.hasPrefix(":"), !text.hasPrefix("::") { return run(command: text) }
        let reply = evaluate(source)
        if reply == .needsMore { pending = source }
        return reply
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

    /// A compiled block.
    struct Chunk {
        var source: String
        var function: LuaCallback
        var isExpression: Bool
        var isMuted: Bool
        /// The names that it declares `local` outside of all blocks.
        var declares: [String] = []
    }

    private func compile(_ source: String) throws(LuaError) -> Chunk {
        count += 1
        let name = "<\(count)>"
        let text = TypedLua(source)
        do throws(ScriptError) {
            session.remember(try Script(name: name, bytes: text.bytes))
        } catch {
            throw LuaError.runtime(error.description)
        }
        do throws(LuaError) {
            return try compile(text, source, name)
        } catch {
            if error.isIncomplete { count -= 1 }
            throw error
        }
    }

    /// Compiles a block as an expression if it is one, else as statements.
    private func compile(_ text: TypedLua, _ source: String, _ name: String) throws(LuaError) -> Chunk {
        let expressionError: LuaError
        do throws(LuaError) {
            _ = try load("return " + text.withoutSemicolon, name)
            // Not as a tail call, which would leave the prompt's own line out of tracebacks.
            let function = try load("return __values(\(text.withoutSemicolon))", name)
            return Chunk(source: source, function: function, isExpression: true, isMuted: text.isMuted)
        } catch { expressionError = error }
        let rewritten = LocalRewrite(source)
        do throws(LuaError) {
            let function = try load(rewritten.source, name)
            return Chunk(
                source: source, function: function, isExpression: false, isMuted: text.isMuted,
                declares: rewritten.names)
        } catch {
            // What no statement can begin with was meant as an expression.
            throw error.message.hasSuffix("near '\(text[0])'") && !error.isIncomplete ? expressionError : error
        }
    }

    /// The code in front of the first line of each chunk: it takes the session's variables and a function that returns
    /// its arguments.
    static let header = "local _ENV, __values = ...; "

    var chunkArguments: [any LuaPushable] { [scope.table, values] }

    private func load(_ source: String, _ name: String) throws(LuaError) -> LuaCallback {
        try session.state.load(Self.header + source, chunk: name)
    }

    func run(_ chunk: Chunk) -> PromptReply {
        host.beginLine()
        session.state.clearInterrupt()
        let start = now()
        scope.declare(chunk.declares)
        frame?.load(into: scope.table)
        defer { frame?.store(from: scope.table) }
        do throws(LuaError) {
            let values = try session.state.line(chunk.function, arguments: chunkArguments)
            if stopped == chunk.source { stopped = nil }
            // Only the prompt has `help`.
            if values.first?.text == nil || values.first?.text != helpShown { note(chunk) }
            guard !values.isEmpty else { return .nothing }
            scope.remember(values[0])
            seen.learn(from: values[0], session.state.context)
            return chunk.isMuted ? .nothing : .shown(try shown(values))
        } catch {
            if case .exit = error.kind { exit = error }
            stopped = chunk.source
            return failure(error, after: now() - start)
        }
    }

    private func note(_ chunk: Chunk) {
        log.append(
            Statement(source: chunk.source, isExpression: chunk.isExpression, spends: host.purchases.count > 0))
    }

    /// Whether `text` would run, and if not, how the next line is indented.
    public func missingIndentation(after text: String) -> String? {
        let trimmedText = trimmed(text)
        if trimmedText.isEmpty || trimmedText.hasPrefix("?") || trimmedText.hasPrefix(":") { return nil }
        do throws(LuaError) {
            _ = try compile(TypedLua(text), text, "<line>")
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
