public import CPHModel
import Schema

/// The money gate: a `CloudPhoneAPI` in front of the ledger that lets a purchase, a change or a payment through when a
/// limit allows it or a person agrees, and refuses it otherwise. What the ledger knows already costs nothing and is not
/// asked; reads pass.
public actor SpendGuard: CloudPhoneAPI {
    public enum Mode: Sendable {
        case buy
        /// Nothing is sent but reads: each purchase, change and payment is handed over as a line of the plan. A purchase is
        /// answered with made-up ids that begin with `dry-run`, or from the record where the ledger has it.
        case dryRun(@Sendable (Intention) -> Void)
    }

    /// What would have been sent.
    public enum Intention: Hashable, Sendable {
        case purchase(PurchaseSummary)
        case change(ChangeSummary)

        /// `buy game-1: 2 servers x 1 month`.
        public var words: String {
            switch self {
            case .purchase(let summary): "buy \(summary.name): \(summary.words)"
            case .change(let summary): "call \(summary.words)"
            }
        }
    }

    nonisolated let ledger: Ledger
    let limits: SpendLimits
    let approver: (any Approver)?
    private(set) var mode: Mode
    /// What each purchase of this run has taken from the limits, by a number of its own.
    private var reserved = Reservations()
    private var numbers = 0
    /// Purchases that the ledger may not have recorded yet.
    private var underWay: Set<Int> = []
    /// What a person or a plan agreed to: the content by name.
    private var grants: [String: (contentHash: String, approval: Approval)] = [:]
    /// One question at a time.
    private var desk = KeyGate()
    var changes = ChangeCount()
    private var day: DayCount?

    /// - Parameter approver: Asked for what the limits do not cover; nil where nobody can be asked.
    public init(_ ledger: Ledger, limits: SpendLimits, approver: (any Approver)?, mode: Mode = .buy) {
        (self.ledger, self.limits, self.approver, self.mode) = (ledger, limits, approver, mode)
    }

    /// What counts from the next purchase on, as a prompt's `:dry` asks for.
    public func setMode(_ mode: Mode) { self.mode = mode }

    /// - Throws: What the ledger throws, and `CPHError` of kind `denied` when nobody agreed; nothing was sent then.
    public nonisolated func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        switch call.effect {
        case .read: try await ledger.exchange(call)
        case .purchase: try await purchase(call)
        case .change, .payment: try await change(call)
        }
    }

    private func purchase(_ call: APICall) async throws(CPHError) -> Exchange {
        if case .dryRun(let show) = mode { return try await pretend(call, show) }
        numbers += 1
        let number = numbers
        underWay.insert(number)
        let result: Result<Exchange, CPHError>
        do throws(CPHError) {
            result = .success(
                try await ledger.purchase(call) { (summary: PurchaseSummary) async throws(CPHError) -> Approval in
                    try await self.allow(summary, number)
                })
        } catch { result = .failure(error) }
        await settle(number)
        return try result.get()
    }

    /// Gives back what a purchase took that did not happen.
    private func settle(_ number: Int) async {
        defer { underWay.remove(number) }
        guard let name = reserved[number]?.name else { return }
        if await ledger.mayStillSendAfterwards(name) { reserved[number] = nil }
    }

    private var spent: Spending { reserved.sum }

    /// Whether a purchase may be sent, from a grant, the limits or a person, in this order.
    private func allow(_ summary: PurchaseSummary, _ number: Int) async throws(CPHError) -> Approval {
        if let approval = try await covered(summary, number) { return approval }
        await takeDesk()
        defer { leaveDesk() }
        // While this task waited for the desk, the person may have agreed to the same, or the limits may be used up.
        if let approval = try await covered(summary, number) { return approval }
        let approval = try await ask(summary.name, hash: nil, [summary])
        try await checkDay([summary])
        grants[summary.name] = (summary.contentHash, approval)
        reserved[number] = (Spending([summary]), summary.name)
        return approval
    }

    private func covered(_ summary: PurchaseSummary, _ number: Int) async throws(CPHError) -> Approval? {
        try await checkDay([summary])
        let spending = Spending([summary])
        if let grant = grants[summary.name], grant.contentHash == summary.contentHash {
            reserved[number] = (spending, summary.name)
            return grant.approval
        }
        guard limits.cover(spending, beside: spent) else { return nil }
        reserved[number] = (spending, summary.name)
        return Approval(.allowance)
    }

    func leaveDesk() { desk.leave("") }

    func takeDesk() async {
        if desk.take("") { return }
        await withCheckedContinuation { desk.wait("", $0) }
    }

    private func checkDay(_ purchases: [PurchaseSummary]) async throws(CPHError) {
        guard let limit = limits.serversPerDay else { return }
        let now = ledger.options.clock.milliseconds()
        if day.map({ now - $0.countedAt > DayCount.lasts && underWay.count <= 1 }) ?? true {
            let recorded = try await ledger.serversBoughtInADay()
            day = DayCount(countedAt: now, recorded: recorded, own: spent.servers)
        }
        // What this run has taken since the ledger was counted may not be in it yet.
        let bought = day.map { $0.recorded + spent.servers - $0.own } ?? 0
        let more = Spending(purchases).servers
        guard bought + more > limit else { return }
        var error = CPHError(
            .denied,
            "\(bought) servers were bought in the last 24 hours and \(more) more would pass the limit of "
                + "\(limit) a day; nothing was sent")
        error.code = "day_limit"
        throw error
    }

    private func ask(_ name: String, hash: String?, _ purchases: [PurchaseSummary]) async throws(CPHError) -> Approval {
        let before = spent
        let question = ApprovalQuestion(
            name: name, hash: hash, purchases: purchases, serversSoFar: before.servers,
            serverMonthsSoFar: before.serverMonths)
        switch await approver?.decide(question) ?? .unavailable {
        case .approved(let by): return Approval(hash == nil ? .terminal : .plan, by: by)
        case .refused: throw denied("refused", "\(quoted(name)) was refused; nothing was sent", nil)
        case .unavailable: throw unavailable(question, before)
        }
    }

    private func unavailable(_ question: ApprovalQuestion, _ before: Spending) -> CPHError {
        let more = Spending(question.purchases)
        let what = "\(more.servers) servers, \(more.serverMonths) server-months"
        let why =
            limits.servers == nil
            ? "nobody can be asked and nothing was allowed"
            : "beside the \(before.servers) servers and \(before.serverMonths) server-months of this run it is more than "
                + "was allowed"
        let options = limits.options(for: before + more)
        return denied(
            "not_approved", "\(quoted(question.name)) (\(what)) is not approved: \(why); nothing was sent",
            "run it on a terminal, or allow it with \(options)"
                + (question.hash.map { ", or exactly this plan with --approve \($0)" } ?? ""))
    }

    private func denied(_ code: String, _ message: String, _ hint: String?) -> CPHError {
        var error = CPHError(.denied, message, hint: hint, operation: Operations.createServer.name)
        error.code = code
        return error
    }
}

