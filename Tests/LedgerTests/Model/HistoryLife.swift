import CPHModel
import Schema

@testable import Ledger

/// What the imagined disk holds of the purchase.
struct ModelDisk: Hashable {
    var state: PurchaseState?
    var ids: Set<String> = []
    var orderID: String?
}

/// One history.
struct HistoryLife {
    var model: HistoryModel
    var chooser: Chooser
    var world: ModelWorld
    var disk = ModelDisk()
    /// What survives a crash: differs from `disk` only where a mutant does not sync.
    var durable = ModelDisk()
    var killsLeft: Int
    var faultsLeft: Int
    var isLedgerLost = false
    /// Ids that left as emergency notes.
    var rescued: Set<String> = []

    init(model: HistoryModel, chooser: Chooser) {
        (self.model, self.chooser) = (model, chooser)
        world = ModelWorld(lag: model.setting.lag, lateness: model.setting.lateness)
        (killsLeft, faultsLeft) = (model.kills, model.faults)
    }
}

extension HistoryLife {
    mutating func live() -> (isDouble: Bool, isLoss: Bool) {
        for run in 0..<model.runs {
            if run > 0, model.setting.losesLedger, !isLedgerLost, world.purchases > 0, chooser.choose(2) == 1 {
                (disk, durable, isLedgerLost) = (.init(), .init(), true)
            }
            self.run()
        }
        world.deliver()
        let known = disk.ids.union(rescued)
        let isComplete = world.sold.allSatisfy { known.contains($0.id) }
        return (world.purchases > 1, !isComplete && !isLedgerLost && !isOpen(disk.state))
    }

    /// Whether the record says that there is something to look for.
    private func isOpen(_ state: PurchaseState?) -> Bool {
        guard let state else { return false }
        return state.isInDoubt || [.partial, .orderOnly, .unpaid].contains(state)
    }

    private mutating func isKilled() -> Bool {
        guard killsLeft > 0, chooser.choose(2) == 1 else { return false }
        killsLeft -= 1
        disk = durable
        return true
    }

    private mutating func isFaulty() -> Bool {
        guard faultsLeft > 0, chooser.choose(2) == 1 else { return false }
        faultsLeft -= 1
        return true
    }

    private mutating func write(_ state: PurchaseState, isSynced: Bool = true) {
        disk.state = state
        if isSynced { durable = disk }
    }

    /// One run of the script, from its top to its end or to a crash.
    private mutating func run() {
        var machine = PurchaseMachine()
        var send = SendFault.none
        var exchange: Exchange?
        var sold: (order: String, ids: [String]) = ("", [])
        var looks = 0
        var isJudged = false
        var step = machine.after(.record(model.seen(disk.state), sameContent: true))
        while true {
            if case .finish = step { return }
            if isKilled() { return }
            switch step {
            case .preflight:
                if isFaulty() { return }
                let visible = world.list()
                step = machine.after(.preflight(isFree: visible == 0 || model.mutant == .noPreflight))
            case .approve: step = machine.after(.approval(true))
            case .recordIntent:
                if model.mutant == .sendBeforeIntent {
                    (send, sold, exchange) = sendNow()
                    if isKilled() { return }
                }
                // A full disk: nothing was recorded, nothing is sent.
                if isFaulty() { return }
                if model.mutant != .saveAfterAnswer { write(.sending, isSynced: model.mutant != .noFsync) }
                step = machine.after(.intent(recorded: true))
            case .send:
                if model.mutant != .sendBeforeIntent { (send, sold, exchange) = sendNow() }
                step = machine.after(.sent)
            case .recordAnswer:
                if isFaulty() {
                    // The disk is full: the ids leave as an emergency note, and the run ends.
                    if send == .none { rescued.formUnion(sold.ids) }
                    return
                }
                step = machine.after(.recorded)
            case .judge: step = machine.after(.judged(model.judge(send, exchange)))
            case .record(let state):
                record(state, send, sold, exchange != nil && !isJudged, machine.finding)
                isJudged = exchange != nil
                step = machine.after(.recorded)
            case .look: step = machine.after(.found(look(machine.state)))
            case .wait:
                looks += 1
                step = machine.after(.waited(mayLookAgain: looks < model.looks))
                if step == .finish(.inDoubt), model.mutant == .absentMeansNotSent { write(.notSent) }
            case .finish: return
            }
        }
    }

    private mutating func sendNow() -> (SendFault, (order: String, ids: [String]), Exchange) {
        var fault = SendFault.none
        if faultsLeft > 0 {
            fault = model.setting.faults[chooser.choose(model.setting.faults.count)]
            if fault != .none { faultsLeft -= 1 }
        }
        var sold = world.send(fault)
        let exchange = fault.exchange(sold.order, sold.ids)
        if model.mutant == .hiddenRetry, exchange.failure?.kind == .broken {
            sold = world.send(.none)
            return (.none, sold, SendFault.none.exchange(sold.order, sold.ids))
        }
        return (fault, sold, exchange)
    }

    private mutating func record(
        _ state: PurchaseState, _ send: SendFault, _ sold: (order: String, ids: [String]), _ isOutcome: Bool,
        _ finding: ReconciliationResult?
    ) {
        if model.mutant != .idsForgotten {
            if isOutcome {
                if send == .none { disk.ids.formUnion(sold.ids) }
                if send == .partialAnswer, let id = sold.ids.first { disk.ids.insert(id) }
            } else {
                switch finding {
                case .complete(let ids, _)?, .partial(let ids, _)?: disk.ids.formUnion(ids)
                case .duplicate?, .ordered?, .nothing?, .unreadable?, nil: break
                }
            }
        }
        if isOutcome, send == .orderOnly || send == .partialAnswer { disk.orderID = sold.order }
        write(model.recorded(state))
    }

    private mutating func look(_ state: PurchaseState?) -> ReconciliationResult {
        if isFaulty() {
            return model.mutant == .failedListMeansNothing ? .complete(ids: [], orderID: nil) : .unreadable("")
        }
        let visible = world.list()
        let finding = model.finding(Array(world.sold.filter { $0.visibleFrom < world.time }), visible, disk.orderID)
        switch (model.mutant, finding) {
        case (.partMeansWhole, .partial(let ids, let order)): return .complete(ids: ids, orderID: order)
        case (.firstOfTooMany, .duplicate(let ids, let orders)):
            return .complete(ids: Array(ids.prefix(ModelWorld.count)), orderID: orders.first)
        case (_, .nothing):
            // The billing service knows an order before its servers show, where it answers.
            guard let order = disk.orderID, world.sold.contains(where: { $0.order == order }), !isFaulty() else {
                return finding
            }
            return .ordered(orderID: order)
        default: return finding
        }
    }
}
