public import CPHModel
public import Policies
import Schema
import Text

// What policies forbid, whoever agrees and whatever options say.
extension SpendGuard {
    /// Looks again which policies hold: the ledger's may have been set since.
    func refreshPolicies() async throws(CPHError) {
        // Of a change in between the ledger knows, where it records the intent.
        let seq = try await ledger.policySeq()
        let recorded = try await ledger.policy()
        policies.learn(recorded, seq)
    }

    /// Refuses purchases that a policy forbids, before anybody is asked. What decides about days and months is the ledger, where
    /// it records the intent; about the run, `checkRun`.
    ///
    /// - Parameter name: The plan's, or the purchase's.
    /// - Returns: The number of the ledger's policy that they were held to. Another purchase may learn of a newer one while this
    /// one waits for its price or for a person, so it can't be asked for later.
    @discardableResult
    func checkPolicies(_ name: String, _ purchases: [PurchaseSummary]) async throws(CPHError) -> Int? {
        try await refreshPolicies()
        let seq = policies.seq
        guard let operation = purchases.first?.operation else { return seq }
        let problems = try await breaches(of: purchases).map { index, breach in
            guard let index, purchases.count > 1 else { return breach.problem }
            return breach.problem.under(.words(purchases[index].name))
        }
        try refuse(name, problems, operation)
        return seq
    }

    /// What policies have against purchases, whatever they cost, each with the place of its purchase in the list; nil where it is
    /// about all of them.
    public func policyBreaches(
        of purchases: [PurchaseSummary]
    ) async throws(CPHError) -> [(purchase: Int?, breach: PolicyBreach)] {
        try await refreshPolicies()
        return try await breaches(of: purchases)
    }

    private func breaches(
        of purchases: [PurchaseSummary]
    ) async throws(CPHError) -> [(purchase: Int?, breach: PolicyBreach)] {
        guard !policies.all.isEmpty, !purchases.isEmpty else { return [] }
        let account = policies.all.breaches(by: account, at: ledger.options.clock.milliseconds())
        let counts = try await ledger.countBreaches(
            policies.all.countCaps, beside: rehearsedSpending, adding: Spending(purchases))
        return account.map { (nil, $0) } + policies.all.breaches(of: purchases)
            + (runBreaches(purchases) + counts).map { (nil, $0) }
    }

    /// Refuses what would be more servers or server-months than a run may buy.
    func checkRunCounts(_ name: String, _ purchases: [PurchaseSummary]) throws(CPHError) {
        guard let operation = purchases.first?.operation else { return }
        try refuse(name, runBreaches(purchases).map(\.problem), operation)
    }

    private func runBreaches(_ purchases: [PurchaseSummary]) -> [PolicyBreach] {
        policies.all.runBreaches(purchases, beside: spent)
    }

    /// Refuses a call that changes, pays or does something unknown where a policy forbids it.
    func checkPolicies(_ call: APICall, _ summary: ChangeSummary) async throws(CPHError) {
        try await refreshPolicies()
        guard !policies.all.isEmpty else { return }
        // What was put together by hand has nothing but its bytes.
        let request = call.request?.value ?? call.body.flatMap { try? Value(json: $0) } ?? [:]
        var breaches = policies.all.breaches(ofChange: request)
        if call.effect != .change {
            breaches += policies.all.breaches(by: account, at: ledger.options.clock.milliseconds())
        }
        if call.effect == .unknown { breaches += policies.all.breachesOfUnknownCalls }
        breaches += policies.all.breaches(ofBilling: call.operation)
        try refuse(summary.words, breaches.map(\.problem), call.operation)
    }

    /// Refuses payments of orders that the ledger knows where or when nothing may be bought. What they come to was held to limits
    /// when they were ordered.
    func checkPolicies(ofPaying orders: [String]) async throws(CPHError) {
        try await refreshPolicies()
        let breaches = policies.all.breaches(by: account, at: ledger.options.clock.milliseconds())
        try refuse(
            "paying \(counted(orders.count, "order"))", breaches.map(\.problem), Operations.payOrder.name)
    }

