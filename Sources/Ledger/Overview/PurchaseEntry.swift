/// A purchase as people look at it: what is recorded, and whose run it was.
public struct PurchaseEntry: Hashable, Sendable {
    /// What the ledger has of it.
    public let record: PurchaseRecord
    /// The run that planned or sent it last; nil where its line is not in the ledger.
    public let run: RunInfo?

    /// The user whose run it was; nil where the ledger does not say.
    public var user: String? { run.flatMap { $0.user.isEmpty ? nil : $0.user } }
    /// When it was sent, or first planned where it was not: `2026-01-02T03:04:05Z`.
    public var time: String { timeText(record.time) }

    /// How many servers were bought: those that are known where some are missing, those asked for otherwise. What is in doubt,
    /// and what was not bought, comes to none.
    public var bought: Int {
        if record.state.maySend || isUnsure || record.bill.status?.isGone == true { return 0 }
        return record.state == .partial ? record.serverIDs.count : record.count
    }

    /// The servers that were bought times the months of the order; of a renewal the months alone.
    public var serverMonths: Int {
        guard record.change != nil else { return bought.multiplied(by: record.months) }
        return record.state.maySend || isUnsure ? 0 : record.months
    }

    /// How many servers may have been bought or not.
    public var inDoubt: Int { isUnsure ? record.count : 0 }

    /// What it came to, for sums; nil where nobody knows, and for what is in doubt, which may have cost nothing.
    var amount: Amount? { isUnsure ? nil : record.amount }

    /// Of a payment in doubt it is known what was ordered.
    private var isUnsure: Bool { record.isUnsure }
}

/// Which purchases are wanted; all where nothing is said.
public struct PurchaseFilter: Hashable, Sendable {
    /// Only purchases in one of these states, or whose orders are unpaid or paid where that is asked for; nil for every state.
    public var states: Set<PurchaseState>?
    /// From this time on, in milliseconds since 1970.
    public var since: Int?
    /// Before this time, in milliseconds since 1970.
    public var until: Int?
    /// The plan's name, or the first 8 digits of its hash or more.
    public var plan: String?
    /// How the name begins.
    public var prefix = ""
    /// Whose run it was.
    public var user: String?
    /// The project's id; nil for all.
    public var project: String?
    /// Only what a person may have to look at.
    public var inDoubt = false
    /// Only so many, the newest ones; nil for all.
    public var limit: Int?

    /// Makes a filter that leaves nothing out.
    public init() {}

    /// The states that have to be looked at; nil for all: an order waits for payment, or is paid, in other states as well.
    var knownStates: Set<PurchaseState>? {
        states.flatMap { $0.isDisjoint(with: [.unpaid, .paid]) ? $0 : nil }
    }

    private func wants(_ record: PurchaseRecord) -> Bool {
        guard let states else { return true }
        if states.contains(record.state) { return true }
        return switch record.bill.status {
        case .unpaid: states.contains(.unpaid)
        case .paid: states.contains(.paid)
        default: false
        }
    }

    func holds(_ entry: PurchaseEntry) -> Bool {
        let record = entry.record
        return wants(record)
            && since.map { record.time >= $0 } ?? true && until.map { record.time < $0 } ?? true
            && plan.map { record.plan?.isMeant(by: $0) ?? false } ?? true
            && record.key.hasPrefix(prefix) && user.map { $0 == entry.user } ?? true
            && (!inDoubt || record.state.isInDoubt || record.lateAnswer != nil)
    }
}
