public import CPHModel
import Text

/// What became of a plan: its purchases, and whether somebody still has to agree.
public struct PlanOverview: Sendable {
    /// The plan's name.
    public let name: String
    /// Its purchases, the oldest first.
    public let entries: [PurchaseEntry]
    /// Where it stands that waits, or that somebody agreed to lately; several where its hash has changed.
    public let standings: [PlanStanding]
    /// The time by which it was looked at, in milliseconds since 1970.
    let now: Int

    /// The hashes under which its purchases were made, or wait.
    public var hashes: [String] {
        var hashes: [String] = []
        for hash in entries.compactMap(\.record.plan?.hash) + standings.map(\.hash) where !hashes.contains(hash) {
            hashes.append(hash)
        }
        return hashes
    }

    /// How many of its purchases are in which state.
    public var states: [(state: PurchaseState, count: Int)] {
        let counts = Dictionary(grouping: entries, by: \.record.state).mapValues(\.count)
        return PurchaseState.allCases.compactMap { state in counts[state].map { (state, $0) } }
    }

    /// What its purchases come to, a row for each currency.
    public var totals: [PurchaseReport.Row] { PurchaseReport(entries, by: .plan).totals }

    /// What waits, and who agreed, a line each.
    public var standingLines: [String] {
        standings.flatMap { standing -> [String] in
            let asked = standing.question(at: now).map { question in
                question.askings.map { "waits for approval: asked by \($0.user.words), \($0.time)" }
            }
            let agreed = standing.agreement(at: now).map { ["approved by \($0.user.words), until \($0.end)"] }
            return (asked ?? []) + (agreed ?? [])
        }
    }
}

extension Journal {
    /// Finds a plan by its name or the first digits of its hash; nil where the ledger has none.
    ///
    /// - Parameters:
    ///   - project: Only of this project; nil for all.
    ///   - now: Milliseconds since 1970.
    /// - Throws: `CPHError` of kind `ledger`.
    public func plan(_ text: String, project: String?, at now: Int) throws(CPHError) -> PlanOverview? {
        var filter = PurchaseFilter()
        (filter.plan, filter.project) = (text, project)
        let entries = try entries(filter)
        var standings: [PlanStanding] = []
        for standing in try plans(at: now) {
            let name = PlanName(name: standing.name, hash: standing.hash)
            guard name.isMeant(by: text), project == nil || project == standing.scope else { continue }
            // What was bought without an approval waits for none.
            if standing.agreement(at: now) == nil, try isBought(standing) { continue }
            standings.append(standing)
        }
        guard let name = entries.last?.record.plan?.name ?? standings.last?.name else { return nil }
        return PlanOverview(name: name, entries: entries, standings: standings, now: now)
    }
}
