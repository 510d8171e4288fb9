import Schema
import Text

/// Somebody's yes to a plan that another run has left to be approved. It is for each of the purchases that were shown, once.
public struct Agreement: Hashable, Sendable {
    /// What was agreed to.
    public let question: PlanQuestion
    /// Who has agreed.
    public let user: LedgerUser
    /// Whether the ledger could tell whoever agreed from whoever asked.
    public let isChecked: Bool
    /// What each purchase cost when it was agreed to; empty where nobody could say.
    public let prices: AgreedPrices
    /// When it was given, in milliseconds since 1970.
    public let at: Int
    /// When it ends, in milliseconds since 1970.
    public let until: Int
    /// The number of the line that it stands in.
    let seq: Int

    /// How long an agreement holds unless whoever gives it says less, in milliseconds.
    public static let longest = 7 * 24 * 3_600_000

    /// When it ends, for people.
    public var end: String { timeText(until) }

    /// Whether these cost now what was agreed to. Where neither whoever asked nor the present run can ask for prices, nobody has
    /// agreed to one.
    func holds(at today: AgreedPrices, for purchases: [PurchaseSummary]) -> Bool {
        purchases.allSatisfy { purchase in
            guard let agreed = prices[purchase] else { return true }
            guard let now = today[purchase] else { return question.prices[purchase] == nil }
            return now.amount == agreed.amount
        }
    }

    /// How it stands with each purchase that is made under it.
    var approval: Approval {
        var approval = Approval(.agreement, by: user.name)
        approval.agreement = Approval.Agreed(
            plan: question.plan.hash, seq: seq, user: user, isChecked: isChecked, until: until)
        return approval
    }
}

extension Agreement {
    /// Reads the line of an answer to `question`; nil when it is the answer to another one.
    init?(_ event: Event, to question: PlanQuestion) {
        let detail = event.detail
        guard detail["asked"] == .int(question.seq), let user = LedgerUser(detail["who"]),
            let until = detail["until"]?.integer
        else { return nil }
        (self.question, self.user, self.until) = (question, user, min(until, event.at.plus(Self.longest)))
        prices = AgreedPrices(detail["costs"]).filled(from: question.prices)
        (at, seq, isChecked) = (event.at, event.seq, detail["checked"] == true)
    }

    /// What the line of an answer holds.
    static func detail(
        of question: PlanQuestion, by user: LedgerUser, isChecked: Bool, until: Int, prices: AgreedPrices
    ) -> Object {
        var detail: Object = [
            "hash": .string(question.plan.hash), "name": .string(question.plan.name),
            "scope": .string(question.scope), "asked": .int(question.seq), "who": user.value,
            "checked": .bool(isChecked), "until": .int(until),
        ]
        detail["costs"] = prices.value
        return detail
    }
}
