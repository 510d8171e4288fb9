public import CPHModel
public import Policies
import Schema
import Text

/// The money gate: a `CloudPhoneAPI` in front of the ledger that lets a purchase, a change or a payment through when a
/// limit allows it or a person agrees, and refuses it otherwise. What the ledger knows already costs nothing and is not
/// asked; reads pass.
///
/// What this actor holds is old after every `await`: other purchases have taken from the limits meanwhile. So whatever
/// looks at the limits also takes from them before the next `await`, and looks anew after it. The limit of a day is the
/// ledger's, which looks at it where it records the intent.
public actor SpendGuard: APILayer {
    /// Whether purchases, changes and payments are sent.
    public enum Mode: Sendable {
        case buy
        /// Nothing is sent but reads: each purchase, change and payment is handed over as a line of the plan. A purchase is
        /// answered with made-up ids that begin with `dry-run`, or from the record where the ledger has it.
        case dryRun(@Sendable (Intention) -> Void)
    }

    nonisolated let ledger: Ledger
    let account: AccountScope
    let limits: SpendLimits
    var policies: HeldPolicies
    let approver: (any Approver)?
    private(set) var mode: Mode
    /// What the run has bought before, in other accounts.
    private let earlier: RunSpending
    /// What each purchase of this run has taken from the limits, by a number of its own.
    private var reserved = Reservations()
    var numbers = 0
    /// What each purchase of a dry run would have taken, so that it tells what the run's caps would refuse.
    private var rehearsed = Reservations()
    private var rehearsedNumbers: [String: Int] = [:]
    /// What was agreed to by a person or with a plan, by the purchase's name: the content's hash and the approval.
    var grants: [String: (contentHash: String, approval: Approval)] = [:]
    /// The plan that each purchase was announced with, by its name, for the record.
    var plans: [String: (contentHash: String, plan: PlanName)] = [:]
    /// Lets one question be asked at a time.
    private var asking = TaskLock()
    var changes = ChangeCount()
    var prices: KnownPrices
    /// Why plans are asked about again that somebody else had approved, by their hashes.
    var changedPrices: [String: String] = [:]
    /// What the project says of prices: shown where the billing service has none, and never measured by a limit.
    let projectPrices: ServerPrices?
    /// How long a price is waited for; nil for as long as it takes.
    let patience: Duration?
    /// The plans of this run that wait for somebody's approval.
    public internal(set) var waitingPlans: [WaitingPlan] = []

    /// - Parameters:
    ///   - account: The account that the ledger's service belongs to, for whoever is asked.
    ///   - policies: What this machine and this project forbid; the ledger's own policy comes with it.
    ///   - approver: Asked for what the limits do not cover; nil where nobody can be asked.
    ///   - projectPrices: The table in `cph.project.lua`; nil for none.
    ///   - patience: How long a price is waited for before it counts as not to be had; nil for as long as it takes.
    ///   - earlier: What the same run has bought before, in other accounts.
    public init(
        _ ledger: Ledger, account: AccountScope, limits: SpendLimits, policies: PolicySet = PolicySet(),
        approver: (any Approver)?, mode: Mode = .buy, projectPrices: ServerPrices? = nil,
        patience: Duration? = nil, earlier: RunSpending = RunSpending()
    ) {
        self.patience = patience
        self.projectPrices = projectPrices
        (self.ledger, self.account, self.limits) = (ledger, account, limits)
        self.policies = HeldPolicies(policies)
        (self.approver, self.mode, self.earlier) = (approver, mode, earlier)
        prices = KnownPrices(PriceInquiry(ledger, in: account))
    }

    /// Sets whether purchases are sent, from the next one on, as a prompt's `:dry` does.
    public func setMode(_ mode: Mode) {
        self.mode = mode
        (rehearsed, rehearsedNumbers) = (Reservations(), [:])
    }

    /// - Throws: What the ledger throws, and `CPHError` of kind `denied` when nobody agreed; nothing was sent then.
    public nonisolated func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        switch call.effect {
        case .read: try await ledger.exchange(call)
        case .purchase: try await purchase(call)
        case .change, .payment, .unknown: try await change(call)
        }
    }

    /// Returns the ledger, through which every call goes.
    public nonisolated func next(for call: APICall) -> any CloudPhoneAPI { ledger }

    private func purchase(_ call: APICall) async throws(CPHError) -> Exchange {
        if case .dryRun(let show) = mode { return try await pretend(call, show) }
        try call.refusePretendedIDs()
        numbers += 1
        let number = numbers
        let result: Result<Exchange, CPHError>
        do throws(CPHError) {
            result = .success(
                try await ledger.purchase(call) { (summary: PurchaseSummary) async throws(CPHError) -> Approval in
                    try await self.allow(summary, number, as: self.planName(of: summary))
                })
        } catch { result = .failure(error) }
        await settle(number)
        return try result.get()
    }

    /// Returns to the limits what a purchase took that was not made.
    private func settle(_ number: Int) async {
        guard let name = reserved[number]?.name else { return }
        if await ledger.mayStillSendAfterwards(name) { reserved[number] = nil }
    }

    /// Counts what a dry run would have bought, or takes it back; once for each name, as it would be bought once.
    func rehearse(_ name: String, _ spending: Spending?) {
        if let number = rehearsedNumbers.removeValue(forKey: name) { rehearsed[number] = nil }
        guard let spending else { return }
        (rehearsed[numbers], rehearsedNumbers[name]) = ((spending, name), numbers)
    }

    func isRehearsed(_ name: String) -> Bool { rehearsedNumbers[name] != nil }

    /// What a dry run would have spent so far; nothing where purchases are made.
    var rehearsedSpending: Spending { rehearsed.sum }
    var rehearsedMoney: MoneySpent { rehearsed.moneySpent }

    /// What this run has spent, changed and paid so far, or would have in a dry run.
    var spent: Spending { bought + rehearsed.sum }

    private var bought: Spending {
        var spent = earlier.spending + reserved.sum
        spent.payments = spent.payments.plus(changes[.payment])
        spent.changes = spent.changes.plus(changes[.change])
        return spent
    }

    /// What renewals and other changes of servers bought before have taken from the limits of payments and changes.
    var reservedChanges: Spending { reserved.sum }
    var spentMoney: MoneySpent { boughtMoney + rehearsed.moneySpent }
    private var boughtMoney: MoneySpent { earlier.money + reserved.moneySpent }

    /// What the run has bought, here and before, for a gate that goes on with it in another account.
    public var runSpending: RunSpending { RunSpending(spending: bought, money: boughtMoney) }

    /// Allows a purchase, or throws; the approval says which plan it belongs to, and what it costs where that is known.
    private func allow(
        _ summary: PurchaseSummary, _ number: Int, as plan: PlanName?
    ) async throws(CPHError) -> Approval {
        let seq = try await checkPolicies(summary.name, [summary])
        var approval = try await allow(summary, number)
        (approval.planName, approval.price) = (plan, prices[summary])
        if approval.price == nil { approval.projectPrice = projectPrices?.amount(of: [summary]) }
        // What was agreed to earlier is held to what holds now.
        hold(&approval)
        approval.policySeq = seq
        return approval
    }

    /// Whether a purchase may be sent, from a grant, the limits or a person, in this order.
    private func allow(_ summary: PurchaseSummary, _ number: Int) async throws(CPHError) -> Approval {
        try await learnMoney(summary.name, [summary])
        if let agreed = granted(summary)?.price, await hasNewPrice(summary, agreed) {
            grants[summary.name] = nil
            changedPrices[summary.name] =
                "its price has changed since it was approved: "
                + "\(agreed.amount) then, \(prices[summary]?.amount.description ?? "not known") now"
        }
        if let approval = try take(summary, number) { return approval }
        await beginAsking()
        defer { endAsking() }
        // While this task waited for its turn, the person may have agreed to the same.
        if let approval = try take(summary, number) { return approval }
        try await ledger.checkDay(limits.serversPerDay, adding: summary.servers, operation: summary.operation)
        try await checkMoney(summary.name, [summary])
        if needsSecondPerson(for: [summary]) { throw needsPlan(summary) }
        if approver != nil { await learnPrices(of: [summary]) }
        let question = question(summary.name, hash: nil, [summary])
        guard let approval = try await ask(question) else { throw unavailable(question) }
        try checkRun(summary.name, [summary])
        grant([summary], approval)
        reserved[number] = (spending([summary]), summary.name)
        return approval
    }

    /// Takes what a grant or the limits cover; nil where they don't.
    ///
    /// - Throws: `CPHError` of kind `denied` where a cap keeps the run from it, whoever agrees.
    private func take(_ summary: PurchaseSummary, _ number: Int) throws(CPHError) -> Approval? {
        try checkRun(summary.name, [summary])
        let spending = spending([summary])
        let limits = limits(for: [summary])
        let granted = granted(summary).flatMap { $0.isEnough(for: limits) ? $0 : nil }
        guard granted != nil || limits.cover(spending, beside: spent) else { return nil }
        reserved[number] = (spending, summary.name)
        return granted ?? approval(.allowance)
    }

    func granted(_ summary: PurchaseSummary) -> Approval? {
        guard let grant = grants[summary.name], grant.contentHash == summary.contentHash else { return nil }
        return grant.approval
    }

    func approval(_ how: Approval.How, by: String = "") -> Approval {
        var approval = Approval(how, by: by)
        hold(&approval)
        return approval
    }

    /// Sets what the ledger holds the approval to, where it records the intent.
    func hold(_ approval: inout Approval) {
        (approval.serversPerDay, approval.caps) = (limits.serversPerDay, caps)
        approval.countCaps = policies.all.countCaps
    }

    func endAsking() { asking.leave("") }

    func beginAsking() async {
        if asking.take("") { return }
        await withCheckedContinuation { asking.wait("", $0) }
    }

    func question(
        _ name: String, hash: String?, _ purchases: [PurchaseSummary], prices: ServerPrices? = nil
    ) -> ApprovalQuestion {
        var question = ApprovalQuestion(
            name: name, hash: hash, purchases: purchases, prices: prices, account: account, serversSoFar: spent.servers,
            serverMonthsSoFar: spent.serverMonths)
        question.price = price(of: purchases)
        question.whyNoPrice = question.price == nil ? self.prices.failure : nil
        if question.price == nil { question.projectAmount = projectPrices?.amount(of: purchases) }
        return question
    }

    /// Asks whoever is there; nil where nobody can be asked.
    func ask(_ question: ApprovalQuestion) async throws(CPHError) -> Approval? {
        if Task.isCancelled { throw .stopped(question.operation) }
        switch await approver?.decide(question) ?? .unavailable {
        case .approved(let by): return approval(question.hash == nil ? .terminal : .plan, by: by)
        case .refused:
            throw denied("refused", "\(quoted(question.name)) was refused; nothing was sent", nil, question.operation)
        case .unavailable: return nil
        }
    }

    func unavailable(_ question: ApprovalQuestion) -> CPHError {
        denied(
            "not_approved",
            "\(quoted(question.name)) (\(spending(question.purchases).words)) is not approved: "
                + "\(whyUnavailable(question)); nothing was sent", "run it on a terminal, \(waysToAllow(question))",
            question.operation)
    }

    /// Why the limits do not cover what somebody would have to be asked about.
    func whyUnavailable(_ question: ApprovalQuestion) -> String {
        if question.hash == nil, let changed = changedPrices[question.name] { return changed }
        if limits.cost != nil, price(of: question.purchases) == nil {
            return "its price is not known, and there is a limit in money: \(prices.failure ?? "nobody was asked")"
        }
        if limits.servers == nil && limits.cost == nil && limits.payments == nil && limits.changes == nil {
            return "nobody can be asked and nothing was allowed"
        }
        let short = limits.shortfalls(of: spending(question.purchases), beside: spent)
        let beside = spent == Spending() ? "" : "beside the \(spent.words(" and ")) of this run "
        return beside + (short.isEmpty ? "it is more than was allowed" : short.joined(separator: ", and "))
    }

    /// Whether the limit in money, which holds for an approved plan too, lets it through.
    private func isWithinMoney(_ question: ApprovalQuestion) -> Bool {
        limits.coversCost(of: spent + spending(question.purchases))
    }

    /// The options that would let it through.
    func waysToAllow(_ question: ApprovalQuestion) -> String {
        "or allow it with \(limits.options(for: spent + spending(question.purchases)))"
            + (isWithinMoney(question) ? question.hash.map { ", or exactly this plan with --approve \($0)" } ?? "" : "")
    }

    func denied(_ code: String, _ message: String, _ hint: String?, _ operation: String) -> CPHError {
        CPHError(.denied, code: code, message, hint: hint, operation: operation)
    }
}

