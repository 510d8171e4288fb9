package import Purchasing

/// How a seed ended, and what is wrong with it.
package struct SeedReport: Hashable, Sendable {
    /// Names the story: the same seed plays it again.
    package let seed: UInt64
    /// Counts how often the script was started.
    package var runs = 0
    /// Counts the starts that ended in a kill.
    package var kills = 0
    /// Requests that reached the cloud.
    package var requests = 0
    /// Purchases in doubt that a person decided about.
    package var decisions = 0
    /// How the last run ended.
    package var ending = ExitStatus.done
    /// The error of the last run, when it was none about a purchase.
    package var error: String?
    /// Counts the servers that the script asked for in its last run.
    package var asked = 0
    /// Counts the servers that the cloud sold.
    package var bought = 0
    /// Counts the servers that the ledger knows of at the end, by their ids or by their order.
    package var recorded = 0
    /// Counts those of them that it knows by their order alone, because no answer has named them.
    package var recordedByOrder = 0
    /// Purchases in doubt at the end.
    package var inDoubt = 0
    /// Whether starting the script once more would change nothing.
    package var isOver = false
    /// What must never happen, each a sentence.
    package var violations: [String] = []
    /// Is a hash over the whole trace: equal for two plays of one seed.
    package var digest = ""
    /// How long the story took in simulated time.
    package var duration = Duration.zero

    /// Holds the faults of the cloud, as `--faults` takes them; empty for none.
    package var faults = ""
    /// Holds what happened of what is drawn, in its order.
    package var events: [StoryEvent] = []

    /// Starts without anything that happened.
    package init(seed: UInt64) { self.seed = seed }

    /// Names the columns of a report.
    package static let titles = [
        "seed", "runs", "kills", "requests", "decided", "asked", "bought", "recorded", "in doubt", "exit", "trace",
    ]

    /// Holds what stands under the titles.
    package var cells: [String] {
        let numbers = [runs, kills, requests, decisions, asked, bought, recorded, inDoubt, Int(ending.rawValue)]
        return ["\(seed)"] + numbers.map(String.init) + [digest]
    }

    /// Names the columns of a report line, with tabs between them.
    package static var columns: String { titles.joined(separator: "\t") }

    /// The report as a line under `columns`.
    package var line: String {
        (cells + (violations.isEmpty ? [] : ["WRONG"])).joined(separator: "\t")
    }
}
