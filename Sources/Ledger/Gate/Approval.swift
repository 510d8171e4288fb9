public import CPHModel
import Schema

/// Who or what agreed to a purchase, as the ledger records it.
public struct Approval: Hashable, Sendable {
    /// The ways in which a purchase comes to be allowed; the words stand in the ledger.
    public enum How: String, CaseIterable, Sendable {
        /// A person at the terminal agreed.
        case terminal
        /// `--allow-spend` or another option of that kind covered it.
        case allowance
        /// It belongs to a plan that was approved as a whole.
        case plan
        /// It belongs to a plan that was left to be approved, and to which somebody agreed with `cph ledger approve`.
        case agreement
        /// Nobody was asked: no gate stands in front of this ledger.
        case none
    }

    /// Which of these ways it was.
    public let how: How
    /// The person, or the plan's hash; empty where nobody has a name.
    public let by: String
    /// The most servers that may be sent for within 24 hours, this purchase included; nil for no such limit. The ledger
    /// looks at it when it records the intent, where no other purchase can come in between.
    public var serversPerDay: Int?

    /// The most money that may be spent, whoever agreed; the ledger looks at it where it records the intent, too.
    public var caps: [MoneyCap] = []
    /// The number of the line with the ledger's policy that was looked at; nil where there was none.
    var policySeq: Int?
    /// The most servers and server-months of a day and a month that policies allow.
    var countCaps: [CountCap] = []

    /// What was to be paid when it was agreed to; nil where nobody has asked, or no price was to be had.
    public internal(set) var price: PurchasePrice?

    /// What it comes to at the project's own prices, where the billing service has none; no sum counts it.
    public internal(set) var projectPrice: Amount?

    /// The plan that the purchase belongs to; nil for one that is bought by itself.
    public internal(set) var planName: PlanName?

    /// Which agreement it was; nil for every other way.
    public internal(set) var agreement: Agreed?

    /// One agreement to a plan, for the purchases that are made under it.
    public struct Agreed: Hashable, Sendable {
        /// The plan's hash.
        public let plan: String
        /// The number of the line in which the agreement stands.
        public let seq: Int
        /// Who has agreed.
        public let user: LedgerUser
        /// Whether the ledger could tell whoever agreed from whoever asked. A second person is one who could be told.
        public let isChecked: Bool
        /// When the agreement ends, in milliseconds since 1970.
        public let until: Int
    }

    /// Makes an approval; whoever makes one vouches that somebody agreed.
    public init(_ how: How, by: String = "", serversPerDay: Int? = nil) {
        (self.how, self.by, self.serversPerDay) = (how, by, serversPerDay)
    }

    /// What the record keeps of it.
    var detail: Object {
        var detail = identity
        detail["plan_name"] = (planName?.name).map(Value.string)
        detail["plan_hash"] = (planName?.hash).map(Value.string)
        if let price {
            for (name, value) in price.detail { detail[name] = value }
            // What the order comes to is another matter, and told by other events.
            detail["price_source"] = "inquiry"
        }
        detail["project_price"] = (projectPrice?.description).map(Value.string)
        return detail
    }

    /// What tells it from other approvals.
    var identity: Object {
        var detail: Object = ["how": .string(how.rawValue), "by": .string(by)]
        guard let agreement else { return detail }
        detail["host"] = .string(agreement.user.host)
        detail["session_user"] = agreement.user.sessionUser.map(Value.string)
        detail["plan"] = .string(agreement.plan)
        detail["agreement"] = .int(agreement.seq)
        detail["checked"] = .bool(agreement.isChecked)
        return detail
    }
}

extension Approval {
    /// Whether it is a second person's where limits ask for one.
    func isEnough(for limits: SpendLimits) -> Bool {
        !limits.needsSecondPerson || how == .agreement && agreement?.isChecked == true
    }

    /// Whether the line of an approval is about this one.
    ///
    /// What else the record keeps of it, such as a price, tells no two apart.
    func isRecorded(in event: Event) -> Bool {
        let identity = identity
        return event.kind == .approved && Self.identifying.allSatisfy { event.detail[$0] == identity[$0] }
    }

    /// The fields of `identity`, all of them.
    static let identifying = ["how", "by", "host", "session_user", "plan", "agreement", "checked"]
}

/// Agrees to a purchase that is about to be sent, or throws.
public typealias Approve = @Sendable (PurchaseSummary) async throws(CPHError) -> Approval
