import Bindings
import CPHClient
import CPHModel
import Emulator
import Files
import Glibc
import Ledger
import LuaKit
import Policies
import Projects
import Prompt
import Purchasing
import Schema
import Session
import Terminal
import Text

/// One run of a script, of code or of the prompt.
struct Run {
    var connection: ConnectionOptions
    var spending: SpendOptions
    var limits: LimitOptions
    var prompt: PromptOptions
    var modules: ModuleOptions
    var developer: DeveloperOptions
    /// The code given with `-e`, in order.
    var code: [String] = []
    var json = false
    /// The script, or `-` for standard input, and its arguments; `--` may stand before them.
    var words: [String] = []
    private var called: ScriptWords { ScriptWords(words) }
    private let approver = TerminalApprover()

    func run() throws {
        let startsPrompt = called.script == nil && code.isEmpty && isatty(0) == 1
        let script = startsPrompt ? nil : try readScript()
        if let script { try checkWords(behind: script) }
        if connection.usesEmulator {
            let cloud = try embeddedCloud()
            let scope = AccountScope.embedded(projectID: cloud.projectID)
            try run(script, on: Purchasing(cloud, scope: { () throws(CPHError) in scope }, settings(script)))
        } else {
            let client = connection.client()
            let purchasing = try Purchasing(client, settings(script))
            do { try run(script, on: purchasing) } catch { throw client.lacksSetup ? ExitStatus.usage : error }
        }
    }

    /// Which ledger is used.
    private var place: LedgerOptions { spending.place.beside(connection.stateFile) }

    /// How long whoever buys waits for a price.
    private static let pricePatience = Duration.seconds(30)

    private func settings(_ script: Script?) throws -> Purchasing.Settings {
        let isEmulated = connection.usesEmulator
        notices.hideSecret()
        guard isEmulated || !place.isUsual || LedgerPath.ofUser.standard != nil else {
            Output.error("cph: no home directory for the ledger; name a file with --ledger", kind: "usage")
            throw ExitStatus.usage
        }
        var settings = Purchasing.Settings(
            ledger: ledger, limits: spending.limits(isEmulated: isEmulated && !prompt.ask),
            run: { RunInfo.thisProcess(script) })
        settings.approver = approver
        let folder = projectFolder
        settings.policies = { () throws(CPHError) in try .ofFiles(projectOf: folder) }
        (settings.mode, settings.settle) = (spending.mode, spending.settle)
        settings.pricePatience = Self.pricePatience
        settings.lockScope = script == nil && code.isEmpty ? .purchase : .run
        settings.emergency = .ofUser
        settings.useMachine(place)
        settings.announce = { Output.asked("cph: \($0)") }
        settings.note = { Output.note("cph: \($0)") }
        settings.projectPrices = { () throws(CPHError) in try ProjectSettings.prices(from: folder) }
        return settings
    }

    /// Where the ledger is: found and asked about when it is first needed, from the folder in which the script is now.
    private var ledger: LedgerPlace {
        let (place, isEmulated, start, approver) = (place, connection.usesEmulator, projectFolder, approver)
        let (notices, isDryRun) = (notices, spending.isDryRun)
        return LedgerPlace { () throws(CPHError) in
            try place.choice(isEmulated: isEmulated, from: start).location
        } agree: { () throws(CPHError) in
            let location = try await place.choice(isEmulated: isEmulated, from: start).agreed(approver.ask)
            // Asked beside the ledger, before anything is bought: at the end nobody may be there.
            if !isDryRun { await notices.agree(approver.ask) }
            return location
        }
    }

    /// Tells whoever wants to know what became of the run; a dry run, and one that only read, tells nobody.
    private func tell(of tally: PurchaseTally, _ end: RunEnd, _ status: ExitStatus, isStopped: Bool, _ script: Script?)
    {
        guard !spending.isDryRun else { return }
        let notice = RunNotice(
            tally.totals, end, status, isStopped: isStopped, .thisProcess(script), commands: Output.hints.completed)
        for line in notices.post(notice, connection) { Output.asked("cph: \(cleaned(line))") }
    }

