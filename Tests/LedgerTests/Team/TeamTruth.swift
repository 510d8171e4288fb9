@testable import Ledger

/// What really happened in a story, whatever the ledger says.
struct TeamTruth: Equatable {
    /// An intent whose commit took place.
    struct Intent: Equatable {
        let wish: Int
        let host: Int
        let at: Int
        let count: Int
        var isCarriedOut = false
    }

    var intents: [Intent] = []
    var sends = 0
    var kills = 0
    var stops = 0
    var failures = 0
    /// Claims that changed hands because their owner had lapsed.
    var takeovers = 0
    /// Requests that left a machine when another had the claim.
    var lateSends = 0
    /// Whether a standby took over that lacked commits.
    var hasLostCommits = false
    /// Ids that left for people alone.
    var rescued: Set<String> = []

    // MARK: What must never happen

    /// Names that were bought twice.
    var doubles = 0
    /// Servers that were bought and that nothing leads to.
    var losses = 0
    /// Servers that a purchase took which belong to another.
    var thefts = 0
    /// Owners that lost a name while their lease lasted.
    var robberies = 0
    /// Answers that a run had and that are nowhere.
    var dropped = 0
    /// Intents of a machine that had answers to deliver.
    var hasty = 0
    /// Intents that brought the servers of 24 hours above the limit.
    var excesses = 0
    /// Whether machines wait for each other for ever.
    var isStuck = false

    var isWrong: Bool { doubles + losses + thefts + robberies + dropped + hasty + excesses > 0 || isStuck }

    /// What went wrong.
    var words: String {
        let counts = [
            ("bought twice", doubles), ("lost", losses), ("taken from another purchase", thefts),
            ("taken from a living owner", robberies), ("answers dropped", dropped), ("bought before delivering", hasty),
            ("above the limit", excesses), ("waiting for ever", isStuck ? 1 : 0),
        ]
        return counts.filter { $0.1 > 0 }.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
    }
}

extension TeamStory {
    /// Lets everything arrive that is on its way, and counts what must never happen.
    mutating func conclude() {
        time += 100 * TeamWorld.hour
        service.deliver(until: time, &dice)
        let spooled = hosts.flatMap(\.spool).flatMap(\.ids)
        for wish in world.wishes.indices {
            let row = database.rows[wish]
            truth.doubles += service.carriedOut[wish] > 1 ? 1 : 0
            let bought = service.sold.filter { $0.wish == wish }
            let known = row.ids.union(row.claimed).union(truth.rescued).union(spooled)
            if !row.isOpen, !truth.hasLostCommits { truth.losses += bought.count { !known.contains($0.id) } }
            if row.state != .duplicate {
                let own = Set(bought.map(\.id))
                truth.thefts += row.ids.count { !own.contains($0) }
            }
        }
        countExcesses()
    }

    /// By the server's clock, as the day's limit counts. What a lost commit said can't be counted.
    private mutating func countExcesses() {
        guard let limit = world.limit, !truth.hasLostCommits else { return }
        let sent = truth.intents.filter(\.isCarriedOut)
        for last in sent {
            let day = sent.filter { $0.at <= last.at && $0.at > last.at - DayWindow.length }
            if day.reduce(0, { $0 + $1.count }) > limit { truth.excesses += 1 }
        }
    }
}
