import CPHModel
import Schema

@testable import Ledger

/// Every history of one purchase under a script that is run again and again: crashes between any two steps, faults of
/// the network, the service, the disk and the list. The steps are those of `PurchaseMachine`, the judgement of answers
/// and of lists is the ledger's own; only disk, network and service are imagined.
struct HistoryModel {
    struct World: Sendable, CustomStringConvertible {
        let lag: Int
        let lateness: Int
        var faults = SendFault.allCases
        /// Whether somebody deletes the ledger between two runs.
        var losesLedger = false
        var description: String { "lag \(lag), lateness \(lateness)\(losesLedger ? ", ledger lost" : "")" }
    }

    struct Tally {
        var histories = 0
        var doubles = 0
        var losses = 0
        /// The first history that went wrong.
        var example: [Int]?
    }

    let setting: World
    let mutant: Mutant?
    var kills = 2
    var faults = 2
    var runs = 4
    var looks = 3
    var cache = Judgements()

    init(_ setting: World, mutant: Mutant? = nil) { (self.setting, self.mutant) = (setting, mutant) }

    /// Runs every history, or as many as it takes to find `enough` wrong ones.
    mutating func explore(enough: Int = .max) -> Tally {
        var tally = Tally()
        var chooser = Chooser()
        repeat {
            var life = HistoryLife(model: self, chooser: chooser)
            let (isDouble, isLoss) = life.live()
            (chooser, cache) = (life.chooser, life.model.cache)
            tally.histories += 1
            if isDouble { tally.doubles += 1 }
            if isLoss { tally.losses += 1 }
            if tally.example == nil, isDouble || isLoss { tally.example = chooser.history }
        } while tally.doubles + tally.losses < enough && chooser.advance()
        return tally
    }
}

// MARK: - The ledger's own judgement, remembered

extension HistoryModel {
    /// Verdicts and findings that were worked out before: the same few come up in every history.
    struct Judgements {
        var states: [SendFault: PurchaseState] = [:]
        var findings: [String: ReconciliationResult] = [:]
    }

    func seen(_ state: PurchaseState?) -> PurchaseState? {
        switch (mutant, state) {
        case (.resendInDoubt, .inDoubt?), (.crashMeansNotSent, .sending?): .notSent
        default: state
        }
    }

    func recorded(_ state: PurchaseState) -> PurchaseState {
        mutant == .orderMeansDone && state == .orderOnly ? .accepted : state
    }

    mutating func judge(_ send: SendFault, _ exchange: Exchange?) -> PurchaseState {
        if let state = mutated(exchange) { return state }
        if let state = cache.states[send] { return state }
        guard let exchange else { return .notSent }
        let state = PurchaseState(Verdict(exchange, count: ModelWorld.count, paysAtOnce: true))
        cache.states[send] = state
        return state
    }

    private func mutated(_ exchange: Exchange?) -> PurchaseState? {
        switch (mutant, exchange?.answer?.status) {
        case (.classifyByStatus, 400?): .refused
        case (.classifyByStatus, 502?): .notSent
        case (.brokenMeansNotSent, nil): .notSent
        default: nil
        }
    }

    mutating func finding(_ sold: [ModelWorld.Sold], _ visible: Int, _ orderID: String?) -> ReconciliationResult {
        let key = "\(sold.map(\.id)) \(orderID ?? "-")"
        if let finding = cache.findings[key] { return finding }
        var sightings = sold.map { Sighting(id: $0.id, name: "n-0001", orderID: $0.order, createdAt: nil) }
        sightings.append(Sighting(id: ModelWorld.foreign, name: "n-1", orderID: nil, createdAt: nil))
        let others: Set = mutant == .othersAdopted ? [] : [ModelWorld.foreign]
        let evidence = Evidence(
            name: ModelWorld.name, count: ModelWorld.count, orderID: orderID, claimed: [], baseline: others,
            others: others, otherNames: [], sentAt: 0)
        let finding = evidence.judge(sightings)
        cache.findings[key] = finding
        return finding
    }
}
