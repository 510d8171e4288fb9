import CPHModel
import Glibc
import LuaKit
import Runtime
import Terminal

/// `cph` without a script on a terminal: reads lines, has them run, shows what comes back.
struct PromptCommand {
    let surroundings: String
    /// What the prompt line calls the service: `emulator`, a region.
    let place: String
    let options: PromptOptions
    let isDryRun: Bool

    /// - Throws: The `ExitStatus` that the session's purchases ask for.
    func run(_ session: Session, _ purchasing: Purchasing, _ tally: PurchaseTally) throws(LuaError) {
        let palette = Palette(options.color, isTerminal: isatty(1) == 1) { Environment[$0] }
        let link = PromptLink()
        let printer = EditorThread.start(link, palette: palette, interrupter: session.state.interrupter)
        let host = ProcessHost(
            purchasing, tally, printer: printer, surroundings: surroundings, isDryRun: isDryRun)
        let clock = ContinuousClock()
        let start = clock.now
        let prompt = try Runtime.Prompt(session, host: host) { start.duration(to: clock.now) }
        session.console.write = { [unowned host] text in host.output(text) }
        session.state.onFailure { link.post(.news) }
        session.state.interrupt(onSignal: SIGINT)
        let loop = PromptLoop(
            prompt: prompt, link: link, screen: PromptScreen(printer, palette), place: place, host: host)
        loop.greet(rcFile: options.rcFile)
        try loop.run()
    }
}
