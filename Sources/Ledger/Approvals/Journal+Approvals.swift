public import CPHModel
import Schema
import Text

// Plans that wait for somebody's approval are lines of the history, and nothing else: `asked`, `agreed`, `declined`.

extension Event.Kind {
    /// The kinds of lines that are about a plan. The index of these lines names them in this order.
    static let ofPlans = "kind IN ('agreed', 'asked', 'declined')"
}

extension Journal {
    /// Who writes here, as others will read it.
    var user: LedgerUser { LedgerUser(run, sessionUser: sessionUser, isShared: hasSharedRole) }

    /// Where every plan stands that waits, or that somebody agreed to lately; in the order in which they were asked about.
    ///
    /// - Parameter now: Milliseconds since 1970.
    /// - Throws: `CPHError` of kind `ledger`.
    public func plans(at now: Int) throws(CPHError) -> [PlanStanding] {
        try reading { () throws(JournalError) in try standings(at: now) }
    }

    func standings(at now: Int) throws(JournalError) -> [PlanStanding] {
        var places: [PlanKey: Int] = [:]
        var standings: [PlanStanding] = []
        for event in try planEvents(at: now) {
            let key = try PlanKey(event)
            let place = places[key] ?? standings.count
            if place == standings.count {
                places[key] = place
                standings.append(PlanStanding())
            }
            standings[place].apply(event)
        }
        return standings.filter { $0.question(at: now) != nil || $0.agreement(at: now) != nil }
    }

    /// Where one plan stands.
    func standing(of hash: String, scope: String, at now: Int) throws(JournalError) -> PlanStanding {
        let key = PlanKey(scope: scope, hash: hash)
        var standing = PlanStanding()
        for event in try planEvents(at: now, hash: hash) where try PlanKey(event) == key { standing.apply(event) }
        return standing
    }

    /// Whether somebody has declined a plan since a line.
    func isDeclined(_ hash: String, scope: String, since seq: Int) throws(JournalError) -> Bool {
        let rows = try read(
            "SELECT detail FROM event WHERE \(Event.Kind.ofPlans) AND kind = 'declined' AND seq > $1", [.int(seq)])
        return rows.contains { row in
            let detail = row[0].text.flatMap { try? Value(json: $0) }?.members
            return detail?["hash"]?.text == hash && detail?["scope"]?.text == scope
        }
    }

    /// The lines about plans that may matter now, of one hash or of all. Whatever says no matters, whenever its clock has it.
    private func planEvents(at now: Int, hash: String? = nil) throws(JournalError) -> [Event] {
        try events(
            where: "e.\(Event.Kind.ofPlans) AND (e.kind = 'declined' OR e.at >= $1) AND e.detail LIKE $2",
            [.int(now - PlanStanding.memory), .text(hash.map { "%\($0)%" } ?? "%")])
    }
}

/// What makes a plan the one that is meant: its hash is of a name and calls, its scope says whose money it is.
struct PlanKey: Hashable {
    let scope: String
    let hash: String

    init(scope: String, hash: String) { (self.scope, self.hash) = (scope, hash) }

    init(_ event: Event) throws(JournalError) {
        guard let scope = event.detail["scope"]?.text, let hash = event.detail["hash"]?.text else {
            throw .damaged("event \(event.seq) is about no plan")
        }
        (self.scope, self.hash) = (scope, hash)
    }
}

// MARK: - Writing

extension Journal {
    /// What came of leaving a plan to be approved.
    enum Left {
        /// It waits, under a hash of which so many digits are enough here.
        case waiting(digits: String)
        /// Somebody has agreed meanwhile.
        case agreed(Agreement)
    }

    /// Leaves a plan to be approved. Who has asked for the same already, and waits, adds nothing.
    ///
    /// - Parameter isEnough: Whether an agreement that stands makes asking needless.
    func ask(
        _ question: PlanQuestion, at now: Int, isEnough: (Agreement) throws(JournalError) -> Bool
    ) throws(JournalError) -> Left {
        var left: Left?
        let (hash, scope) = (question.plan.hash, question.scope)
        try note(at: now, "leaving a plan to be approved") { () throws(JournalError) -> Line? in
            let standing = try standing(of: hash, scope: scope, at: now)
            if let agreement = standing.agreement(at: now), try isEnough(agreement) {
                left = .agreed(agreement)
                return nil
            }
            let known = standing.question(at: now)
            if let known, known.isAsked(by: user), known.covers(question) { return nil }
            var detail = question.detail
            detail["who"] = user.value
            return (.asked, detail)
        }
        if let left { return left }
        return .waiting(digits: try digits(of: hash, at: now))
    }

    /// How much of a hash tells it from the others that wait here: 8 digits or more.
    private func digits(of hash: String, at now: Int) throws(JournalError) -> String {
        let others = try standings(at: now).map(\.hash).filter { $0 != hash }
        let length = (8...64).first { length in !others.contains { $0.hasPrefix(hash.prefix(length)) } } ?? 64
        return String(hash.prefix(length))
    }

