import CPHModel
public import Schema
import Text

/// What a run may buy without asking, and what it may not buy at all.
public struct SpendLimits: Hashable, Sendable {
    /// `--allow-spend N`: servers that this run may buy without asking; nil means that everything is asked.
    public var servers: Int?
    /// `--allow-months N`: server-months (servers x months) without asking; nil means 12 per allowed server.
    public var serverMonths: Int?
    /// `--allow-cost N`: money that this run may spend without asking, in the account's currency; nil for no such limit. Whatever
    /// has no known price is not within it.
    public var cost: Decimal?
    /// `--allow-renew`: whether auto-renewal and years are within the allowance.
    public var renewals = false
    /// `--approve HASH`: the one plan that was approved before.
    public var plan: String?
    /// `--allow-change N`: calls that change something, without asking; nil means that each is asked.
    public var changes: Int?
    /// `--allow-pay N`: orders to be paid without asking; nil means that each is asked.
    public var payments: Int?
    /// `--allow-request N`: calls that cph does not know, each of which may cost money, without asking; nil means that each
    /// is asked.
    public var requests: Int?
    /// `--allow-per-day N`: servers per rolling 24 hours over all projects of the ledger, whoever agrees; nil for no such limit.
    public var serversPerDay: Int?

    /// The most money that may be spent, whoever agrees: `--allow-cost-per-day`, `--allow-cost-per-month`, and what policies say. All
    /// of them hold.
    public var caps: [MoneyCap] = []

    /// Whether purchases need a plan to which a second person has agreed, whom the ledger's server can tell from whoever asked.
    /// Neither an allowance nor the person at the terminal is one.
    public var needsSecondPerson = false

    /// Makes limits that allow nothing without asking.
    public init() {}

    /// Tells whether `more` fits beside what was already spent.
    func cover(_ more: Spending, beside spent: Spending) -> Bool {
        guard !needsSecondPerson, !more.needsCaution || renewals else { return false }
        let total = spent + more
        guard coversCost(of: total), coversChanges(more, total) else { return false }
        if more.servers == 0 { return true }
        guard servers != nil || cost != nil else { return false }
        if let servers { return total.servers <= servers && total.serverMonths <= mostMonths(servers) }
        return serverMonths.map { total.serverMonths <= $0 } ?? true
    }

    /// Whether what changes servers bought before is within the limits: what is paid is counted as payments are, or by its price
    /// alone where there is a limit in money, everything else as changes are.
    private func coversChanges(_ more: Spending, _ total: Spending) -> Bool {
        if more.changes > 0 {
            guard let changes, total.changes <= changes else { return false }
        }
        guard more.payments > 0 else { return true }
        if let serverMonths, total.serverMonths.plus(total.renewedMonths) > serverMonths { return false }
        return payments.map { total.payments <= $0 } ?? (cost != nil)
    }

    /// Whether the money is within the limit, or there is none.
    func coversCost(of total: Spending) -> Bool {
        guard let cost else { return true }
        return switch total.cost {
        case .none: true
        case .known(let amount): amount.number <= cost
        case .unknown: false
        }
    }

    /// How many server-months go with an allowance for so many servers.
    private func mostMonths(_ servers: Int) -> Int { serverMonths ?? servers.multiplied(by: 12) }

    /// Which allowances `more` does not fit in beside what was spent, and by how much.
    func shortfalls(of more: Spending, beside spent: Spending) -> [String] {
        let total = spent + more
        var short: [String] = []
        /// Says it of an allowance that is counted; one that is not set allows nothing.
        func count(_ option: String, _ limit: Int?, _ needed: Int, _ noun: String) {
            guard let limit else { return short.append("\(noun)s were not allowed (\(option))") }
            if needed > limit { short.append("\(option) \(limit) is \(counted(needed - limit, noun)) short") }
        }
        if case .known(let amount) = total.cost, let cost, amount.number > cost {
            let missing = Amount(amount.number - cost, amount.currency)?.description ?? amount.currency
            short.append("--allow-cost \(cost) is \(missing) short")
        }
        if more.servers > 0, servers != nil || cost == nil { count("--allow-spend", servers, total.servers, "server") }
        if more.servers > 0, let most = serverMonths, total.serverMonths > most {
            count("--allow-months", most, total.serverMonths, "server-month")
        } else if more.servers > 0, let servers, total.servers <= servers, total.serverMonths > mostMonths(servers) {
            let missing = counted(total.serverMonths - mostMonths(servers), "server-month")
            short.append("the \(mostMonths(servers)) server-months of --allow-spend \(servers) are \(missing) short")
        } else if more.payments > 0, let serverMonths {
            count("--allow-months", serverMonths, total.serverMonths.plus(total.renewedMonths), "server-month")
        }
        if more.changes > 0 { count("--allow-change", changes, total.changes, "change") }
        if more.payments > 0, payments != nil || cost == nil {
            count("--allow-pay", payments, total.payments, "payment")
        }
        if more.needsCaution, !renewals {
            short.append("what renews itself or is for years was not allowed (--allow-renew)")
        }
        return short
    }

