import ArgumentParser
import Clock
import Files
import Glibc
import LuaKit
import Projects
import Purchasing
import Rehearsal
import Session
import Terminal

struct TestCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Runs Lua tests on a cloud in memory; nothing costs anything.",
        discussion: """
            Runs spec/**/*_spec.lua of the project, or the files and folders that are named. Tests are written as for busted: \
            describe, it, before_each, after_each, setup, teardown, pending, and assert.same, assert.has_error and so on. Each \
            file has a Lua of its own, each test a new cloud, a ledger in memory and a simulated clock, on which hours take \
            no time. cph.testing breaks the cloud, lets time pass and counts requests. A .busted file in the working \
            directory counts: its ROOT, pattern, tags, lpath, helper and so on; options win over it.

            --deadline holds for each test, in real time; it is 10s when absent. Exit code 0: all passed, 1: some failed, \
            2: there is nothing to run.
            """)

    @OptionGroup var selection: TestSelection

    @Flag(help: "Print results as the Test Anything Protocol.")
    var tap = false

    @Option(
        help: ArgumentHelp(
            "Write results to a file of JUnit's XML, too; - prints them so and not otherwise.", valueName: "file"),
        completion: .file())
    var junit: String?

    @Flag(help: "Run again whenever a file changes, until Ctrl-C.")
    var watch = false

    @Flag(name: [.short, .long], help: "Say which lines of the project's lib were run.")
    var coverage = false

    @Option(
        help: ArgumentHelp(
            "Write the coverage to a trace file of lcov; to one of Cobertura where its name ends in .xml.",
            valueName: "file"), completion: .file())
    var coverageFile: String?

    @Option(
        help: ArgumentHelp("Write the coverage to a file of Cobertura's XML.", valueName: "file"), completion: .file())
    var cobertura: String?

    @Option(
        help: ArgumentHelp("Colours: auto, always or never.", valueName: "when"),
        completion: .list(ColorChoice.allCases.map(\.rawValue)), transform: colorChoice)
    var color = ColorChoice.auto

    @OptionGroup var limits: LimitOptions
    @OptionGroup var messages: MessageOptions
    @OptionGroup var developer: DeveloperOptions

    @Argument(
        help: ArgumentHelp("Test files, and folders with *_spec.lua in them.", valueName: "path"), completion: .file())
    var paths: [String] = []

    func run() throws {
        guard watch else { return try runOnce() }
        while true {
            do { try runOnce() } catch let status as ExitStatus where status == .scriptError || status == .usage {}
            let folders = TestSearch.folders(paths) + TestSearch.folders((try? plan())?.files ?? [])
            guard let watch = FolderWatch(Array(Set(folders)).sorted()) else {
                Output.error("cph: this system lets nobody watch files")
                throw ExitStatus.usage
            }
            Output.note("waiting for changes; Ctrl-C ends this")
            watch.wait()
        }
    }

    private func runOnce() throws {
        let plan = try plan()
        guard !plan.files.isEmpty else {
            let place = paths.isEmpty ? "spec/" : paths.joined(separator: ", ")
            Output.error("cph: no test files (*_spec.lua) in \(place); cph lib init makes an example")
            throw ExitStatus.usage
        }
        var reports = reports(plan)
        let coverage = plan.hasCoverage ? LuaCoverage() : nil
        for _ in 1...plan.repeats {
            for file in plan.files where !(plan.options.choice.stopsAtFailure && reports[0].failures > 0) {
                try run(file, plan.options, coverage, &reports)
            }
        }
        for index in reports.indices { reports[index].end() }
        if let problem = reports.lazy.compactMap({ ($0 as? JUnitTestReport)?.problem }).first {
            Output.error("cph: \(problem)")
            throw ExitStatus.usage
        }
        if let coverage { try show(coverage) }
        guard reports[0].count > 0 || selection.words.isEmpty else {
            Output.error("cph: no test matches \(selection.words)")
            throw ExitStatus.usage
        }
        if reports[0].failures > 0 { throw ExitStatus.scriptError }
    }

    /// What is printed, and what is written to a file beside it.
    private func reports(_ plan: TestPlan) -> [any TestReport] {
        if plan.options.choice.isListed { return [TestListing()] }
        if junit == "-" { return [JUnitTestReport(path: "-")] }
        let shown: any TestReport =
            tap ? TAPTestReport() : PlainTestReport(palette, isLive: isatty(1) == 1, seed: plan.seed)
        return [shown] + (junit.map { [JUnitTestReport(path: $0)] } ?? [])
    }

    private func plan() throws -> TestPlan {
        do {
            let file = try selection.settings(limits.state) { Files.isFile($0) }
            var plan = try TestPlan(selection, file, paths)
            plan.options.lua = limits.state
            plan.hasCoverage = plan.hasCoverage || coverage || coverageFile != nil || cobertura != nil
            plan.options.version = Root.version
            if let deadline = limits.deadline { plan.options.timeLimit = deadline }
            if limits.trust || limits.allowExec { plan.options.interpreter = TestPlan.interpreter }
            return plan
        } catch {
            Output.error("cph: \(error)")
            throw ExitStatus.usage
        }
    }

    private var palette: Palette { Palette(color, isTerminal: isatty(1) == 1) { Environment[$0] } }

    private func run(
        _ file: String, _ options: TestOptions, _ coverage: LuaCoverage?, _ reports: inout [any TestReport]
    ) throws {
        let script: Script
        do throws(ScriptError) { script = try Script(path: file) } catch {
            Output.error("cph: \(error)")
            throw ExitStatus.usage
        }
        for index in reports.indices { reports[index].begin(file) }
        var options = options
        options.coverage = coverage
        do throws(LuaError) {
            let world = TestWorld { try CapturedStreams.collect($0) }
            try TestFile(script, on: world, options, stdlib: developer.stdlib).run { result in
                for index in reports.indices { reports[index].note(result) }
            }
        } catch {
            Output.error("\ncph: \(error.message)")
            throw ExitStatus(error)
        }
        for index in reports.indices { reports[index].endFile() }
    }

    private func show(_ coverage: LuaCoverage) throws {
        for module in TestSearch.modules(paths) where !coverage.files.contains(where: { $0.name == module.name }) {
            if let bytes = try? Files.read(module.path), let script = try? Script(name: module.name, bytes: bytes) {
                coverage.add(script)
            }
        }
        let report = CoverageReport(files: coverage.files)
        if self.coverage { Output.line(report.text) }
        do throws(FileError) {
            for file in [coverageFile, cobertura].compactMap({ $0 }) {
                let isXML = file == cobertura || file.hasSuffix(".xml")
                let text =
                    isXML
                    ? report.cobertura(root: TestSearch.root(paths), milliseconds: SystemClock().milliseconds())
                    : report.lcov
                try Files.write(file, Array(text.utf8))
            }
        } catch {
            Output.error("cph: \(error)")
            throw ExitStatus.usage
        }
    }
}