/// Servers of the last 24 hours as the ledger counted them. Counting reads every purchase of the day, so it is done now
/// and then, not for each purchase.
private struct DayCount {
    let countedAt: Int
    let recorded: Int
    /// What this run had taken by then, which `recorded` contains.
    let own: Int

    /// In milliseconds.
    static let lasts = 60_000
}

/// What purchases have taken, by a number of their own, and the sum of it, kept up to date: a fleet has thousands.
private struct Reservations {
    private var entries: [Int: (spending: Spending, name: String)] = [:]
    private var servers = 0
    private var serverMonths = 0
    private var cautions = 0

    var sum: Spending {
        var sum = Spending([])
        (sum.servers, sum.serverMonths, sum.needsCaution) = (servers, serverMonths, cautions > 0)
        return sum
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
    }
}

// MARK: - Plans

/// Purchases that are approved together.
public struct PlanSummary: Hashable, Sendable {
    public let name: String
    /// What `--approve` names.
    public let hash: String
    public let purchases: [PurchaseSummary]

    public init(name: String, hash: String, purchases: [PurchaseSummary]) {
        (self.name, self.hash, self.purchases) = (name, hash, purchases)
    }
}

extension SpendGuard {
    /// Asks once for everything in `plan` that the ledger does not know yet. After it, these purchases pass; without it,
    /// each would be asked by itself.
    ///
    /// - Throws: `CPHError` of kind `denied` when nobody agreed; nothing was sent then.
    public func approve(_ plan: PlanSummary) async throws(CPHError) {
        if case .dryRun = mode { return }
        var open: [PurchaseSummary] = []
        for purchase in plan.purchases where await ledger.mayStillSend(purchase.name) { open.append(purchase) }
        guard !open.isEmpty else { return }
        try await checkDay(open)
        if let approved = limits.plan {
            guard approved == plan.hash else { throw otherPlan(plan, approved) }
            grant(open, Approval(.plan, by: plan.hash))
            return
        }
        if limits.cover(Spending(open), beside: spent) { return }
        await takeDesk()
        defer { leaveDesk() }
        let approval = try await ask(plan.name, hash: plan.hash, open)
        grant(open, approval)
    }

    private func grant(_ purchases: [PurchaseSummary], _ approval: Approval) {
        for purchase in purchases { grants[purchase.name] = (purchase.contentHash, approval) }
    }

    private func otherPlan(_ plan: PlanSummary, _ approved: String) -> CPHError {
        denied(
            "other_plan",
            "--approve \(approved) is for another plan than \(quoted(plan.name)), whose hash is "
                + "\(plan.hash); nothing was sent", "have the plan looked at again, then approve its new hash")
    }
}

// MARK: - Dry run

extension SpendGuard {
    private func pretend(_ call: APICall, _ show: @Sendable (Intention) -> Void) async throws(CPHError)
        -> Exchange
    {
        if let recorded = try await ledger.recorded(call) { return recorded }
        let content = try Content(call)
        show(.purchase(PurchaseSummary(content)))
        numbers += 1
        var response = CreateServerResponse()
        response.requestID = "dry-run"
        response.orderID = "dry-run-\(numbers)"
        response.serverIDs = (1...content.request.count).map { "dry-run-\(numbers)-\($0)" }
        return Exchange(
            bytesSent: 0,
            answer: Answer(
                status: 200, headers: [Answer.Header("X-Cph-Dry-Run", "yes")], body: Array(response.value.json().utf8)))
    }
}
