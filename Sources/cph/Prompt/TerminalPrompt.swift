import Bindings
import CPHModel
import Files
import Glibc
import LuaKit
import Prompt
import Purchasing
import Session
import Terminal

/// The prompt on this process's terminal: `cph` without a script, and `cph.repl()` inside one.
struct TerminalPrompt {
    let options: PromptOptions
    let tally: PurchaseTally
    /// What answers the session's calls; it stands in front of the tally.
    let live: AccountValues
    let profiles: ProfileSwitch
    let isDryRun: Bool

    /// Runs `session` until the person at the keyboard leaves.
    ///
    /// - Throws: `LuaError` of kind `exit` when a line ended it with `os.exit`, or the `ExitStatus` that the session's purchases ask for.
    func run(_ session: Session) throws(LuaError) {
        session.state.interrupt(onSignal: SIGINT)
        let loop = try loop(session, caller: nil)
        loop.greet(rcFile: options.rcFile)
        try loop.run()
        if let exit = loop.prompt.exit { throw exit }
    }

    /// Stops the script at the call of `cph.repl()` on `caller`'s stack, until the person at the keyboard lets it go on.
    ///
    /// - Throws: `LuaError` of kind `exit` when they ended the script.
    func open(in session: Session, caller: LuaContext) throws {
        guard isatty(0) == 1, isatty(1) == 1 else {
            let place = caller.position(atLevel: 1).map { " at \($0)" } ?? ""
            return Output.error("cph.repl\(place): no terminal to open a prompt on; going on")
        }
        fflush(nil)
        let (write, progress) = (session.console.write, session.console.progress)
        let listener = tally.stillWaiting.listen(nil)
        let loop = try loop(session, caller: caller)
        // Whoever types learns of each line what became of it: these end the program as at any prompt.
        session.state.stopInterrupting(onSignals: LimitOptions.endSignals)
        defer {
            session.state.interrupt(onEndSignals: LimitOptions.endSignals)
            (session.console.write, session.console.progress) = (write, progress)
            tally.stillWaiting.listen(listener)
            loop.prompt.close()
        }
        loop.greet(rcFile: nil)
        try loop.run()
        if case .exit(let code)? = loop.prompt.exit?.kind { session.state.requestExit(code: code) }
    }

    private func loop(_ session: Session, caller: LuaContext?) throws(LuaError) -> PromptLoop {
        let palette = Palette(options.color, isTerminal: isatty(1) == 1) { Environment[$0] }
        let link = PromptLink()
        let printer = EditorThread.start(link, palette: palette, interrupter: session.state.interrupter)
        let host = ProcessHost(
            tally, printer: printer, profiles: caller == nil ? profiles : profiles.fixed, isDryRun: isDryRun)
        let clock = ContinuousClock()
        let start = clock.now
        let prompt = try Prompt(session, host: host, live: live, caller: caller) {
            start.duration(to: clock.now)
        }
        session.console.write = { [unowned host] text in host.output(text) }
        let line = ProgressLine(columns: { nil }, write: { printer.print($0) })
        session.console.progress = { [unowned host] text in
            if let text { line.update(host.isDryRun ? "dry run: \(text)" : text) } else { line.finish() }
        }
        tally.stillWaiting.listen { text in if text == nil || !Output.isHeld { line.remark(text) } }
        if caller == nil { session.state.onFailure { link.post(.news) } }
        return PromptLoop(prompt: prompt, link: link, screen: PromptScreen(printer, palette), host: host)
    }
}
