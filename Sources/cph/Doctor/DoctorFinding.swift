import Schema
import Terminal
import Text

/// The result of one check of `cph doctor`: whether it is as it should be, and what to do where it is not.
struct DoctorFinding: Hashable, Sendable {
    enum Verdict: String, Sendable {
        case right
        /// It could be better, but nothing depends on it.
        case look
        case wrong
    }

    let topic: String
    let verdict: Verdict
    let text: String
    let advice: String?

    private init(_ topic: String, _ verdict: Verdict, _ text: String, _ advice: String?) {
        (self.topic, self.verdict, self.text, self.advice) = (topic, verdict, text, advice.map(Output.hints.completed))
    }

    static func right(_ topic: String, _ text: String) -> DoctorFinding { DoctorFinding(topic, .right, text, nil) }

    static func look(_ topic: String, _ text: String, _ advice: String? = nil) -> DoctorFinding {
        DoctorFinding(topic, .look, text, advice)
    }

    static func wrong(_ topic: String, _ text: String, _ advice: String?) -> DoctorFinding {
        DoctorFinding(topic, .wrong, text, advice)
    }

    var value: Value {
        var object: Object = [
            "topic": .string(topic), "verdict": .string(verdict.rawValue), "text": .string(text),
        ]
        object["advice"] = advice.map(Value.string)
        return .object(object)
    }

    /// Verdict, topic and text in columns, the advice below the text, unless the line before has given it.
    func lines(_ palette: Palette, advises: Bool = true) -> [String] {
        let role: Role =
            switch verdict {
            case .right: .success
            case .look: .warning
            case .wrong: .error
            }
        let head = palette.paint(padded(verdict.rawValue, to: 5), role) + "  " + padded(topic, to: Self.topicWidth)
        let margin = String(repeating: " ", count: 5 + 2 + Self.topicWidth + 2)
        let text = cleaned(block: text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var lines = ["\(head)  \(text.first ?? "")"] + text.dropFirst().map { margin + $0 }
        if let advice, advises { lines.append("\(margin)\(palette.paint("do: ", .emphasis))\(cleaned(advice))") }
        return lines
    }

    private static let topicWidth = 12
}
