public import CPHModel
public import Schema

/// What plans and reports need of the money gate and the ledger, which bindings do not know.
public protocol PurchaseControl: Sendable {
    /// Has `plan` approved as a whole, before any of it is bought.
    ///
    /// - Throws: `CPHError` of kind `denied` when nobody agreed; nothing was sent then.
    func approve(_ plan: AnnouncedPlan) async throws(CPHError)

    /// The account that calls go to.
    ///
    /// - Throws: `CPHError` when it is not known, such as without credentials; nothing was sent then.
    func scope() async throws(CPHError) -> AccountScope

    /// The recorded purchases whose name begins with `prefix`, sorted by name; each is an object with at least `name`,
    /// `state`, `may_send`, `count` and `request`. Sends nothing.
    func purchases(named prefix: String) async throws(CPHError) -> [Value]

    /// What a plan costs today: by the billing service, or else by the project's own table; and what policies have against that.
    /// It takes a moment at most, and sends no purchase.
    func price(of plan: AnnouncedPlan) async -> PlanPrice

    /// When what the last answer under this name tells of was bought; nil where nobody keeps account of it.
    func origin(of name: String) -> PurchaseOrigin?

    /// What policies have against a plan, whatever it costs: each problem with the place of its call or change in the plan, from 0;
    /// nil where it is about all of it. Sends nothing.
    ///
    /// - Throws: `CPHError` of kind `denied` where a policy can't be read.
    func policyProblems(of plan: AnnouncedPlan) async throws(CPHError) -> [(call: Int?, problem: Problem)]
}

extension PurchaseControl {
    /// Has nobody to ask.
    public func price(of plan: AnnouncedPlan) async -> PlanPrice { .unasked }

    /// Keeps no account of answers.
    public func origin(of name: String) -> PurchaseOrigin? { nil }

    /// Knows of no policies.
    public func policyProblems(of plan: AnnouncedPlan) async throws(CPHError) -> [(call: Int?, problem: Problem)] {
        []
    }
}

/// Stands in where there is neither gate nor ledger: everything is approved, nothing was recorded.
struct NoPurchaseControl: PurchaseControl {
    func approve(_ plan: AnnouncedPlan) async throws(CPHError) {}

    func scope() async throws(CPHError) -> AccountScope { .embedded(projectID: "") }

    func purchases(named prefix: String) async throws(CPHError) -> [Value] { [] }
}
