import Docs
import Rehearsal
import Schema
import Text

/// The page of `cph rehearse --html`: every story with its timeline, those that went wrong first.
struct RehearsalPage {
    private let script: String
    private let sums: [String]
    private let reports: [SeedReport]

    /// - Parameter sums: What all stories came to, in lines for people.
    init(script: String, sums: [String], _ reports: [SeedReport]) {
        (self.script, self.sums) = (script, sums)
        self.reports = reports.sorted { (Self.rank($0), $0.seed) < (Self.rank($1), $1.seed) }
    }

    var text: String {
        let all = ReportPage.Section(
            "All stories", note: sums.joined(separator: ". "), pictures: [.storyKey],
            table: ReportPage.Table(
                SeedReport.titles + ["result"], reports.map { $0.cells + [Self.result($0)] }, numbers: Set(0...9)))
        let wrong = reports.count { !$0.violations.isEmpty }
        let stories = reports.count == 1 ? "1 story" : "\(reports.count) stories"
        let summary =
            wrong == 0
            ? "\(stories), and nothing was bought twice or lost." : "\(wrong) of \(stories) bought twice or lost an id."
        return ReportPage(
            "Rehearsal of \(cleaned(script))", summary: summary,
            [all] + reports.map(section)
        ).text
    }

    /// What went wrong stands before what did not end, and that before the rest.
    private static func rank(_ report: SeedReport) -> Int {
        report.violations.isEmpty ? report.ending == .done ? 2 : 1 : 0
    }

    private static func result(_ report: SeedReport) -> String {
        report.violations.isEmpty
            ? report.ending == .done ? "all right" : "exit code \(report.ending.rawValue)" : "WRONG"
    }

    private func section(_ report: SeedReport) -> ReportPage.Section {
        let marks = report.events.map { event in
            PictureMark(PictureMark.Kind(event.kind), run: event.run, "\(Self.time(event)) \(event.words)")
        }
        let told = report.events.filter { $0.kind != .request }
        var rows = told.prefix(Self.mostRows).map { [Self.time($0), $0.run == 0 ? "" : "\($0.run)", $0.words] }
        if told.count > rows.count {
            rows.append(["…", "", "\(told.count - rows.count) more; cph rehearse --seed \(report.seed) shows all"])
        }
        let faults = report.faults.isEmpty ? "no faults" : "faults \(report.faults)"
        let replay = "cph rehearse --seed \(report.seed) \(shellWord(script)) shows everything"
        return ReportPage.Section(
            "Seed \(report.seed): \(Self.result(report))",
            note: (report.violations + ["\(faults); \(replay)"]).joined(separator: ". "),
            pictures: [.story("What happened in story \(report.seed), run by run", marks)],
            table: ReportPage.Table(["after", "run", "what"], rows, numbers: [1], isFolded: true),
            isAlarm: !report.violations.isEmpty)
    }

    /// More events of one story are read in the terminal.
    private static let mostRows = 300

    /// The simulated time since the story's start: `1:02:03`.
    private static func time(_ event: StoryEvent) -> String {
        let seconds = Int(event.time / .seconds(1))
        let rest = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return ([String(seconds / 3600)] + rest).joined(separator: ":")
    }
}

extension PictureMark.Kind {
    fileprivate init(_ kind: StoryEvent.Kind) {
        self =
            switch kind {
            case .request: .request
            case .purchase: .purchase
            case .fault: .fault
            case .kill: .kill
            case .decision: .decision
            case .end: .end
            }
    }
}
