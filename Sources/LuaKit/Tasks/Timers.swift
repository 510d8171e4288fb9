/// What is to happen at which time, in that order; at the same time, in the order it was added.
struct Timers {
    private struct Timer {
        let deadline: Duration
        let id: Int
        let body: () -> Void
    }

    /// Latest first, so that the next one is taken off the end.
    private var timers: [Timer] = []
    private var count = 0

    var next: Duration? { timers.last?.deadline }

    /// Returns a number by which the timer can be removed.
    mutating func add(at deadline: Duration, _ body: @escaping () -> Void) -> Int {
        count += 1
        var (low, high) = (0, timers.count)
        while low < high {
            let middle = (low + high) / 2
            if timers[middle].deadline > deadline { low = middle + 1 } else { high = middle }
        }
        timers.insert(Timer(deadline: deadline, id: count, body: body), at: low)
        return count
    }

    mutating func remove(_ id: Int) {
        timers.removeAll { $0.id == id }
    }

    mutating func popDue(at now: Duration) -> (() -> Void)? {
        guard let timer = timers.last, timer.deadline <= now else { return nil }
        timers.removeLast()
        return timer.body
    }
}
