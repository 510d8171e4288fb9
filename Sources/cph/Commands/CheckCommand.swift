import ArgumentParser
import Checking
import Files
import Glibc
import LuaKit
import Policies
import Projects
import Purchasing
import Schema
import Terminal
import Text

struct CheckCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Finds what is wrong with scripts; runs nothing.",
        discussion: """
            Errors: what Lua can't read, undeclared globals, names that neither cph nor a module of the project \
            has, fields that a result does not have, calls with too few or too many arguments, and tables that break a \
            rule of the request they are used in, also where they were put into a local first or made by a builder \
            such as cph.order.months. In a library (a file in a project's lib, or one that returns a table of \
            functions) also calls that spend. Warnings: locals and parameters that nothing reads (names that begin \
            with _ are meant so), statements that are never reached, and what another module calls deprecated or \
            private (---@deprecated, ---@private, _name).

            A folder stands for all Lua files in it; without arguments, for the current one. A line that ends in \
            -- cph: ignore is not complained of, comments for luacheck (-- luacheck: ignore 211, globals, read \
            globals, std, push, pop) are heeded, and a file that says ---@meta is read for its grammar alone. Exit \
            code 1 when there are errors.
            """)

    @Flag(help: "Print what is found as JSON: a list of file, line, column, severity, code, message, hint.")
    var json = false

    @Flag(help: "Exit code 1 for warnings too.")
    var strict = false

    @Flag(help: "Check for a run with --sandbox.")
    var sandbox = false

    @Flag(help: "Check for a run with --trust, where undeclared globals are allowed.")
    var trust = false

    @Option(
        help: ArgumentHelp("Colours: auto, always or never.", valueName: "when"),
        completion: .list(ColorChoice.allCases.map(\.rawValue)), transform: colorChoice)
    var color = ColorChoice.auto

    @OptionGroup var messages: MessageOptions
    @OptionGroup var developer: DeveloperOptions

    @Argument(
        help: ArgumentHelp("Scripts and folders; - is standard input.", valueName: "script"), completion: .file())
    var paths: [String] = ["."]

    func run() throws {
        let files = paths.flatMap { Files.isFolder($0) ? Files.luaFiles(in: $0) : [$0] }
        guard !files.isEmpty else {
            Output.error("cph: no Lua files in \(paths.joined(separator: ", "))")
            throw ExitStatus.usage
        }
        let checker = try ScriptChecker(
            mode: sandbox ? .sandbox : trust ? .trusted : .standard, stdlib: developer.stdlib)
        let report = CheckReport(
            palette: Palette(color, isTerminal: isatty(1) == 1) { Environment[$0] }, printsJSON: json)
        var findings: [ScriptFinding] = []
        for file in files { findings += try check(file, checker, report) }
        if json { Output.line(Value.list(findings.map(\.value)).prettyJSON()) }
        let worst: Problem.Severity = strict ? .warning : .error
        let hasFailed = findings.contains { $0.severity == .error || $0.severity == worst }
        let sum = report.sum(of: findings, files: files.count)
        guard hasFailed else { return Output.note(sum) }
        Output.error(sum)
        throw ExitStatus.scriptError
    }

    /// What purchases have to keep to where a file is run: the machine's policy and its project's. The ledger's is not asked for.
    private func policies(for file: String) throws -> PolicySet {
        do throws(PolicyError) {
            return PolicySet(try PolicyFile.all(projectOf: Files.real(file).map(Files.folder) ?? "."))
        } catch {
            Output.error("cph: \(error)")
            throw ExitStatus.usage
        }
    }

    private func check(_ file: String, _ checker: ScriptChecker, _ report: CheckReport) throws -> [ScriptFinding] {
        let policies = try policies(for: file)
        do throws(ScriptError) {
            let script = try Script(path: file)
            let findings = checker.check(
                script, as: .given(byPlaceOf: file), isLenient: ScriptRole.isLenient(byPlaceOf: file),
                policies: policies)
            report.show(findings, of: script)
            return findings
        } catch {
            if case .notUTF8(_, let line) = error { return [report.show(file, line, "\(error)")] }
            Output.error("cph: \(error)")
            throw ExitStatus.usage
        }
    }
}

/// Shows findings to people.
private struct CheckReport {
    let palette: Palette
    let printsJSON: Bool

    func show(_ findings: [ScriptFinding], of script: Script) {
        if printsJSON { return }
        for finding in findings {
            let role: Terminal.Role = finding.severity == .error ? .error : .warning
            let place = "\(finding.file):\(finding.start.line):\(finding.start.column):"
            let words = cleaned(finding.message + (finding.hint.isEmpty ? "" : "; \(finding.hint)"))
            Output.line(
                "\(palette.paint(cleaned(place), .emphasis)) \(palette.paint("\(finding.severity.rawValue):", role)) \(words)"
            )
            if let line = script.line(finding.start.line) { Output.line(excerpt(line, finding, role)) }
        }
    }

    /// Reports a file that is not text.
    func show(_ file: String, _ line: Int, _ message: String) -> ScriptFinding {
        Output.error("cph: \(message)")
        return ScriptFinding(file: file, line: line, message: message)
    }

    /// The line, and marks under the part that is meant.
    private func excerpt(_ line: String, _ finding: ScriptFinding, _ role: Terminal.Role) -> String {
        let number = "\(finding.start.line)"
        let scalars = Array(line.unicodeScalars)
        let start = min(finding.start.column - 1, scalars.count)
        let end = finding.end.line == finding.start.line ? min(finding.end.column - 1, scalars.count) : scalars.count
        let before = text(scalars[..<start]).map { $0 == "\t" ? "\t" : String(repeating: " ", count: displayWidth($0)) }
        let width = max(1, displayWidth(cleaned(text(scalars[start..<max(start, end)]))))
        let marks = "^" + String(repeating: "~", count: width - 1)
        return "  \(number) | \(cleaned(block: line))\n  \(String(repeating: " ", count: number.count)) | "
            + before.joined() + palette.paint(marks, role)
    }

    private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    func sum(of findings: [ScriptFinding], files: Int) -> String {
        let errors = findings.count { $0.severity == .error }
        let place = "in \(counted(files, "file"))"
        return findings.isEmpty
            ? "no problems \(place)"
            : "\(counted(errors, "error")), \(counted(findings.count - errors, "warning")) \(place)"
    }
}
