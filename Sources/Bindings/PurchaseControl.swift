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

    /// What these cost together today: by the billing service, or else by the project's own table. It takes a moment at most, and
    /// sends no purchase.
    func price(of calls: [CreateServer]) async -> PlanPrice

    /// When what the last answer under this name tells of was bought; nil where nobody keeps account of it.
    func origin(of name: String) -> PurchaseOrigin?

    /// What policies have against these calls, as far as it can be told before they are made: each problem with the place of its
    /// call in the list, from 0; nil where it is about all of them. Sends nothing.
    ///
    /// - Throws: `CPHError` of kind `denied` where a policy can't be read.
    func policyProblems(of calls: [CreateServer]) async throws(CPHError) -> [(call: Int?, problem: Problem)]
}

extension PurchaseControl {
    /// Has nobody to ask.
    public func price(of calls: [CreateServer]) async -> PlanPrice { .unasked }

    /// Keeps no account of answers.
    public func origin(of name: String) -> PurchaseOrigin? { nil }

    /// Knows of no policies.
    public func policyProblems(of calls: [CreateServer]) async throws(CPHError) -> [(call: Int?, problem: Problem)] {
        []
    }
}

/// Stands in where there is neither gate nor ledger: everything is approved, nothing was recorded.
struct NoPurchaseControl: PurchaseControl {
    func approve(_ plan: AnnouncedPlan) async throws(CPHError) {}

    func scope() async throws(CPHError) -> AccountScope { .embedded(projectID: "") }

    func purchases(named prefix: String) async throws(CPHError) -> [Value] { [] }
}
