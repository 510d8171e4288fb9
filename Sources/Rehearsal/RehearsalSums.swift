import Schema
import Text

/// Adds up the stories of many seeds.
package struct RehearsalSums {
    /// Starts without a story.
    package init() {}

    private let start = ContinuousClock.now
    private var reports = 0
    private var finished = 0
    private var runs = 0
    private var kills = 0
    private var requests = 0
    private var asked = 0
    private var bought = 0
    private var recorded = 0
    private var recordedByOrder = 0
    private var decisions = 0
    private var inDoubt = 0
    private var simulated = Duration.zero
    private var wrong: [SeedReport] = []
    /// The error of a script that fails although nothing went wrong around it.
    package private(set) var error: String?
    /// Says whether the story that was added last broke a promise.
    package private(set) var lastIsWrong = false

    /// Adds what one story came to.
    package mutating func add(_ report: SeedReport) {
        reports += 1
        finished += report.ending == .done ? 1 : 0
        (runs, kills, requests) = (runs + report.runs, kills + report.kills, requests + report.requests)
        (asked, bought) = (asked + report.asked, bought + report.bought)
        (recorded, inDoubt) = (recorded + report.recorded, inDoubt + report.inDoubt)
        (recordedByOrder, decisions) = (recordedByOrder + report.recordedByOrder, decisions + report.decisions)
        simulated += report.duration
        lastIsWrong = !report.violations.isEmpty
        if lastIsWrong { wrong.append(report) }
        if report.ending == .scriptError || report.ending == .usage { error = report.error }
    }

    /// Whether no seed reached the script's end, for a reason that is the script's.
    package var isHopeless: Bool { reports >= RehearsalPatience.mostHopeless && finished == 0 && error != nil }

    /// Says whether a promise was broken, or the script never got to its end.
    package var hasFailed: Bool { !wrong.isEmpty || isHopeless }

    /// Puts the sums into lines for people; wrong stories come with the command that plays them again.
    ///
    /// - Parameter withTime: Whether they say how long it took, which each run says differently.
    package func lines(script: String, withTime: Bool = true) -> [String] {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let byOrder = recordedByOrder == 0 ? "" : " (\(recordedByOrder) by their order, without ids yet)"
        let rate = seconds > 0 ? Double(reports) / seconds : 0
        let time = withTime ? ", in \(Self.rounded(seconds)) s: \(Self.rounded(rate)) seeds a second" : ""
        var lines = [
            "\(reports) seeds, \(finished) of them to the script's end\(time); "
                + "\(Int(simulated / .seconds(3600))) simulated hours",
            "\(runs) runs, \(kills) kills, \(requests) requests, \(counted(decisions, "decision")) by a person; "
                + "\(counted(asked, "server")) asked for, \(bought) bought, \(recorded) recorded\(byOrder), \(counted(inDoubt, "purchase")) in doubt",
        ]
        for report in wrong.prefix(Self.mostShown) {
            lines += report.violations.map { "seed \(report.seed): \($0)" }
            lines.append("  cph rehearse --seed \(report.seed) \(shellWord(script)) shows how")
        }
        lines.append(
            wrong.isEmpty
                ? "0 bought twice, 0 ids lost" : "\(wrong.count) of \(reports) seeds bought twice or lost an id")
        return lines
    }

    private static let mostShown = 10

    private static func rounded(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
