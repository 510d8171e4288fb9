import Session
import Terminal
import Text

/// Shows results: for people, or as the Test Anything Protocol.
protocol TestReport {
    mutating func begin(_ file: String)
    mutating func note(_ result: TestResult)
    mutating func endFile()
    /// Ends the report, after all files.
    mutating func end()
    var failures: Int { get }
    var count: Int { get }
}

/// Shows a mark for each test as it ends, then what failed, then the sums.
struct PlainTestReport: TestReport {
    private let palette: Palette
    /// Whether standard output is a terminal, on which the marks are shown as they come.
    private let isLive: Bool
    private let start = ContinuousClock.now
    private var failed: [TestResult] = []
    private var errors = 0
    private var waiting: [TestResult] = []
    private var files = 0
    private(set) var count = 0
    private var marks = ""
    private var file = ""
    /// The seed of what chance decided; nil where it decided nothing.
    private let seed: Int?

    init(_ palette: Palette, isLive: Bool, seed: Int? = nil) {
        (self.palette, self.isLive, self.seed) = (palette, isLive, seed)
    }

    var failures: Int { failed.count }

    mutating func begin(_ file: String) {
        (self.file, marks) = (file, "")
        files += 1
        if isLive { Output.part(cleaned(file) + "  ") }
    }

    mutating func note(_ result: TestResult) {
        count += 1
        let mark: String
        switch result.outcome {
        case .passed: mark = palette.paint(".", .success)
        case .failed, .error:
            mark = palette.paint("F", .error)
            failed.append(result)
            if case .error = result.outcome { errors += 1 }
        case .pending:
            mark = palette.paint("P", .warning)
            waiting.append(result)
        }
        if isLive { Output.part(mark) } else { marks += mark }
    }

    mutating func endFile() {
        Output.line(isLive ? "" : "\(cleaned(file))  \(marks)")
    }

    mutating func end() {
        for result in waiting {
            guard case .pending(let reason) = result.outcome else { continue }
            Output.line("\n\(palette.paint("pending", .warning)) \(cleaned(result.name)): \(cleaned(reason))")
        }
        for result in failed {
            guard let report = result.report else { continue }
            Output.line("\n\(palette.paint("failed", .error)) \(palette.paint(cleaned(result.name), .emphasis))")
            Output.line(
                report.split(separator: "\n", omittingEmptySubsequences: false)
                    .map { "  " + cleaned(block: String($0)) }.joined(separator: "\n"))
        }
        let passed = count - failed.count - waiting.count
        let broken = errors == 0 ? "" : " (\(counted(errors, "error")))"
        let pending = waiting.isEmpty ? "" : ", \(waiting.count) pending"
        let seconds = (ContinuousClock.now - start).secondsText
        Output.line(
            "\n\(passed) passed, \(failed.count) failed\(broken)\(pending) in \(counted(files, "file")), \(seconds) s"
                + (seed.map { ", --seed \($0)" } ?? ""))
    }
}

/// Writes the Test Anything Protocol (<https://testanything.org>): a line for each test, and what went wrong in a YAML
/// block.
struct TAPTestReport: TestReport {
    private(set) var count = 0
    private(set) var failures = 0

    init() { Output.line("TAP version 13") }

    func begin(_ file: String) { Output.line("# \(cleaned(file))") }

    mutating func note(_ result: TestResult) {
        count += 1
        let name = cleaned(result.name).split(separator: "#").joined(separator: "\\#")
        switch result.outcome {
        case .passed: Output.line("ok \(count) - \(name)")
        case .pending(let reason): Output.line("ok \(count) - \(name) # SKIP \(cleaned(reason))")
        case .failed(let report), .error(let report):
            failures += 1
            Output.line("not ok \(count) - \(name)\n  ---\n  at: \(cleaned(result.place))\n  message: |")
            for line in report.split(separator: "\n", omittingEmptySubsequences: false) {
                Output.line("    \(cleaned(block: String(line)))")
            }
            Output.line("  ...")
        }
    }

    func endFile() {}

    func end() { Output.line("1..\(count)") }
}

/// Names the tests, a line for each, with where they are written.
struct TestListing: TestReport {
    private(set) var count = 0
    private(set) var failures = 0

    func begin(_ file: String) {}

    mutating func note(_ result: TestResult) {
        count += 1
        if let report = result.report {
            failures += 1
            Output.error(report.split(separator: "\n").map { cleaned(block: String($0)) }.joined(separator: "\n"))
        } else {
            Output.line("\(cleaned(result.place)): \(cleaned(result.name))")
        }
    }

    func endFile() {}

    func end() {}
}
