import ArgumentParser
import Checking
import Files
import Libraries
import LuaKit
import Projects
import Purchasing
import Rehearsal
import Session
import Stdlib
import Text

struct LibPublish: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Packs the project and puts it into a folder that is a rocks server.",
        discussion: """
            First cph check looks at lib/, and the tests in spec/ are run: with an error or a test that fails nothing is \
            published.
            """)

    @Argument(help: "The folder of the rocks server; made when it does not exist.")
    var folder: String

    @Option(help: "The version, such as 1.2.0; the rockspec's when absent.")
    var version: String?

    @OptionGroup var messages: MessageOptions
    @OptionGroup var developer: DeveloperOptions

    func run() throws {
        try perform {
            let workspace = try workspace()
            try Publisher(workspace).publish(to: absolute(folder), version: version) {
                try ReleaseCheck(root: workspace.root, stdlib: developer.stdlib).run()
            }
        }
    }
}

/// What `cph check` and `cph test` say of a project that is to be published.
private struct ReleaseCheck {
    /// The project's folder.
    let root: String
    let stdlib: Stdlib

    /// - Throws: `ProjectError` that lists what is wrong.
    func run() throws {
        try checkModules()
        try runTests()
    }

    private func checkModules() throws {
        let checker = try ScriptChecker(stdlib: stdlib)
        var lines: [String] = []
        for path in Files.luaFiles(in: "\(root)/lib") {
            let script = try Script(name: String(path.dropFirst(root.utf8.count + 1)), bytes: Files.read(path))
            let findings = checker.check(script, as: .library, isLenient: ScriptRole.isLenient(byPlaceOf: path))
            lines += findings.filter { $0.severity == .error }.map { finding in
                let hint = finding.hint.isEmpty ? "" : "; \(finding.hint)"
                return "\(finding.file):\(finding.start.line):\(finding.start.column): \(finding.message)\(hint)"
            }
        }
        try refuse(lines, "cph check finds \(counted(lines.count, "error"))")
    }

    private func runTests() throws {
        var results: [TestResult] = []
        let selection = try TestSelection.parse([])
        let settings = try selection.settings(LimitOptions.unset.state) { Files.isFile($0) }
        var plan = try TestPlan(selection, settings, [])
        (plan.options.lua, plan.options.version) = (LimitOptions.unset.state, Root.version)
        for file in plan.files {
            let script = try Script(path: file)
            do throws(LuaError) {
                let world = TestWorld { try CapturedStreams.collect($0) }
                try TestFile(script, on: world, plan.options, stdlib: stdlib).run { results.append($0) }
            } catch {
                Output.error("cph: \(file): \(error.message); nothing was published")
                throw ExitStatus(error)
            }
        }
        var (lines, failures, pending) = ([String](), 0, 0)
        for result in results {
            switch result.outcome {
            case .passed: break
            case .pending: pending += 1
            case .failed(let report), .error(let report):
                failures += 1
                lines += [result.name] + report.split(separator: "\n").map { "  \($0)" }
            }
        }
        try refuse(lines, "\(failures) of \(counted(results.count, "test")) failed")
        let waiting = pending == 0 ? "" : ", \(pending) pending"
        Output.note(
            results.isEmpty
                ? "there are no tests in spec/" : "\(counted(results.count - pending, "test")) passed\(waiting)")
    }

    private func refuse(_ lines: [String], _ reason: String) throws {
        guard !lines.isEmpty else { return }
        throw ProjectError((["nothing was published: \(reason)"] + lines.map { "  \($0)" }).joined(separator: "\n"))
    }
}
