import Schema
import Text

/// Who or what agreed to a purchase, as the line of the approval has it.
public struct RecordedApproval: Hashable, Sendable {
    /// In which way; nil for a way that this cph does not know.
    public let how: Approval.How?
    private let by: String
    private let host: String?
    private let sessionUser: String?
    private let isChecked: Bool

    init(_ detail: Object) {
        how = detail["how"]?.text.flatMap(Approval.How.init)
        by = detail["by"]?.text ?? ""
        (host, sessionUser) = (detail["host"]?.text, detail["session_user"]?.text)
        isChecked = detail["checked"] == true
    }

    /// The person who agreed; nil where an option did, or nobody was asked.
    public var person: String? {
        switch how {
        case .terminal, .agreement: by.isEmpty ? nil : by
        // With `--approve HASH` the hash stands in the person's place.
        case .plan: by.isEmpty || isHash(by) ? nil : by
        case .allowance, .none?, nil: nil
        }
    }

    /// Says in a line who agreed, and how.
    public var words: String {
        let who = cleaned(person ?? "somebody")
        switch how {
        case .terminal: return "approved by \(who) on the terminal"
        case .plan: return person.map { "approved by \(cleaned($0)) on the terminal, with its plan" } ?? byOption
        case .agreement:
            let place = host.flatMap { $0.isEmpty ? nil : "@\(cleaned($0))" } ?? ""
            let role = sessionUser.map { " (role \(cleaned($0)))" } ?? ""
            let second = isChecked ? "who did not ask for it" : "who may have asked for it: that was not checked"
            return "approved as a plan that waited, by \(who)\(place)\(role), \(second)"
        case .allowance: return "allowed by --allow-spend"
        case .none?: return "nobody was asked"
        case nil: return "approved in a way that this cph does not know"
        }
    }

    private var byOption: String { "approved by --approve \(cleaned(by))" }

    private func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { hexValue($0) != nil }
    }
}
