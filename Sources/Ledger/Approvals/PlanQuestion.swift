public import CPHModel
import Clock
import Schema
import Text

/// A plan that was left for somebody else to approve: what that person is asked, as the ledger keeps it.
public struct PlanQuestion: Hashable, Sendable {
    /// One run that has left it.
    public struct Asking: Hashable, Sendable {
        /// Whose run it was.
        public let user: LedgerUser
        /// When, in milliseconds since 1970.
        public let at: Int

        /// The same for people.
        public var time: String { timeText(at) }
    }

    /// The plan's name and hash, and those of its purchases that were not made yet.
    public let plan: PlanSummary
    /// The project whose money it is, or the emulator's own id: what purchases are recorded under.
    public let scope: String
    private let region: String
    private let profile: String?
    private let endpoint: String
    /// What each purchase cost when it was asked about; empty where nobody could say.
    public let prices: AgreedPrices
    /// Who has asked, the first one first; several where several users' runs wanted the same.
    public internal(set) var askings: [Asking] = []
    /// The number of the line that it stands in.
    var seq = 0

    /// - Parameter scope: What the ledger records the account's purchases under.
    init(_ plan: PlanSummary, scope: String, in account: AccountScope, at prices: AgreedPrices = AgreedPrices()) {
        (self.plan, self.scope, self.prices) = (plan, scope, prices)
        (region, profile) = (account.region, account.profile)
        endpoint = account.host(of: .cph)
    }

    /// The account that would pay, as whoever asked had it.
    public var account: AccountScope {
        let endpoint = endpoint
        return AccountScope(projectID: scope, region: region, profile: profile) { _ in endpoint }
    }

    /// What a person is asked on a terminal.
    public var question: ApprovalQuestion {
        var question = ApprovalQuestion(
            name: plan.name, hash: plan.hash, purchases: plan.purchases, prices: plan.prices, account: account,
            serversSoFar: 0, serverMonthsSoFar: 0)
        question.askedPrice = prices.sum(of: plan.purchases)
        question.askers = askings.map { "asked by \($0.user.words), \($0.time)" }
        return question
    }

    /// Whether it shows each of these purchases exactly as it is.
    func shows(_ purchases: [PurchaseSummary]) -> Bool { Set(plan.purchases).isSuperset(of: purchases) }

    /// Whether it asks for no less than another question, at the same prices.
    func covers(_ other: PlanQuestion) -> Bool {
        shows(other.plan.purchases) && prices.agrees(with: other.prices, for: other.plan.purchases)
    }
}

/// The time as people read it, to the second.
func timeText(_ milliseconds: Int) -> String { ISOTime.text(unixSeconds: milliseconds / 1000) }

extension PlanQuestion {
    /// What the line holds beside who asks.
    var detail: Object {
        let spending = Spending(plan.purchases)
        var detail: Object = [
            "hash": .string(plan.hash), "name": .string(plan.name), "scope": .string(scope),
            "region": .string(region), "endpoint": .string(endpoint), "servers": .int(spending.servers),
            "server_months": .int(spending.serverMonths),
            "cautions": .list(ApprovalQuestion.cautions(of: plan.purchases).map(Value.string)),
            "purchases": .list(plan.purchases.map(\.value)),
        ]
        detail["profile"] = profile.map(Value.string)
        detail["costs"] = prices.value
        if let prices = plan.prices {
            let known = prices.byModel.sorted { $0.key < $1.key }
            detail["prices"] = .object(
                Object(uniqueMembers: known.map { Object.Member($0.key, .string("\($0.value)")) }))
            detail["currency"] = .string(prices.currency)
        }
        return detail
    }

    /// Reads a line; nil when it does not hold what a person can be asked.
    init?(_ event: Event) {
        let detail = event.detail
        guard let hash = detail["hash"]?.text, let name = detail["name"]?.text, let scope = detail["scope"]?.text,
            let region = detail["region"]?.text, let endpoint = detail["endpoint"]?.text,
            let user = LedgerUser(detail["who"]), let rows = detail["purchases"]?.items, !rows.isEmpty
        else { return nil }
        let purchases = rows.compactMap(PurchaseSummary.init)
        guard purchases.count == rows.count else { return nil }
        plan = PlanSummary(name: name, hash: hash, purchases: purchases, prices: Self.prices(detail))
        (self.scope, self.region, self.endpoint) = (scope, region, endpoint)
        profile = detail["profile"]?.text
        prices = AgreedPrices(detail["costs"])
        (askings, seq) = ([Asking(user: user, at: event.at)], event.seq)
    }

    private static func prices(_ detail: Object) -> ServerPrices? {
        guard let members = detail["prices"]?.members, let currency = detail["currency"]?.text else { return nil }
        var prices: [String: Decimal] = [:]
        var reader = Reader(.answer)
        for (model, value) in members { prices[model] = Decimal.read(value, &reader) }
        return ServerPrices(byModel: prices, currency: currency)
    }
}

extension PurchaseSummary {
    /// The purchase as a line of the ledger has it; `line` is for people.
    var value: Value {
        var object: Object = [
            "server_name": .string(name), "line": .string("\(name): \(words)"), "operation": .string(operation),
            "count": .int(servers), "server_model_name": .string(serverModelName),
        ]
        object["availability_zone"] = availabilityZone.map(Value.string)
        object["image_id"] = image.map(Value.string)
        object["keypair_name"] = keyPair.map(Value.string)
        object["period_type"] = .int(terms.period.rawValue)
        object["period_num"] = .int(terms.number)
        object["pays_at_once"] = .bool(terms.paysAtOnce)
        object["renews_itself"] = .bool(terms.renewsItself)
        object["content_sha256"] = .string(contentHash)
        object["change"] = change.map { .object($0.detail) }
        return .object(object)
    }

    /// Reads what `value` wrote; nil when it is something else.
    init?(_ value: Value) {
        let change = RecordedChange(value.members?["change"])
        guard let object = value.members, let name = object["server_name"]?.text,
            let operation = object["operation"]?.text, let servers = object["count"]?.integer,
            servers > 0 || change != nil,
            let model = object["server_model_name"]?.text, let content = object["content_sha256"]?.text,
            let period = object["period_type"]?.integer.flatMap(PeriodType.init),
            case .bool(let pays)? = object["pays_at_once"],
            let number = object["period_num"]?.integer, number > 0 || change != nil,
            case .bool(let renews)? = object["renews_itself"]
        else { return nil }
        (self.name, self.operation, self.servers, serverModelName) = (name, operation, servers, model)
        (availabilityZone, contentHash) = (object["availability_zone"]?.text, content)
        self.change = change
        (image, keyPair) = (object["image_id"]?.text, object["keypair_name"]?.text)
        terms = PurchaseTerms(period: period, number: number, paysAtOnce: pays, renewsItself: renews)
    }
}