    /// Who is told, by the project that the run belongs to.
    private var notices: NoticeChoice { NoticeChoice(from: projectFolder) }

    /// The folder from which the project is looked for: the script's, behind links, or the working directory.
    private var projectFolder: String { scriptFile.flatMap(Files.real).map(Files.folder) ?? Files.real(".") ?? "." }

    private func embeddedCloud() throws -> EmulatedCloud {
        do {
            return try connection.embeddedCloud()
        } catch {
            Output.error("cph: \(error)", kind: "usage")
            throw ExitStatus.usage
        }
    }

    private func run(_ script: Script?, on purchasing: Purchasing) throws {
        let tally = PurchaseTally(purchasing) { BrokenOutputPipe.goOnRegardless() }
        var status = ExitStatus.done
        let isPrompt = script == nil && code.isEmpty
        do throws(LuaError) {
            if isPrompt {
                try startPrompt(prompt(tally))
            } else {
                let session = try Session(
                    tally, control: tally, version: Root.version, script: script?.name ?? "cph",
                    arguments: called.arguments, command: command, options: limits.state,
                    stdlib: developer.stdlib,
                    modules: modules.settings(script: scriptFile))
                limits.apply(to: session.state)
                approver.watch(session.state)
                connection.logging.apply(to: session.console, tally.stillWaiting, isDryRun: spending.isDryRun)
                session.width = displayWidth
                openPrompt(in: session, tally)
                try run(script, in: session)
            }
        } catch {
            status = ExitStatus(error)
            // The shell repeats what the kernel sent when the terminal was closed.
            if status == .hungUp { signal(SIGHUP, SIG_IGN) }
        }
        // What follows is to be short where somebody has stopped the run, whatever it came to.
        let isStopped = status.isStopped
        ImmediateExit.onNextSignal(isRepeated: [.terminated, .hungUp].contains(status))
        try awaitAnswers(tally)
        if status != .done {
            let totals = tally.totals
            for line in [totals.summary, totals.unfinished] { line.map { Output.error($0) } }
        }
        status = status.after(tally.totals)
        let end = status
        let left =
            tally.account.wasAsked ? try Blocking.run { await tally.account.end(end, isStopped: isStopped) } : .nothing
        if !spending.isDryRun, let unpaid = left.orders.unpaid { Output.note(words(of: unpaid)) }
        // The last line says what the run came to. At a prompt each line has said it.
        if !isPrompt, let sum = tally.totals.sum(isDryRun: spending.isDryRun) {
            // Whatever the script caught, nobody may miss that something is in doubt.
            if status == .inDoubt { Output.error(sum, kind: "in_doubt") } else { Output.note(sum) }
        }
        tell(of: tally, left, status, isStopped: isStopped, script)
        if status != .done { throw status }
    }

    /// Waits for the answers to what was sent when the script was stopped, ended, or gave up waiting: cut off, it would be in
    /// doubt. A further signal ends the program at once.
    private func awaitAnswers(_ tally: PurchaseTally) throws {
        guard tally.totals.awaited != nil else { return }
        try Blocking.run { await tally.settle(within: .milliseconds(500)) }
        guard let awaited = tally.totals.awaited else { return }
        Output.note(
            "cph: \(awaited), \(Deadlines().afterCancelling.components.seconds) s at most; another Ctrl-C ends at once")
        try Blocking.run { await tally.settle() }
    }

    /// What waits for payment, and how to pay it. The embedded cloud and its ledger end with the run.
    private func words(of unpaid: UnpaidOrders) -> String {
        let isGone = connection.usesEmulator && connection.stateFile == nil
        let how = isGone ? " (in an account: \(unpaid.command))" : ": \(unpaid.command)"
        return cleaned(unpaid.words + how)
    }

    private func startPrompt(_ command: TerminalPrompt) throws(LuaError) {
        var options = limits.state
        options.strictGlobals = false
        let session = try Session(
            command.live, control: command.tally, version: Root.version, script: "cph", arguments: [], options: options,
            stdlib: developer.stdlib, modules: modules.promptSettings())
        connection.logging.apply(
            to: session.console, command.tally.stillWaiting, isDryRun: spending.isDryRun)
        session.width = displayWidth
        approver.watch(session.state)
        try command.run(session)
    }

