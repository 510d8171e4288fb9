import CPHModel
import Schema

/// A purchase as the ledger knows it: what its events add up to.
public struct PurchaseRecord: Hashable, Sendable {
    /// A server that belongs to the purchase.
    public struct Server: Hashable, Sendable {
        /// The service's id of the server.
        public let id: String
        /// How the ledger came to know of it.
        public let source: Source
    }

    /// Where knowledge of a bought server comes from.
    public enum Source: String, CaseIterable, Sendable {
        /// The answer to the purchase told it.
        case response
        /// The account's list of servers, looked at afterwards, showed it.
        case list
        /// A person said so with `cph ledger resolve`.
        case person = "operator"
    }

    /// The number of the purchase within its file, from 1; 0 before its first event.
    public internal(set) var id: Int
    /// The project id, or the emulator's own id: names are told apart within it.
    public let scope: String
    /// The purchase's name: the `server_name` of its request.
    public let key: String
    /// What is known of the purchase, which decides whether it may be sent.
    public internal(set) var state = PurchaseState.planned
    /// The number of events; a write succeeds only if it is still what was read.
    public internal(set) var revision = 0
    /// Compact JSON of the request in wire form.
    public internal(set) var request = ""
    /// SHA-256 of `request` in hexadecimal.
    public internal(set) var contentHash = ""
    /// How many servers were asked for.
    public internal(set) var count = 0
    /// How many months the order is for.
    public internal(set) var months = 0
    /// How many times it was sent; only the last send can be undecided.
    public internal(set) var attempt = 0
    /// Ids of the servers that had the name before the last send; they cannot be what it bought.
    public internal(set) var baseline: [String] = []
    /// The time of the last send in milliseconds since 1970, by the service's clock as far as it is known; nil before
    /// the first send.
    public internal(set) var sentAt: Int?
    /// The order that the service answered with; nil before that, or when it named none.
    public internal(set) var orderID: String?
    /// The product that the service answered with; nil before that, or when it named none.
    public internal(set) var productID: String?
    /// The servers known to be bought; fewer than `count` when the purchase is partial or in doubt.
    public internal(set) var servers: [Server] = []
    /// The ids of servers in an answer that contradicts itself; they may not be this purchase's.
    public internal(set) var claimed: [String] = []
    /// Why the state is what it is, in one line.
    public internal(set) var reason: String?
    /// What an answer that came late says against the state, in one line; nil where nothing does, or a person has decided
    /// since.
    public internal(set) var lateAnswer: String?
    /// Where knowledge of the state comes from.
    public internal(set) var source: Source?
    /// What it changes, of a server that was bought before; nil where it buys servers.
    public internal(set) var change: RecordedChange?
    /// The plan that it belongs to; nil where it was bought by itself, or by a cph that did not record that.
    public internal(set) var plan: PlanName?
    /// Who or what agreed to the last send; nil before that.
    public internal(set) var approval: RecordedApproval?
    /// What its order comes to; nil where nobody has said so yet. Every event may tell, with `amount` and `currency`.
    public internal(set) var amount: Amount?
    /// What became of its order; empty before it has one.
    public internal(set) var bill = OrderBill()
    /// The id of the run that planned or sent it last.
    public internal(set) var run = ""
    /// The time of its first line, in milliseconds since 1970.
    public internal(set) var createdAt = 0
    /// The time of its last line, in milliseconds since 1970.
    public internal(set) var updatedAt = 0

    init(id: Int = 0, scope: String, key: String) { (self.id, self.scope, self.key) = (id, scope, key) }

    /// The ids of `servers`, in the same order.
    public var serverIDs: [String] { servers.map(\.id) }

    /// Every server that may be this purchase's: those it has, then those an unbelievable answer named.
    public var namedServers: [String] { serverIDs + claimed.filter { !serverIDs.contains($0) } }

    /// When it was sent, or first planned where it was not, in milliseconds since 1970.
    public var time: Int { sentAt ?? createdAt }
    /// Huawei's name of the server model; nil where there is no request.
    public var serverModelName: String? {
        change == nil ? requestField("server_model_name") : requestField("new_server_model_name") ?? change?.model
    }
    /// The zone that was asked for; nil where the service chooses one.
    public var availabilityZone: String? { requestField("availability_zone") }

    /// The name that its request has; nil where there is no request.
    var requestedName: String? { requestField("server_name") }

    private func requestField(_ name: String) -> String? { (try? Value(json: request))?.members?[name]?.text }

    /// Whether its order is paid when it is made. Each of the calls that buy says it at its own place.
    var paysAtOnce: Bool {
        if let asked { return asked.terms.paysAtOnce }
        let fields = (try? Value(json: request))?.members
        let terms = (fields?["order_param"] ?? fields?["extend_param"])?.members
        return terms?["is_auto_pay"]?.integer == AutoPay.yes.rawValue
    }

    /// The state that it has once all its servers are found, of this order.
    func stateWhenFound(_ orderID: String?) -> PurchaseState {
        state.found(orderID: orderID ?? self.orderID, paysAtOnce: paysAtOnce)
    }
}

extension PurchaseRecord {
    /// The record after `event`. This is the only place that says what an event means.
    mutating func apply(_ event: Event) {
        let detail = event.detail
        if let to = event.to { state = to }
        revision += 1
        if createdAt == 0 { createdAt = event.at }
        updatedAt = event.at
        if let request = detail["request"]?.text { self.request = request }
        if let hash = detail["content_sha256"]?.text { contentHash = hash }
        if let count = detail["count"]?.integer { self.count = count }
        if let months = detail["months"]?.integer { self.months = months }
        if let attempt = detail["attempt"]?.integer { self.attempt = attempt }
        if let late = detail["late"] { lateAnswer = late.text }
        if event.kind == .planned { change = RecordedChange(detail["change"]) }
        if let baseline = detail["baseline"]?.items { self.baseline = baseline.compactMap(\.text) }
        if let sentAt = detail["sent_at"]?.integer { self.sentAt = sentAt }
        applyStory(event)
        applyOutcome(detail)
    }

    /// What people want to know of it, and nothing decides by.
    private mutating func applyStory(_ event: Event) {
        let detail = event.detail
        if [.planned, .approved, .sending].contains(event.kind) { run = event.run }
        if event.kind == .approved { (approval, plan) = (RecordedApproval(detail), PlanName(detail)) }
        // What an earlier order came to is not what this one comes to.
        if event.kind == .approved { (amount, bill) = (nil, OrderBill()) }
        if let amount = Amount(detail) { self.amount = amount }
        bill.apply(event, amount: amount)
    }

    private mutating func applyOutcome(_ detail: Object) {
        if let orderID = detail["order_id"] { self.orderID = orderID.text }
        if let productID = detail["product_id"] { self.productID = productID.text }
        if let claimed = detail["claimed"]?.items { self.claimed = claimed.compactMap(\.text) }
        if let reason = detail["reason"] { self.reason = reason.text }
        if let source = detail["source"]?.text { self.source = Source(rawValue: source) }
        guard let ids = detail["server_ids"]?.items?.compactMap(\.text) else { return }
        servers += ids.filter { id in !servers.contains { $0.id == id } }
            .map { Server(id: $0, source: source ?? .response) }
    }
}
