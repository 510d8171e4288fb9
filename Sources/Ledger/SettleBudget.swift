import Text

/// How much of the run's time for looking is left. Purchases that settle at the same time share it.
struct SettleBudget {
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

    private mutating func charge(_ now: Int) {
        if settling > 0 { left -= max(0, now - since) }
        since = now
    }
}