    /// Prepares the prompt that `cph.repl()` opens.
    private func openPrompt(in session: Session, _ tally: PurchaseTally) {
        session.scriptPrompt.open = { [unowned session] caller in
            try prompt(tally).open(in: session, caller: caller)
        }
    }

    private func prompt(_ tally: PurchaseTally) -> TerminalPrompt {
        let isFree = connection.usesEmulator && !prompt.ask && spending.isOpen
        return TerminalPrompt(
            options: prompt, tally: tally, live: AccountValues(tally) { LuaSystemClock().now },
            profiles: ProfileSwitch(connection, spending, projectFolder: projectFolder, isFree: isFree),
            isDryRun: spending.isDryRun)
    }

    private func run(_ script: Script?, in session: Session) throws(LuaError) {
        do throws(LuaError) {
            for (index, text) in code.enumerated() {
                let name = code.count == 1 ? "-e" : "-e #\(index + 1)"
                try show(try session.evaluate(text, name: name), session)
            }
            guard let script else { return }
            let results = try session.run(script, arguments: called.arguments)
            if json { Output.result(try session.json(results.first ?? .nil)) }
        } catch {
            session.console.progress(nil)
            if case .exit = error.kind { throw error }
            Output.failure("cph: \(session.report(error))", .failure(error, in: session))
            throw error
        }
    }

    /// What stands in front of the script on the command line, the program first, without what opens a proxy.
    private var command: [String] {
        let called = called
        if called.script == nil, !code.isEmpty { return [] }
        return CommandLine.arguments.dropLast(called.count).map { word in
            guard let start = word.firstRange(of: "://"), let end = word.lastIndex(of: "@"), start.upperBound <= end
            else {
                return word
            }
            return word[..<start.upperBound] + "***" + word[end...]
        }
    }

    /// The path of the script's file; nil for code from `-e` or standard input.
    private var scriptFile: String? { called.script.flatMap { $0 == "-" ? nil : $0 } }

    /// Reads the script; nil when there is only code from `-e`.
    private func readScript() throws -> Script? {
        do throws(ScriptError) {
            guard let name = called.script else {
                return code.isEmpty ? try script("-") : nil
            }
            return try script(name)
        } catch {
            Output.error("cph: \(error)\(hint(called.script))", kind: "usage")
            throw ExitStatus.usage
        }
    }

    /// Refuses an option of cph that stands behind the script where nobody would look at it: whoever writes `--dry-run` there
    /// does not want to buy.
    private func checkWords(behind script: Script) throws {
        let options = { CommandDescription.run.optionNames.keys }
        guard let option = called.ignoredOption(source: script.source, options: options) else { return }
        Output.error(
            "cph: \(option) stands behind the script \(cleaned(script.name)), which declares no options: it would be ignored; "
                + "put it before the script, or -- before the script if the script is to have it", kind: "usage")
        throw ExitStatus.usage
    }

    private func script(_ path: String) throws(ScriptError) -> Script {
        try Script(path: path, mode: limits.state.mode)
    }

    private func hint(_ word: String?) -> String {
        guard let word, !word.contains("/"), !word.contains(".") else { return "" }
        let names = Root.configuration.subcommands.compactMap { $0.configuration.commandName }
        return suggestion(for: word, among: names).map { ". Did you mean the command cph \($0)?" } ?? ""
    }

    private func show(_ values: [LuaValue], _ session: Session) throws(LuaError) {
        guard !values.isEmpty else { return }
        if json { return Output.result(try session.json(values[0])) }
        let texts = try values.map { value throws(LuaError) in try session.text(of: value) }
        // `io.write` returns the file, for another write behind it: nobody asks for that one's address.
        if case .other = values[0], texts.count == 1, texts[0].hasPrefix("file (") { return }
        Output.result(texts.joined(separator: "\t"))
    }
}
