import Glibc
import LuaKit
import Runtime
import Terminal

/// Lua's side of the prompt: waits for what the editor sends, while jobs run, and answers it.
struct PromptLoop {
    let prompt: Runtime.Prompt
    let link: PromptLink
    let screen: PromptScreen
    let place: String
    let host: ProcessHost

    func greet(rcFile: String?) {
        if isatty(1) == 1 {
            screen.show(.text("cph \(Root.version) · Lua 5.4 · :help for help · \(host.surroundings.firstLine)"))
        }
        if let rcFile, access(rcFile, R_OK) == 0 { show(prompt.feed(":load \(rcFile)")) }
    }

    func run() throws(LuaError) {
        let wait = try waitFunction()
        link.request(line)
        while true {
            prompt.session.state.clearInterrupt()
            _ = try? prompt.session.state.context.call(wait)
            for text in prompt.announcements() { screen.showFailure(text) }
            guard let event = link.takeEvent() else { continue }
            guard handle(event) else { return cancelJobs() }
        }
    }

    /// False when the session is over.
    private func handle(_ event: PromptLink.Event) -> Bool {
        switch event {
        case .news: return true
        case .asked(let question, let box):
            box.put(answer(question))
            return true
        case .read(.endOfInput): return false
        case .read(.cancelled): prompt.forgetUnfinished()
        case .read(.line(let text)): if !show(prompt.feed(text)) { return false }
        }
        link.request(line)
        return true
    }

    private func answer(_ question: PromptLink.Question) -> PromptLink.Answer {
        switch question {
        case .completeness(let text): .completeness(prompt.missingIndentation(after: text))
        case .completion(let text, let cursor): .completion(prompt.complete(text, cursor: cursor))
        case .hint(let text): .hint(prompt.hint(text))
        }
    }

    /// False when the line asked to leave.
    @discardableResult
    private func show(_ reply: PromptReply) -> Bool {
        fflush(nil)
        switch reply {
        case .nothing, .needsMore: break
        case .shown(let text): screen.show(text)
        case .failed(let text): screen.showFailure(text)
        case .stopped(let text): screen.showFailure(" " + text)
        case .leave: return false
        }
        return true
    }

    private var line: Terminal.Prompt {
        Terminal.Prompt("cph \(place)\(host.isDryRun ? " dry" : "")> ")
    }

    private func cancelJobs() {
        for task in prompt.session.state.tasks { prompt.session.state.cancel(task) }
    }

    /// A Lua function that returns when the editor has sent something; other tasks run meanwhile.
    private func waitFunction() throws(LuaError) -> LuaCallback {
        let link = link
        let function = LuaFunction(rawAsync: "wait", doc: "Waits for the editor.") { _ in
            {
                await link.wait()
                return true
            }
        }
        let lua = prompt.session.state.context
        function.push(to: lua)
        defer { lua.pop() }
        return try lua.read(LuaCallback.self, at: -1)
    }
}

extension String {
    fileprivate var firstLine: String { split(separator: "\n").first.map(String.init) ?? "" }
}
