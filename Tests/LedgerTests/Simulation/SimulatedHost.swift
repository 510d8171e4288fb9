@testable import Ledger

/// What the disk holds of one purchase.
struct SimulatedRecord {
    var state: PurchaseState?
    var revision = 0
    var orderID: String?
    var ids: Set<String> = []
    /// Named by an answer that is not believed.
    var claimed: Set<String> = []
    var baseline: Set<String> = []
    var sentAt = 0
    /// When the account was last looked at for it.
    var lookedAt = 0
    /// The runs that sent it, and which of the sends have their answers on record.
    var senders: [Int] = []
    var answered: Set<Int> = []
    /// The epoch of the last sender's claim.
    var epoch = 0

    /// How often it was sent.
    var attempt: Int { senders.count }

    /// Whether the record itself says that something is to be looked for.
    var isOpen: Bool {
        guard let state else { return false }
        return state.isInDoubt || state == .partial || state == .orderOnly
    }
}

/// A machine that runs the script: buys one wish after the other, and begins anew when it ended early.
struct SimulatedHost {
    var wakesAt = 0
    var isRunning = false
    var isDone = false
    var runs = 0
    /// Which wish it is at.
    var wish = 0
    var machine = PurchaseMachine()
    var step: PurchaseMachine.Step?
    /// As it was read.
    var record = SimulatedRecord()
    var send = SendFault.none
    var sold: (order: String, ids: [String]) = ("", [])
    var hasAnswer = false
    var isJudged = false
    var looks = 0
    /// Time left for looking, in milliseconds.
    var budget = 0
    var doubtsInARow = 0
    /// How far its clock is wrong, in milliseconds.
    var skew = 0
}
