import Schema
import Text

/// What happened to one purchase, from the first line to the last, with the runs that wrote them.
public struct PurchaseStory: Sendable {
    /// What it adds up to.
    public let record: PurchaseRecord
    /// Its lines, the oldest first.
    public let events: [Event]
    /// The runs of the ledger, by their ids.
    let runs: [String: RunInfo]
    /// The raw answers, by the number of the send.
    public let answers: [RecordedAnswer]

    /// The purchase with the run that planned or sent it last.
    public var entry: PurchaseEntry { PurchaseEntry(record: record, run: runs[record.run]) }

    /// Who ran a line's program, on which machine, with which script and version; nil where the ledger does not say.
    public func run(of event: Event) -> RunInfo? { runs[event.run] }

    /// Lines for people.
    ///
    /// - Parameter isRaw: Whether answers are shown as they came, and lines with all that stands in them.
    public func lines(isRaw: Bool) -> [String] {
        var lines = summary
        lines += ["", "  history (times in UTC)"]
        var last: String?
        for event in events {
            let time = shortTime(event.at)
            if event.run != last { lines.append("  \(time)  \(runs[event.run]?.words ?? "run \(event.run)")") }
            last = event.run
            lines.append("  \(time)    \(event.words)")
            if isRaw { lines.append("      \(event.seq) \(event.kind.rawValue) \(Value.object(event.detail).json())") }
        }
        if isRaw {
            lines += ["", "  request \(record.request)"]
            lines += answers.map { "  \($0.words)" }
        }
        return lines.map { cleaned($0, limit: .max) }
    }

    private var summary: [String] {
        let state = record.state.rawValue + (record.reason.map { ", \($0)" } ?? "")
        var lines = ["\(record.key) (project \(record.scope)): \(state)"]
        let model = record.serverModelName.map { " of \($0)" } ?? ""
        let zone = record.availabilityZone.map { " in \($0)" } ?? ""
        if let change = record.change {
            lines.append("  what      \(change.words), sent \(counted(record.attempt, "time"))")
        } else {
            lines.append(
                "  what      \(counted(record.count, "server"))\(model)\(zone) for \(counted(record.months, "month")), sent "
                    + counted(record.attempt, "time"))
        }
        if let plan = record.plan { lines.append("  plan      \(plan.name), \(plan.hash)") }
        if let run = runs[record.run] { lines.append("  who       \(run.words)") }
        if let signer = runs[record.run]?.signer { lines.append("  signed    by \(signer)") }
        if let approval = record.approval { lines.append("  approval  \(approval.words)") }
        lines.append("  amount    \(record.amount?.description ?? "not known")")
        lines += record.bill.lines
        if let order = record.orderID { lines.append("  order     \(order)") }
        lines += record.servers.map { "  server    \($0.id), known from \($0.source.words)" }
        if let late = record.lateAnswer { lines.append("  to be decided: \(late)") }
        lines += record.claimed.map { "  claimed by an answer that contradicts itself: \($0)" }
        return lines
    }
}

/// The time as a timeline has it, in UTC: `2026-01-02 03:04:05`.
public func shortTime(_ milliseconds: Int) -> String {
    timeText(milliseconds).replacing("T", with: " ").replacing("Z", with: "")
}

extension RunInfo {
    /// Says in a line whose run it was: `ann@build-7 with fleet.lua, cph 0.9.0`.
    public var words: String {
        let place = host.isEmpty ? "" : "@\(host)"
        let work = script.map { " with \($0)" } ?? ""
        let hash = scriptHash.map { " (SHA-256 \($0.prefix(12))…)" } ?? ""
        let program = version.isEmpty ? "" : ", cph \(version)"
        return (user.isEmpty ? "somebody" : user) + place + work + hash + program
    }
}

extension PurchaseRecord.Source {
    fileprivate var words: String {
        switch self {
        case .response: "response"
        case .list: "list"
        case .person: "operator"
        }
    }
}