    /// Records that somebody agrees to what was asked, and was shown to them.
    ///
    /// - Parameters:
    ///   - shown: The question as they saw it.
    ///   - prices: What they were shown that it costs today.
    ///   - until: When the agreement ends, in milliseconds since 1970: 7 days from `now` at most.
    /// - Returns: The agreement that holds now; it is not new where somebody else was faster.
    /// - Throws: `CPHError` of kind `denied` for whoever asked, and where the question is another one by now; of kind `ledger`.
    public func agree(
        to shown: PlanQuestion, prices: AgreedPrices = AgreedPrices(), until: Int, at now: Int
    ) throws(CPHError) -> (agreement: Agreement, isNew: Bool) {
        let (hash, scope) = (shown.plan.hash, shown.scope)
        var isNew = false
        return try deciding { () throws(JournalError) -> (agreement: Agreement, isNew: Bool) in
            try note(at: now, "recording the approval") { () throws(JournalError) -> Line? in
                let standing = try standing(of: hash, scope: scope, at: now)
                guard let question = standing.question(at: now) else {
                    if standing.agreement(at: now) != nil { return nil }
                    throw .refused(shown.isGone("waits no more", "cph ledger waiting shows what waits"))
                }
                guard question.seq == shown.seq else {
                    throw .refused(
                        shown.isGone("was asked anew, for other purchases or at another price", "look at it again"))
                }
                if let refusal = refusesApproval(of: question) { throw .refused(refusal) }
                let isChecked = user.isKnown && question.askings.allSatisfy(\.user.isKnown)
                let end = min(until, now.plus(Agreement.longest))
                isNew = true
                let detail = Agreement.detail(
                    of: question, by: user, isChecked: isChecked, until: end, prices: prices)
                return (.agreed, detail)
            }
            guard let agreement = try standing(of: hash, scope: scope, at: now).agreement(at: now) else {
                throw .refused(shown.isGone("was declined meanwhile", nil))
            }
            return (agreement, isNew)
        }
    }

    /// Why this user may not approve what was asked; nil where they may. The database's word counts, where it tells users apart.
    public func refusesApproval(of question: PlanQuestion) -> CPHError? {
        guard user.isKnown, question.isAsked(by: user) else { return nil }
        return CPHError(
            .denied, code: "own_plan",
            "whoever asked may not approve: \(quoted(question.plan.name)) was asked by \(user.sessionUser ?? "") too; "
                + "nothing was recorded", hint: "let somebody else approve it, who uses a role of their own")
    }

    /// Records that somebody declines what was asked, or takes back what was agreed to. What was bought stays bought.
    ///
    /// - Throws: `CPHError` of kind `denied` where there is nothing to decline any more; of kind `ledger`.
    public func decline(_ plan: PlanStanding, reason: String, at now: Int) throws(CPHError) {
        try deciding { () throws(JournalError) in
            try note(at: now, "recording the refusal") { () throws(JournalError) -> Line? in
                let standing = try standing(of: plan.hash, scope: plan.scope, at: now)
                guard standing.question(at: now) != nil || standing.agreement(at: now) != nil else {
                    guard let known = plan.latest else { return nil }
                    throw .refused(known.isGone("waits no more", "cph ledger waiting shows what waits"))
                }
                return (
                    .declined,
                    [
                        "hash": .string(plan.hash), "name": .string(plan.name), "scope": .string(plan.scope),
                        "reason": .string(reason), "who": user.value,
                    ]
                )
            }
        }
    }

    /// Writes the last line of a program that recorded a decision.
    public func close(exit: Int, at now: Int) throws(CPHError) {
        try deciding { () throws(JournalError) in try end(exit: exit, at: now) }
    }

    /// Whether all of a plan was bought meanwhile, whoever agreed to that.
    public func isBought(_ plan: PlanStanding) throws(CPHError) -> Bool {
        try purchases(of: plan).count == plan.latest?.plan.purchases.count
    }

    /// The purchases of a plan that were made, or may have been.
    public func purchases(of plan: PlanStanding) throws(CPHError) -> [PurchaseRecord] {
        try reading { () throws(JournalError) in
            var made: [PurchaseRecord] = []
            for purchase in plan.latest?.plan.purchases ?? [] {
                let record = try record(scope: plan.scope, key: purchase.name)
                if let record, !record.state.maySend { made.append(record) }
            }
            return made
        }
    }

    private func deciding<T>(_ body: () throws(JournalError) -> T) throws(CPHError) -> T {
        do { return try body() } catch { throw error.asCPHError(file: file, consequence: "nothing was recorded") }
    }
}

extension PlanQuestion {
    /// Whether one of those who asked is this user, as the ledger's server has it; in a file everybody is.
    func isAsked(by user: LedgerUser) -> Bool { askings.contains { $0.user.sessionUser == user.sessionUser } }

    /// Says what has become of a question since it was shown.
    fileprivate func isGone(_ what: String, _ hint: String?) -> CPHError {
        CPHError(
            .denied, code: "not_waiting", "the plan \(quoted(plan.name)) \(what); nothing was recorded", hint: hint)
    }
}