/// What purchases have taken, by a number of their own, and the sum of it, kept up to date: a fleet has thousands.
private struct Reservations {
    private var entries: [Int: (spending: Spending, name: String)] = [:]
    private var servers = 0
    private var serverMonths = 0
    private var cautions = 0
    private var payments = 0
    private var changes = 0
    private var renewedMonths = 0
    /// Money by currency, and how many entries have no known price.
    private var money: [String: Decimal] = [:]
    private var unpriced = 0

    private var cost: Cost {
        if unpriced > 0 { return .unknown }
        return money.reduce(Cost.none) { $0 + (Amount($1.value, $1.key).map(Cost.known) ?? .none) }
    }

    var sum: Spending {
        var sum = Spending([])
        sum.cost = cost
        (sum.servers, sum.serverMonths, sum.needsCaution) = (servers, serverMonths, cautions > 0)
        (sum.payments, sum.changes, sum.renewedMonths) = (payments, changes, renewedMonths)
        return sum
    }

    var moneySpent: MoneySpent {
        let nameless = unpriced > 0 ? entries.values.first { $0.spending.cost == .unknown }?.name ?? "" : nil
        return MoneySpent(byCurrency: money, unpriced: nameless)
    }

    subscript(number: Int) -> (spending: Spending, name: String)? {
        get { entries[number] }
        set {
            if let old = entries[number] { add(old.spending, -1) }
            if let newValue { add(newValue.spending, 1) }
            entries[number] = newValue
        }
    }

    private mutating func add(_ spending: Spending, _ sign: Int) {
        servers += sign * spending.servers
        serverMonths += sign * spending.serverMonths
        cautions += spending.needsCaution ? sign : 0
        payments += sign * spending.payments
        changes += sign * spending.changes
        renewedMonths += sign * spending.renewedMonths
        switch spending.cost {
        case .none: break
        case .unknown: unpriced += sign
        case .known(let amount):
            let sum = (money[amount.currency] ?? .zero) + amount.number * sign
            money[amount.currency] = sum == .zero ? nil : sum
        }
    }
}

extension CPHError {
    /// What is refused because its run, or what asked for it, was stopped while it waited for its turn.
    static func stopped(_ operation: String) -> CPHError {
        CPHError(.cancelled, "cancelled; nothing was sent", operation: operation)
    }
}
