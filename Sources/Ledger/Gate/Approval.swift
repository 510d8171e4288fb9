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

    /// Makes an approval; whoever makes one vouches that somebody agreed.
    public init(_ how: How, by: String = "", serversPerDay: Int? = nil) {
        (self.how, self.by, self.serversPerDay) = (how, by, serversPerDay)
    }

    var detail: Object { ["how": .string(how.rawValue), "by": .string(by)] }
}

/// Agrees to a purchase that is about to be sent, or throws.
public typealias Approve = @Sendable (PurchaseSummary) async throws(CPHError) -> Approval