    /// Refuses a script's own call that spends where there is a limit in money: what it comes to is not known, and the ledger would
    /// not count it.
    func checkMoney(_ call: APICall, _ summary: ChangeSummary) async throws(CPHError) {
        guard limits.cost != nil || !caps.isEmpty else { return }
        let (what, instead): (String, String)
        switch call.operation {
        case Operations.renewResources.name, Operations.changeServerModel.name:
            (what, instead) = (summary.words, "cph.renewals renews and changes servers under limits")
        case Operations.payOrder.name:
            var foreign: String?
            for id in summary.ids where foreign == nil {
                if try await !ledger.knowsOrder(id) { foreign = id }
            }
            guard let foreign else { return }
            what = "paying \(quoted(foreign)), which the ledger does not know,"
            instead = "pay it in the console, or without limits in money"
        default: return
        }
        let limit = caps.first?.words ?? "the limit of \(limits.cost?.description ?? "") a run (--allow-cost)"
        throw CPHError(
            .denied, code: "no_price", "what \(what) comes to is not known, and there is \(limit); nothing was sent",
            hint: instead, operation: call.operation)
    }

    private func refuse(_ what: String, _ problems: [Problem], _ operation: String) throws(CPHError) {
        if let refusal = CPHError(forbidden: what, problems, operation: operation) { throw refusal }
    }

    /// Whether a second person has to agree to these purchases, beside what this run has bought.
    func needsSecondPerson(for purchases: [PurchaseSummary]) -> Bool {
        limits.needsSecondPerson || policies.all.wantsSecondPerson(for: spent + spending(purchases)) != nil
    }

    /// The limits for these purchases, with what policies say of a second person.
    func limits(for purchases: [PurchaseSummary]) -> SpendLimits {
        var limits = limits
        limits.needsSecondPerson = needsSecondPerson(for: purchases)
        return limits
    }
}

extension PolicySet {
    /// What any of them has against purchases by themselves, each with the place of its purchase in the list.
    public func breaches(of purchases: [PurchaseSummary]) -> [(purchase: Int?, breach: PolicyBreach)] {
        purchases.enumerated().flatMap { index, purchase in breaches(PolicySubject(purchase)).map { (index, $0) } }
    }
}

extension CPHError {
    /// Says that policies forbid something; nil where there is no problem.
    init?(forbidden what: String, _ problems: [Problem], operation: String) {
        guard let first = problems.first else { return nil }
        self.init(
            .denied, code: Problem.Code.policy.rawValue,
            problems.count == 1
                ? "a policy forbids \(quoted(what)): \(first); nothing was sent"
                : "policies forbid \(quoted(what)), \(counted(problems.count, "problem")); nothing was sent",
            operation: operation)
        if problems.count > 1 { self.problems = Array(problems.prefix(Self.mostForbidden)) }
    }

    /// How many problems one error lists.
    private static let mostForbidden = 20
}

/// The policies that hold for a gate.
struct HeldPolicies {
    /// The machine's and the project's.
    let local: PolicySet
    /// The ledger's, as it was last looked at; nil where it has none.
    private(set) var ledger: RecordedPolicy?
    /// The number of the last line about the ledger's policy; nil where there is none.
    private(set) var seq: Int?

    init(_ local: PolicySet) { self.local = local }

    /// Takes what a look at the ledger found, unless another look has found something newer meanwhile.
    mutating func learn(_ recorded: RecordedPolicy?, _ seq: Int?) {
        guard seq ?? 0 >= self.seq ?? 0 else { return }
        (self.seq, ledger) = (seq, recorded)
    }

    var all: PolicySet { PolicySet(local.policies + (ledger.map { [$0.policy] } ?? [])) }
}

extension PolicySubject {
    /// Describes a purchase as the gate knows it, or a change of a server that was bought before.
    public init(_ purchase: PurchaseSummary) {
        guard let change = purchase.change else {
            self.init(
                name: purchase.name, model: purchase.serverModelName, zone: purchase.availabilityZone,
                image: purchase.image, keyPair: purchase.keyPair, servers: purchase.servers, terms: purchase.terms)
            return
        }
        self.init(
            newModel: change.kind == .modelChange ? purchase.serverModelName : nil,
            terms: purchase.terms, isRenewal: change.kind == .renewal, renewsEvery: change.renewsEvery,
            isOrder: change.kind.hasPrice)
    }
}

extension Spending {
    /// How many there are of what a cap counts: a renewal buys no server, and months of one.
    func count(_ unit: CountCap.Unit) -> Int { unit == .server ? servers : serverMonths.plus(renewedMonths) }
}
