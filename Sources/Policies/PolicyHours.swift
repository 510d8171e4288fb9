public import Schema
import Text

/// When purchases may be made.
public struct PolicyHours: Model {
    /// The first minute of a day, such as `09:00`.
    public var from = ""
    /// The minute with which it ends, such as `18:00`; earlier than `from` where the time goes over midnight.
    public var to = ""
    /// The days on which that time begins; every day where it is nil.
    public var days: [Weekday]?

    /// Makes hours without a beginning.
    public init() {}

    /// Names the table in messages.
    public static let name = "PolicyHours"
    /// Says what the table is, in messages.
    public static let doc = "When may be bought, in the policy's time zone."

    /// The rows, of which reading, messages, `cph policy rules` and its page are made.
    public static let fields: [Field<PolicyHours>] = [
        Field("from", \.from, .timeOfDay, doc: "The time from which may be bought, such as 09:00"),
        Field(
            "to", \.to, .timeOfDay, doc: "The time before which may be bought, such as 18:00; 24:00 is the day's end"),
        Field("days", \.days, default: "every day", doc: "The days on which that time begins"),
    ]

    /// A day of the week as a policy writes it.
    public enum Weekday: String, Choice {
        case sunday = "sun"
        case monday = "mon"
        case tuesday = "tue"
        case wednesday = "wed"
        case thursday = "thu"
        case friday = "fri"
        case saturday = "sat"

        /// The day's name.
        public var meaning: String { "\(self)" }
    }

    /// Whether a time lies in these hours.
    ///
    /// - Parameters:
    ///   - weekday: 0 is Sunday.
    ///   - minute: Of the day, from 0 to 1439.
    func hold(weekday: Int, minute: Int) -> Bool {
        guard let start = Self.minute(from), let end = Self.minute(to) else { return false }
        func isDay(_ number: Int) -> Bool {
            guard let days else { return true }
            return days.contains(Weekday.allCases[(number + 7) % 7])
        }
        if start < end { return isDay(weekday) && (start..<end).contains(minute) }
        return minute >= start && isDay(weekday) || minute < end && isDay(weekday - 1)
    }

    /// Reads `09:00` as minutes from the day's start; nil for what is no time of a day.
    static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        return hour * 60 + minute
    }

    /// Says it in a line: `09:00 to 18:00 on mon, tue`.
    var words: String {
        let days = days.map { " on \($0.map(\.rawValue).joined(separator: ", "))" } ?? ""
        return "\(from) to \(to)\(days)"
    }
}

extension Rule where V == String {
    /// Refuses what is no time of a day.
    static var timeOfDay: Rule {
        Rule(.pattern, "must be a time such as 09:00, from 00:00 to 24:00") { text in
            PolicyHours.minute(text) == nil ? "is \(quoted(text))" : nil
        }
    }
}
