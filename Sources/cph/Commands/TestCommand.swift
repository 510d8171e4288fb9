import ArgumentParser
import Files
import Glibc
import LuaKit
import Projects
import Purchasing
import Rehearsal
import Session
import Terminal

struct TestCommand: ParsableCommand {
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

    @Flag(help: "Run again whenever a file changes, until Ctrl-C.")
    var watch = false

    @Flag(help: "Say which lines of the project's lib were run.")
    var coverage = false

    @Option(help: ArgumentHelp("Write the coverage to a trace file of lcov.", valueName: "file"))
    var coverageFile: String?

    @Option(
        help: ArgumentHelp("Colours: auto, always or never.", valueName: "when"),
        completion: .list(ColorChoice.allCases.map(\.rawValue)), transform: colorChoice)
    var color = ColorChoice.auto

    @OptionGroup var limits: LimitOptions
    @OptionGroup var developer: DeveloperOptions

    @Argument(
        help: ArgumentHelp("Test files, and folders with *_spec.lua in them.", valueName: "path"), completion: .file())
    var paths: [String] = []

    func run() throws {
        guard watch else { return try runOnce() }
        while true {
            do { try runOnce() } catch let status as ExitStatus where status == .scriptError || status == .usage {}
            guard let watch = FolderWatch(TestSearch.folders(paths)) else {
                Output.error("cph: this system lets nobody watch files")
                throw ExitStatus.usage
            }
            Output.error("waiting for changes; Ctrl-C ends this")
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
        var report = report(plan)
        let coverage = plan.hasCoverage ? LuaCoverage() : nil
        for _ in 1...plan.repeats {
            for file in plan.files where !(plan.options.choice.stopsAtFailure && report.failures > 0) {
                try run(file, plan.options, coverage, &report)
            }
        }
        report.end()
        if let coverage { try show(coverage) }
        guard report.count > 0 else {
            Output.error("cph: no test matches \(selection.words)")
            throw ExitStatus.usage
        }
        if report.failures > 0 { throw ExitStatus.scriptError }
    }

    private func report(_ plan: TestPlan) -> any TestReport {
        if plan.options.choice.isListed { return TestListing() }
        return tap ? TAPTestReport() : PlainTestReport(palette, isLive: isatty(1) == 1, seed: plan.seed)
    }

    private func plan() throws -> TestPlan {
        do {
            let file = try selection.settings(limits.state) { Files.isFile($0) }
            var plan = try TestPlan(selection, file, paths)
            plan.options.lua = limits.state
            plan.hasCoverage = plan.hasCoverage || coverage || coverageFile != nil
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
        _ file: String, _ options: TestOptions, _ coverage: LuaCoverage?, _ report: inout any TestReport
    ) throws {
        let script: Script
        do throws(ScriptError) { script = try Script(path: file) } catch {
            Output.error("cph: \(error)")
            throw ExitStatus.usage
        }
        report.begin(file)
        var options = options
        options.coverage = coverage
        do throws(LuaError) {
            try TestFile(script, on: TestWorld(), options, stdlib: developer.stdlib).run { report.note($0) }
        } catch {
            Output.error("\ncph: \(error.message)")
            throw ExitStatus(error)
        }
        report.endFile()
    }

    private func show(_ coverage: LuaCoverage) throws {
        for module in TestSearch.modules(paths) where !coverage.files.contains(where: { $0.name == module.name }) {
            if let bytes = try? Files.read(module.path), let script = try? Script(name: module.name, bytes: bytes) {
                coverage.add(script)
            }
        }
        let report = CoverageReport(files: coverage.files)
        if self.coverage { Output.line(report.text) }
        guard let coverageFile else { return }
        do throws(FileError) { try Files.write(coverageFile, Array(report.lcov.utf8)) } catch {
            Output.error("cph: \(error)")
            throw ExitStatus.usage
        }
    }
}
