import CPHModel
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

    /// Refuses `more` where it would exceed the cap beside what was bought.
    ///
    /// - Parameter what: The name of what is to be bought.
    /// - Throws: `CPHError` of kind `denied` with the code `policy`.
    func check(_ bought: Int, adding more: Int, for what: String, operation: String) throws(CPHError) {
        guard bought.plus(more) > most else { return }
        let before = bought == 0 ? "" : ", and \(bought) \(period == .run ? "this run" : "this \(period.rawValue)")"
        throw CPHError(
            .denied, code: "policy",
            "\(quoted(what)) comes to \(counted(more, unit.rawValue))\(before); the limit of a \(period.rawValue) is \(most) "
                + "(\(rule), \(policy.place(of: rule))); nothing was sent", operation: operation)
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
