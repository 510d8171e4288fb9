import CPHModel

@testable import Ledger

/// A story of one to three machines that run the same script on one ledger, told by a seed: who is killed when, what
/// goes wrong in the network, at the service and on the disk, how late lists and requests are.
///
/// Order of steps, judgement of answers and of lists are the ledger's own; disk, network, service and time are imagined.
struct Simulation {
    struct Outcome: Equatable {
        /// Of everything that happened.
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        var steps = 0
        var kills = 0
        var sends = 0
        /// Wishes that were bought twice.
        var doubles = 0
        /// Servers that were bought and that nothing leads to.
        var losses = 0
        /// Servers that nothing leads to because the gateway repeated a request by itself and the list showed what came of
        /// it only after the first was taken for everything. No client can exclude that.
        var surplus = 0
        /// Servers that a purchase took which belong to another.
        var thefts = 0

        var isWrong: Bool { doubles + losses + thefts > 0 }
    }

    /// Planted mistakes and fences that are switched off.
    struct Flaws {
        var mutant: Mutant?
        var hasLock = true
        var hasSwap = true
    }

    let flaws: Flaws
    let wishes: [SimulatedWish]
    var dice: SeededDice
    var service: SimulatedService
    var hosts: [SimulatedHost]
    var disk: [SimulatedRecord]
    /// What survives a power cut: differs from `disk` only where a mistake does not sync.
    var durable: [SimulatedRecord]
    /// Ids that left as emergency notes.
    var rescued: Set<String> = []
    var lockHolder: Int?
    var time = 0
    var killsLeft: Int
    let killRarity: Int
    let faultRarity: Int
    var losesLedger: Bool
    var isLedgerLost = false
    var outcome = Outcome()
    private(set) var verdicts: SimulatedVerdicts

    static let hour = 3_600_000

    init(seed: UInt64, _ flaws: Flaws = Flaws(), verdicts: SimulatedVerdicts = SimulatedVerdicts()) {
        var dice = SeededDice(seed: seed)
        let wishes = Self.wishes(&dice)
        // A ledger that somebody deletes is made up for by the list, where that shows everything at once.
        losesLedger = dice.isOne(in: 8)
        let lag = losesLedger ? 0 : [0, 0, 30_000, 600_000, 7_200_000][dice.below(5)]
        service = SimulatedService(wishes, lag: lag, lateness: 10_000...dice.within(20_000...7_200_000))
        hosts = (0..<dice.within(1...3)).map { _ in SimulatedHost() }
        for host in hosts.indices {
            (hosts[host].wakesAt, hosts[host].skew) = (dice.below(60_000), dice.within(-240_000...240_000))
        }
        disk = wishes.map { _ in SimulatedRecord() }
        durable = disk
        killsLeft = dice.below(5)
        killRarity = [4, 12, 40][dice.below(3)]
        faultRarity = [2, 4, 10][dice.below(3)]
        (self.flaws, self.wishes, self.dice, self.verdicts) = (flaws, wishes, dice, verdicts)
    }

    /// Names that look alike: a server `w-1` may be the one of `w-1`, or one of `w`.
    static func wishes(_ dice: inout SeededDice) -> [SimulatedWish] {
        ["w-1", "w", "x"].prefix(dice.within(1...3)).map { SimulatedWish(name: $0, count: dice.within(1...3)) }
    }

    /// Tells the story to its end, and counts what must never happen.
    mutating func run() -> Outcome {
        while let host = next(), outcome.steps < 2000 {
            time = max(time, hosts[host].wakesAt)
            service.deliver(until: time, &dice)
            outcome.steps += 1
            move(host)
        }
        conclude()
        return outcome
    }

    /// Who acts next: the earliest; of two at the same time the first.
    private func next() -> Int? {
        var best: Int?
        for host in hosts.indices where !hosts[host].isDone {
            if best.map({ hosts[host].wakesAt < hosts[$0].wakesAt }) ?? true { best = host }
        }
        return best
    }

    mutating func note(_ numbers: Int...) {
        for number in numbers {
            outcome.digest = (outcome.digest ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01B3
        }
    }

    private mutating func conclude() {
        time += 100 * Self.hour
        service.deliver(until: time, &dice)
        for wish in wishes.indices {
            outcome.doubles += service.carriedOut[wish] > 1 ? 1 : 0
            let bought = service.sold.filter { $0.wish == wish }
            let known = disk[wish].ids.union(disk[wish].claimed).union(rescued)
            let isAccounted = disk[wish].isOpen || isLedgerLost
            let lost = isAccounted ? [] : bought.filter { !known.contains($0.id) }
            let surplus = lost.count { isRepeated($0) && $0.visibleAt > disk[wish].lookedAt }
            outcome.losses += lost.count - surplus
            outcome.surplus += surplus
            let own = Set(bought.map(\.id))
            outcome.thefts += disk[wish].state == .duplicate ? 0 : disk[wish].ids.count { !own.contains($0) }
        }
        note(outcome.doubles, outcome.losses, outcome.thefts, service.sold.count)
    }

    /// Of two orders that one request made, either may be the one that is taken.
    private func isRepeated(_ server: SimulatedService.Sold) -> Bool {
        service.sold.contains { $0.isRepeat && $0.wish == server.wish && $0.createdAt == server.createdAt }
    }

    mutating func judge(_ send: SendFault, _ count: Int) -> SimulatedVerdicts.Entry { verdicts.entry(send, count) }
}

/// The ledger's own judgement of every kind of answer, worked out once: the same few come up in every story.
struct SimulatedVerdicts {
    struct Entry {
        let state: PurchaseState
        let hasOrder: Bool
        /// How many of the servers sold the answer names.
        let ids: Int
    }

    private var entries: [Int: Entry] = [:]

    mutating func entry(_ send: SendFault, _ count: Int) -> Entry {
        let key = send.rawValue * 16 + count
        if let entry = entries[key] { return entry }
        let exchange = send.exchange("o", (0..<count).map { "s\($0)" })
        let verdict = Verdict(exchange, count: count, paysAtOnce: true)
        let response = verdict.response
        let entry = Entry(
            state: PurchaseState(verdict), hasOrder: response.orderID != nil, ids: response.serverIDs?.count ?? 0)
        entries[key] = entry
        return entry
    }
}
