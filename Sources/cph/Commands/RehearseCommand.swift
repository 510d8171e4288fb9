import ArgumentParser
import Emulator
import Ledger
import Projects
import Purchasing
import Rehearsal

struct RehearseCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Runs a script against the embedded cloud with faults, kills and re-runs; nothing costs anything.",
        usage: "cph rehearse [OPTIONS] SCRIPT [ARGUMENTS]",
        discussion: """
            Each seed is a story of its own: what goes wrong in the cloud, when the program is killed, how long until it is \
            started again on the same ledger. Time is simulated. At the end what was asked for, bought and recorded is \
            compared; a name bought twice or an id lost is an error, and --seed replays it.

            A line for each seed: runs, kills, requests, purchases that a person had to decide about, servers asked for, bought \
            and recorded, purchases in doubt, the last run's exit code, and a digest of everything that happened. Servers \
            that no answer has named yet, as of an order that waits for payment, are recorded by their order, and counted so. On a \
            terminal the digest stands where there is room. Files that the script writes are really written.
            """)

    @Option(help: ArgumentHelp("How many seeds to play, from seed 1 on.", valueName: "n"))
    var seeds = 100

    @Option(help: ArgumentHelp("Play only this seed, and show everything that happens.", valueName: "n"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("These faults in every story; see cph emulator --help.", valueName: "spec"))
    var faults: String?

    @Option(
        help: ArgumentHelp(
            "What the account has: a JSON file, as cph emulator takes it; without it, everything.", valueName: "file"),
        completion: .file())
    var catalogue: String?

    @Option(help: ArgumentHelp("How often the program may be killed in one story.", valueName: "n"))
    var kills = 3

    @Option(
        help: ArgumentHelp("How long a run looks for what is in doubt, such as 15m.", valueName: "duration"),
        transform: duration)
    var settle = SettleBudget.usual

    @Flag(help: "Show only what went wrong, and the sums.")
    var summary = false

    @Option(
        help: ArgumentHelp(
            """
            Write a page with the timeline of each story into this file: runs, requests, purchases, faults and kills; what went \
            wrong comes first.
            """, valueName: "file"), completion: .file())
    var html: String?

    @OptionGroup var limits: LimitOptions
    @OptionGroup var modules: ModuleOptions
    @OptionGroup var messages: MessageOptions
    @OptionGroup var developer: DeveloperOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The script, or - for standard input, and its arguments.", valueName: "script"),
        completion: .file())
    var words: [String] = []

    func validate() throws {
        if seeds < 1 { throw ValidationError("--seeds takes a number from 1 on, not \(seeds)") }
        if kills < 0 { throw ValidationError("--kills takes a number from 0 on, not \(kills)") }
        if let faults {
            do { _ = try FaultPlan(parsing: faults) } catch { throw ValidationError("--faults: \(error)") }
        }
    }

    func run() throws {
        var rehearsal = try rehearsal()
        rehearsal.catalogue = try account()
        do {
            if let seed { return try replay(seed, rehearsal) }
            try rehearse(rehearsal)
        } catch let status as ExitStatus {
            throw status
        } catch {
            Output.error("cph rehearse: \(error)")
            throw ExitStatus.ledger
        }
    }

    private func account() throws -> Catalogue? {
        do {
            return try catalogue.map { path throws(CatalogueError) in try Catalogue(file: path) }
        } catch {
            Output.error("cph: \(error)")
            throw ExitStatus.usage
        }
    }

    private func rehearsal() throws -> Rehearsal {
        guard let name = words.first, !name.hasPrefix("--") else {
            if words.first == "--help" { throw CleanExit.helpRequest(Self.self) }
            throw ValidationError(words.first.map { "unknown option \($0)" } ?? "which script?")
        }
        do throws(ScriptError) {
            var rehearsal = Rehearsal(
                script: try Script(path: name), arguments: Array(words.dropFirst()), version: Root.version)
            (rehearsal.lua, rehearsal.stdlib) = (limits.state, developer.stdlib)
            rehearsal.modules = modules.settings(script: name == "-" ? nil : name)
            (rehearsal.settle, rehearsal.faults, rehearsal.mostKills) = (settle, faults, kills)
            return rehearsal
        } catch {
            Output.error("cph: \(error)")
            throw ExitStatus.usage
        }
    }

    private func replay(_ seed: UInt64, _ rehearsal: Rehearsal) throws {
        let rows = RehearsalRows()
        let report = try rehearsal.rehearse(seed) { Output.line(rows.words($0)) }
        Output.line(rows.heading)
        Output.line(rows.line(report))
        var sums = RehearsalSums()
        sums.add(report)
        try writePage([report], sums, rehearsal)
        if !report.violations.isEmpty { throw ExitStatus.scriptError }
    }

    private func rehearse(_ rehearsal: Rehearsal) throws {
        var sums = RehearsalSums()
        let rows = RehearsalRows()
        var reports: [SeedReport] = []
        if !summary { Output.line(rows.heading) }
        for seed in 1...UInt64(seeds) {
            let silence = Silence([0, 1, 2])
            let report = Result { try rehearsal.rehearse(seed) }
            silence.end()
            sums.add(try report.get())
            if html != nil { reports.append(try report.get()) }
            if !summary || sums.lastIsWrong { Output.line(rows.line(try report.get())) }
            // A script that fails by itself fails in every story.
            if sums.isHopeless { break }
        }
        for line in sums.lines(script: rehearsal.script.name) { Output.line(rows.words(line)) }
        try writePage(reports, sums, rehearsal)
        if sums.isHopeless, let error = sums.error { Output.error("cph rehearse: \(error)") }
        if sums.hasFailed { throw ExitStatus.scriptError }
    }

    private func writePage(_ reports: [SeedReport], _ sums: RehearsalSums, _ rehearsal: Rehearsal) throws {
        guard let html else { return }
        let script = rehearsal.script.name
        let page = RehearsalPage(script: script, sums: sums.lines(script: script, withTime: false), reports)
        try Output.write(page.text, to: html, "cph rehearse")
    }
}
