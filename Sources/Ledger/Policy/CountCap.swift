import Clock
import Policies
import Schema
import Text

/// The most servers or server-months that may be bought, whoever agrees, and which line of a policy says so.
public struct CountCap: Hashable, Sendable {
    /// What is counted.
    public enum Unit: String, CaseIterable, Sendable {
        case server
        /// Servers times months.
        case serverMonth = "server-month"
    }

    /// What it is added up over.
    public enum Period: String, CaseIterable, Sendable {
        case run, day, month
    }

    let most: Int
    let unit: Unit
    let period: Period
    let policy: Policy
    let rule: Path

    /// What the cap has against `more` beside what was bought; nil where it is within.
    func breach(_ bought: Int, adding more: Int) -> PolicyBreach? {
        guard bought.plus(more) > most else { return nil }
        let before =
            bought == 0 ? "" : ", and \(bought) \(period == .run ? "of this run" : "this \(period.rawValue)") before"
        return PolicyBreach(
            rule: rule, place: policy.place(of: rule), field: Path(),
            message: "comes to \(counted(more, unit.rawValue))\(before)",
            limit: "at most \(most) in one \(period.rawValue)")
    }

    /// When the period began that `now` is in, both in milliseconds since 1970; nil for a run.
    func start(at now: Int) -> Int? {
        switch period {
        case .run: nil
        case .day: policy.zone.startOfDay(now / 1000) * 1000
        case .month: policy.zone.startOfMonth(now / 1000) * 1000
        }
    }
}
