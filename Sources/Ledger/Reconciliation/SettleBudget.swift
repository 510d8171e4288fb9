import Text

/// How much of the run's time for looking is left. Purchases that settle at the same time share it.
public struct SettleBudget {
    /// How long a run may look when nobody says otherwise, over all purchases together.
    public static let usual = Duration.seconds(15 * 60)

    private var left: Int
    private var settling = 0
    private var since = 0

    init(_ budget: Duration) { left = budget.milliseconds }

    mutating func begin(_ now: Int) {
        charge(now)
        settling += 1
    }

    mutating func end(_ now: Int) {
        charge(now)
        settling -= 1
    }

    /// How much time is left, in milliseconds.
    mutating func remaining(_ now: Int) -> Int {
        charge(now)
        return max(0, left)
    }

    /// How long to wait before another look at what is in doubt, in milliseconds: from 5 s on, twice as long each time, up
    /// to a minute.
    ///
    /// - Parameter number: 1 for the first wait.
    static func delay(beforeLook number: Int) -> Int { min(60_000, 5000 << min(number - 1, 4)) }

    private mutating func charge(_ now: Int) {
        if settling > 0 { left -= max(0, now - since) }
        since = now
    }
}
