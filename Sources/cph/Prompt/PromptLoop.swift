import Files
import Glibc
import LuaKit
import Prompt
import Terminal

/// Lua's side of the prompt: waits for what the editor sends, while jobs run, and answers it.
struct PromptLoop {
    let prompt: Prompt
    let link: PromptLink
    let screen: PromptScreen
    let host: ProcessHost

    func greet(rcFile: String?) {
        if isatty(1) == 1 { screen.show(.text(greeting)) }
        if let rcFile, Files.exists(rcFile) { show(prompt.feed(":load \(rcFile)")) }
    }

    /// Runs lines until the person at the keyboard leaves.
    func run() throws(LuaError) {
        let wait = try waitFunction()
        defer { link.close() }
        requestLine()
        while true {
            link.note(hasJobs: hasJobs)
            do throws(LuaError) { _ = try prompt.session.state.context.call(wait) } catch { cancelLine() }
            // The jobs of a script are the script's to ask about, and go on with it.
            if prompt.place == nil { for text in prompt.announcements() { screen.showFailure(text) } }
            guard let event = link.takeEvent() else { continue }
            guard handle(event) else { return prompt.place == nil ? cancelJobs() : () }
        }
    }

    /// Handles an event; false when the session is over.
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
        // What came too late for the line that ran. Once the next one is asked for, Ctrl-C is about that.
        prompt.session.state.clearInterrupt()
        requestLine()
        return true
    }

    /// Asks for a line, during which the editor asks what Lua knows.
    private func requestLine() {
        link.note(hasJobs: hasJobs)
        link.request(line)
    }

    private var hasJobs: Bool { !prompt.session.state.tasks.isEmpty }

    private func cancelLine() {
        prompt.session.state.clearInterrupt()
        link.cancelLine()
    }

    private func answer(_ question: PromptLink.Question) -> PromptLink.Answer {
        switch question {
        case .completeness(let text): .completeness(prompt.missingIndentation(after: text))
        case .completion(let text, let cursor): .completion(prompt.complete(text, cursor: cursor))
        case .hint(let text): .hint(prompt.hint(text))
        }
    }

    /// Shows a reply; false when the line asked to leave.
    @discardableResult
    private func show(_ reply: PromptReply) -> Bool {
        fflush(nil)
        let isInRow = prompt.takeUnfinishedRow()
        if reply.showsSomething { screen.beginRow(isInRow: isInRow) }
        switch reply {
        case .nothing, .needsMore: break
        case .shown(let text): screen.show(text)
        case .failed(let text): screen.showFailure(text)
        case .stopped(let text): screen.showFailure((link.hidesTyping ? "^C " : " ") + text)
        case .leave: return false
        }
        return true
    }

    private func cancelJobs() {
        for task in prompt.session.state.tasks { prompt.session.state.cancel(task) }
    }

    /// Makes a Lua function that returns when the editor has sent something; other tasks run meanwhile.
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
