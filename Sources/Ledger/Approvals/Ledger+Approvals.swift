import CPHModel
import Text

// What the money gate asks about plans that somebody else approves.
extension Ledger {
    /// What came of leaving a plan to be approved.
    enum PlanAnswer {
        /// It waits, under a hash of which so many digits are enough.
        case waiting(digits: String)
        case agreed(Agreement)
    }

    /// Whether a plan can be left here: what is in memory is gone before anybody looks at it.
    var keepsQuestions: Bool { !journal.store.isPrivate }

    /// Whether the ledger can tell a second person from this run's user.
    var tellsUsersApart: Bool { journal.user.isKnown }

    /// The agreement under which all of these purchases of a plan may be made now; nil where there is none.
    func agreement(to plan: PlanSummary, for open: [PurchaseSummary], _ limits: SpendLimits) throws(CPHError)
        -> Agreement?
    {
        let now = options.clock.milliseconds()
        return try journalled { () throws(JournalError) in
            let standing = try journal.standing(of: plan.hash, scope: options.scope, at: now)
            guard let agreement = standing.agreement(at: now), try covers(agreement, open, limits) else { return nil }
            return agreement
        }
    }

    /// Leaves what is open of a plan to be approved, unless somebody has agreed meanwhile.
    ///
    /// - Parameter prices: What they cost today, as far as that is known.
    /// - Throws: `CPHError` of kind `ledger` when it can't be recorded.
    func leave(
        _ plan: PlanSummary, for open: [PurchaseSummary], at prices: AgreedPrices, account: AccountScope,
        _ limits: SpendLimits
    ) throws(CPHError) -> PlanAnswer {
        if let poison { throw poisoned(poison) }
        let rest = PlanSummary(name: plan.name, hash: plan.hash, purchases: open, prices: plan.prices)
        let now = options.clock.milliseconds()
        return try journalled { () throws(JournalError) in
            let question = PlanQuestion(rest, scope: options.scope, in: account, at: prices)
            let left = try journal.ask(question, at: now) { agreement throws(JournalError) in
                guard agreement.holds(at: prices, for: open) else { return false }
                return try covers(agreement, open, limits)
            }
            return switch left {
            case .waiting(let digits): .waiting(digits: digits)
            case .agreed(let agreement): .agreed(agreement)
            }
        }
    }

    /// Whether each of these was shown as it is to whoever agreed, and none was made under the agreement before.
    private func covers(
        _ agreement: Agreement, _ open: [PurchaseSummary], _ limits: SpendLimits
    ) throws(JournalError) -> Bool {
        guard agreement.isChecked || !limits.needsSecondPerson, agreement.question.shows(open) else { return false }
        for purchase in open {
            let record = try journal.record(scope: options.scope, key: purchase.name)
            if let record, try isUsed(agreement.approval, record) { return false }
        }
        return true
    }

    /// Refuses a purchase whose agreement has ended or was taken back, wherever this run has come. Called in the transaction
    /// of the intent, so that nothing is sent behind a no.
    func checkAgreement(_ attempt: PurchaseAttempt) throws(CPHError) {
        guard let agreed = attempt.approval?.agreement else { return }
        let what: (code: String, words: String)
        if options.clock.milliseconds() >= agreed.until {
            what = ("approval_expired", "ended at \(timeText(agreed.until))")
        } else {
            let isDeclined = try journalled { () throws(JournalError) in
                try journal.isDeclined(agreed.plan, scope: options.scope, since: agreed.seq)
            }
            guard isDeclined else { return }
            what = ("approval_withdrawn", "was taken back")
        }
        throw CPHError(
            .denied, code: what.code,
            "the approval of \(quoted(attempt.name)) by \(agreed.user.words) \(what.words); nothing was sent",
            hint: "run it again to have the rest of the plan approved", operation: attempt.call.operation)
    }
}