    /// The options that would allow `total`, whatever else is given.
    func options(for total: Spending) -> String {
        var options: [String] = []
        // A limit in money is enough by itself, unless one in servers is too low; what has no known price needs one in its place.
        let isInMoney = cost != nil && total.cost != .unknown
        let namesServers = total.servers > (isInMoney ? servers ?? .max : 0)
        if namesServers { options.append("--allow-spend \(total.servers)") }
        if total.payments > (isInMoney ? payments ?? .max : 0) { options.append("--allow-pay \(total.payments)") }
        if total.changes > 0 { options.append("--allow-change \(total.changes)") }
        if case .known(let amount) = total.cost, cost != nil { options.append("--allow-cost \(amount.number)") }
        let most =
            namesServers ? mostMonths(total.servers) : isInMoney ? servers.map(mostMonths) ?? serverMonths ?? .max : 0
        if total.servers > 0, total.serverMonths > most { options.append("--allow-months \(total.serverMonths)") }
        if total.needsCaution { options.append("--allow-renew") }
        let without = cost != nil && total.cost == .unknown ? ", without --allow-cost" : ""
        return options.joined(separator: " ") + without
    }

    /// The limit for calls that do this, and the option that sets it. Purchases have limits of their own.
    func allowance(for effect: Effect) -> (limit: Int?, option: String) {
        switch effect {
        case .payment: (payments, "--allow-pay")
        case .change: (changes, "--allow-change")
        // A read is never asked about.
        case .unknown, .purchase, .read: (requests, "--allow-request")
        }
    }
}

extension Int {
    /// A sum that stops at the largest number: a limit must not wrap around, and a sum that is too large must not end the
    /// program.
    func plus(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }

    /// A product that stops at the largest number.
    func multiplied(by other: Int) -> Int {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? .max : product
    }
}

/// What purchases cost together.
enum Cost: Hashable, Sendable {
    /// There are no purchases.
    case none
    case known(Amount)
    /// Nobody has asked, there is no price to be had, or currencies differ.
    case unknown

    static func + (a: Cost, b: Cost) -> Cost {
        switch (a, b) {
        case (.none, let other), (let other, .none): other
        case (.known(let one), .known(let other)): Amount.sum([one, other]).map(Cost.known) ?? .unknown
        default: .unknown
        }
    }
}

/// Servers, server-months and money that were or are to be spent.
struct Spending: Hashable, Sendable {
    var servers = 0
    var serverMonths = 0
    var cost = Cost.none
    /// Servers bought before that are renewed, or changed in another way that is paid; and orders that are paid by themselves.
    var payments = 0
    /// Servers bought before that are changed in a way that is not paid, and other changes.
    var changes = 0
    /// For how many months servers bought before are renewed.
    var renewedMonths = 0
    /// Whether an order is for years or renews itself.
    var needsCaution = false

    init() {}

    /// `2 servers, 24 server-months`.
    var words: String { words(", ") }

    func words(_ separator: String) -> String {
        var parts: [String] = []
        if payments > 0 { parts.append(counted(payments, "payment")) }
        if changes > 0 { parts.append(counted(changes, "change")) }
        if servers > 0 || parts.isEmpty { parts.insert(counted(servers, "server"), at: 0) }
        let months = serverMonths.plus(renewedMonths)
        if months > 0 || servers > 0 || payments + changes == 0 { parts.append(counted(months, "server-month")) }
        var words = parts.joined(separator: separator)
        if case .known(let amount) = cost { words += "\(separator)\(amount)" }
        return words
    }

    init(_ purchases: [PurchaseSummary]) {
        servers = purchases.reduce(0) { $0.plus($1.servers) }
        for purchase in purchases {
            guard let change = purchase.change else {
                serverMonths = serverMonths.plus(purchase.serverMonths)
                continue
            }
            renewedMonths = renewedMonths.plus(purchase.serverMonths)
            if change.kind.isPaid { payments += 1 } else { changes += 1 }
        }
        needsCaution = purchases.contains { $0.isInYears || $0.renewsItself }
        cost = purchases.contains(where: \.hasPrice) ? .unknown : .none
    }

    static func + (a: Spending, b: Spending) -> Spending {
        var sum = a
        sum.servers = a.servers.plus(b.servers)
        sum.serverMonths = a.serverMonths.plus(b.serverMonths)
        sum.payments = a.payments.plus(b.payments)
        sum.changes = a.changes.plus(b.changes)
        sum.renewedMonths = a.renewedMonths.plus(b.renewedMonths)
        sum.needsCaution = a.needsCaution || b.needsCaution
        sum.cost = a.cost + b.cost
        return sum
    }
}
