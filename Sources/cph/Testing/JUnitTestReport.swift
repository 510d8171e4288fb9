import Clock
import Files
import Session
import Text

/// Collects results for a file of JUnit's XML, as servers for continuous integration read it: a `testsuite` for each
/// test file, a `testcase` for each result.
struct JUnitTestReport: TestReport {
    private struct Suite {
        let name: String
        var results: [TestResult] = []

        func count(_ isCounted: (TestResult.Outcome) -> Bool) -> Int { results.count { isCounted($0.outcome) } }
    }

    private let path: String
    private var suites: [Suite] = []
    private(set) var count = 0
    private(set) var failures = 0
    /// Why the file could not be written, once the report has ended.
    private(set) var problem: FileError?

    /// - Parameter path: The file that is written at the end; `-` is standard output.
    init(path: String) { self.path = path }

    mutating func begin(_ file: String) { suites.append(Suite(name: file)) }

    mutating func note(_ result: TestResult) {
        count += 1
        if result.report != nil { failures += 1 }
        suites[suites.count - 1].results.append(result)
    }

    func endFile() {}

    mutating func end() {
        guard path != "-" else { return Output.part(text) }
        do throws(FileError) { try Files.write(path, Array(text.utf8)) } catch { problem = error }
    }

    private var text: String {
        let all = Suite(name: "", results: suites.flatMap(\.results))
        let cases = suites.map { suite in
            let cases = suite.results.map { element($0, in: suite) }.joined()
            return "  <testsuite\(xmlAttributes(["name": suite.name]))\(sums(suite))>\n\(cases)  </testsuite>\n"
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites\(sums(all))>\n\(cases.joined())</testsuites>\n"
    }

    private func sums(_ suite: Suite) -> String {
        let skipped = suite.count { if case .pending = $0 { true } else { false } }
        let failed = suite.count { if case .failed = $0 { true } else { false } }
        let broken = suite.count { if case .error = $0 { true } else { false } }
        let time = suite.results.reduce(Duration.zero) { $0 + $1.duration }
        return xmlAttributes([
            "tests": "\(suite.results.count)", "failures": "\(failed)", "errors": "\(broken)", "skipped": "\(skipped)",
            "time": time.secondsText,
        ])
    }

    private func element(_ result: TestResult, in suite: Suite) -> String {
        let colon = result.place.lastIndex(of: ":")
        let line = colon.map { String(result.place[result.place.index(after: $0)...]) } ?? ""
        let file = colon.map { String(result.place[..<$0]) } ?? result.place
        let start =
            "    <testcase"
            + xmlAttributes([
                "name": result.name, "classname": suite.name, "file": file, "line": line,
                "time": result.duration.secondsText,
            ])
        guard let inside = detail(result.outcome) else { return start + "/>\n" }
        return "\(start)>\n      \(inside)\n    </testcase>\n"
    }

    private func detail(_ outcome: TestResult.Outcome) -> String? {
        switch outcome {
        case .passed: nil
        case .pending(let reason): "<skipped\(xmlAttributes(["message": reason]))/>"
        case .failed(let report): problem("failure", "assertion", report)
        case .error(let report): problem("error", "error", report)
        }
    }

    private func problem(_ element: String, _ type: String, _ report: String) -> String {
        let first = report.prefix { $0 != "\n" }
        return "<\(element)\(xmlAttributes(["message": String(first), "type": type]))>\(xmlText(report))</\(element)>"
    }
}
