/// The order of steps of one purchase, as a pure machine: it is told what happened and says what to do next.
///
/// The ledger carries the steps out on a disk and a network; the exhaustive model in the tests carries out the same
/// steps on imagined ones, with every crash and fault between them.
struct PurchaseMachine: Hashable, Sendable {
    /// What to do next.
    enum Step: Hashable, Sendable {
        /// List the servers of that name, before anything is sent.
        case preflight
        /// Ask whether this may be bought.
        case approve
        /// Make the state `sending` durable, by compare-and-swap.
        case recordIntent
        case send
        /// Make the raw answer durable, unread.
        case recordAnswer
        /// Read the answer.
        case judge
        /// Make the new state and the ids durable.
        case record(PurchaseState)
        /// List the servers that may be this purchase's.
        case look
        /// Let time pass before the next look.
        case wait
        case finish(Ending)
    }

    enum Ending: Hashable, Sendable {
        /// The purchase has the state it ended in; its recorded answer is the result.
        case settled
        /// Nothing was sent: the name is taken in the account.
        case nameTaken
        /// Nothing was sent: another content was bought under this name.
        case otherContent
        /// Nothing was sent: a person or a limit said no.
        case denied
        /// Nothing was sent: another run was faster.
        case lostRace
        /// Sent, and what came of it is not known.
        case inDoubt
    }

    /// What happened.
    enum Report: Hashable, Sendable {
        /// The purchase as recorded; nil when the ledger has none of that name.
        case record(PurchaseState?, sameContent: Bool)
        case preflight(isFree: Bool)
        case approval(Bool)
        /// The intent's compare-and-swap changed exactly one row.
        case intent(recorded: Bool)
        /// The inner API returned.
        case sent
        case recorded
        case judged(PurchaseState)
        case found(ReconciliationResult)
        /// Time has passed; `mayLookAgain` is false when the time for looking is used up.
        case waited(mayLookAgain: Bool)
    }

    /// The state that the record has by the last report; nil when there is no record.
    private(set) var state: PurchaseState?
    /// What the last look found.
    private(set) var finding: ReconciliationResult?
    private var isOutOfTime = false
    private let paysAtOnce: Bool

    /// - Parameter paysAtOnce: Whether the order is paid when it is made.
    init(paysAtOnce: Bool = true) { self.paysAtOnce = paysAtOnce }

    /// Takes `report` and returns the next step.
    mutating func after(_ report: Report) -> Step {
        switch report {
        case .record(let recorded, let sameContent): return start(recorded, sameContent)
        case .preflight(let isFree): return isFree ? .approve : .finish(.nameTaken)
        case .approval(let isGiven): return isGiven ? .recordIntent : .finish(.denied)
        case .intent(let isRecorded):
            guard isRecorded else { return .finish(.lostRace) }
            state = .sending
            return .send
        case .sent: return .recordAnswer
        case .recorded: return state == .sending ? .judge : afterRecording()
        case .judged(let outcome):
            state = outcome
            return .record(outcome)
        case .found(let finding): return after(finding)
        case .waited(let mayLookAgain): return mayLookAgain ? .look : giveUp()
        }
    }

    private mutating func start(_ recorded: PurchaseState?, _ sameContent: Bool) -> Step {
        state = recorded
        guard let recorded else { return .preflight }
        if recorded.maySend { return .preflight }
        if !sameContent { return .finish(.otherContent) }
        switch recorded {
        case .sending:
            // The run that sent it is gone: this run holds the lock.
            state = .inDoubt
            return .record(.inDoubt)
        case .inDoubt, .orderOnly, .paid: return .look
        case .partial:
            // The run that bought the part has waited for the rest; this one looks once.
            isOutOfTime = true
            return .look
        default: return .finish(ending)
        }
    }

    private func afterRecording() -> Step {
        switch state {
        case .inDoubt, .orderOnly, .partial: isOutOfTime ? .finish(ending) : .look
        default: .finish(ending)
        }
    }

    private mutating func after(_ finding: ReconciliationResult) -> Step {
        self.finding = finding
        switch finding {
        case .complete(_, let orderID):
            return record((state ?? .inDoubt).found(orderID: orderID, paysAtOnce: paysAtOnce))
        case .duplicate: return record(.duplicate)
        // An order that waits for payment shows no servers, however long one looks.
        case .ordered where state == .inDoubt && !paysAtOnce: return record(.unpaid)
        case .partial, .ordered, .nothing, .unreadable: return isOutOfTime ? giveUp() : .wait
        }
    }

    /// Ends the search: what was seen of the purchase is kept, the rest is for a person.
    private mutating func giveUp() -> Step {
        isOutOfTime = true
        if case .partial? = finding { return record(.partial) }
        if case .ordered? = finding, state == .inDoubt { return record(.orderOnly) }
        return .finish(ending)
    }

    private mutating func record(_ found: PurchaseState) -> Step {
        state = found
        return .record(found)
    }

    private var ending: Ending { state?.isInDoubt == true ? .inDoubt : .settled }
}
