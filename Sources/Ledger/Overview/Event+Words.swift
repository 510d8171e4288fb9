import Schema
import Text

// A line of the history for people.
extension Event {
    /// When it was written: `2026-01-02T03:04:05Z`.
    public var time: String { timeText(at) }

    /// Says what happened, in one line.
    public var words: String {
        let what: String
        switch kind {
        case .planned: what = plannedWords
        case .approved: what = RecordedApproval(detail).words
        case .sending: what = "send \(number) begins\(baselineWords)"
        case .answered: what = answerWords
        case .outcome: what = "the answer means\(stateWords)"
        case .recovered: what = "a send without a recorded end was found:\(stateWords)"
        case .found where isAboutOrder: what = orderWords
        case .found: what = "the account was looked at:\(stateWords)"
        case .resolved: what = "\(person) decided:\(stateWords)"
        case .payment: what = paymentWords
        case .created, .run, .change, .changed, .asked, .agreed, .declined, .unlocked, .policy, .ended:
            what = kind.rawValue
        }
        return [what, amountWords, reasonWords].compactMap(\.self).joined(separator: "; ")
    }

    private var plannedWords: String {
        if let change = RecordedChange(detail["change"]) { return "planned: \(change.words)" }
        guard let count = detail["count"]?.integer, let months = detail["months"]?.integer else { return "planned" }
        return "planned: \(counted(count, "server")) for \(counted(months, "month"))"
    }

    /// The number of the send that it is about.
    private var number: String {
        let number = detail["attempt"] ?? detail["send"] ?? detail["again"]
        return number?.integer.map(String.init) ?? "?"
    }

    private var baselineWords: String {
        let known = detail["baseline"]?.items?.count ?? 0
        return known == 0 ? "" : "; \(counted(known, "server")) had the name before"
    }

    private var answerWords: String {
        let isLate = detail["source_of_answer"] != nil
        let sent = detail["bytes_sent"]?.integer.map { ", \(counted($0, "byte")) sent" } ?? ""
        let status = detail["status"]?.integer.map { ": status \($0)" }
        let failure = detail["failure"]?.text.map { ": none came, \($0)" }
        return "\(isLate ? "a late answer" : "the answer") to send \(number)\(status ?? failure ?? "")\(sent)"
    }

    var person: String { detail["by"]?.text.map { $0.isEmpty ? "somebody" : $0 } ?? "somebody" }

    /// The state, with the order and the servers that the line names.
    private var stateWords: String {
        var words = to.map { " \($0.rawValue)" } ?? " nothing new"
        if let order = detail["order_id"]?.text { words += ", order \(order)" }
        if let ids = detail["server_ids"]?.items, !ids.isEmpty { words += ", \(counted(ids.count, "server"))" }
        if let ids = detail["claimed"]?.items, !ids.isEmpty { words += ", \(counted(ids.count, "server")) claimed" }
        return words
    }

    private var amountWords: String? { Amount(detail).map { "it comes to \($0)" } }

    private var reasonWords: String? {
        let words = [detail["reason"]?.text, detail["evidence"]?.text.map { "evidence: \($0)" }].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }
}
