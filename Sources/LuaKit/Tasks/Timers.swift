/// What is to happen at which time, in that order; at the same time, in the order it was added.
struct Timers {
    private struct Timer: Comparable {
        let deadline: Duration
        let id: Int

        static func < (first: Timer, second: Timer) -> Bool {
            first.deadline == second.deadline ? first.id < second.id : first.deadline < second.deadline
        }
    }

    /// The timers as a heap: none is earlier than its parent, at half its index. Removed ones may be among them, but
    /// never as the first.
    private var timers: [Timer] = []
    /// What the timers do, by their numbers; a removed timer has no entry.
    private var bodies: [Int: () -> Void] = [:]
    private var count = 0

    var next: Duration? { timers.first?.deadline }

    /// Returns a number by which the timer can be removed.
    mutating func add(at deadline: Duration, _ body: @escaping () -> Void) -> Int {
        count += 1
        bodies[count] = body
        timers.append(Timer(deadline: deadline, id: count))
        rise(from: timers.count - 1)
        return count
    }

    mutating func remove(_ id: Int) {
        bodies[id] = nil
        dropRemoved()
    }

    mutating func popDue(at now: Duration) -> (() -> Void)? {
        guard let timer = timers.first, timer.deadline <= now else { return nil }
        let body = bodies.removeValue(forKey: timer.id)
        dropRemoved()
        return body
    }

    private mutating func dropRemoved() {
        while let timer = timers.first, bodies[timer.id] == nil { popFirst() }
        if timers.count > 2 * bodies.count + 64 { timers = timers.filter { bodies[$0.id] != nil }.sorted() }
    }

    private mutating func popFirst() {
        timers.swapAt(0, timers.count - 1)
        timers.removeLast()
        sink()
    }

    private mutating func rise(from start: Int) {
        var index = start
        while index > 0, timers[index] < timers[(index - 1) / 2] {
            timers.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func sink() {
        var index = 0
        while 2 * index + 1 < timers.count {
            let (left, right) = (2 * index + 1, 2 * index + 2)
            let earlier = right < timers.count && timers[right] < timers[left] ? right : left
            guard timers[earlier] < timers[index] else { return }
            timers.swapAt(index, earlier)
            index = earlier
        }
    }
}
