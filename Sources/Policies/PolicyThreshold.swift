public import Schema

/// From what on a second person has to agree.
public struct PolicyThreshold: Model {
    /// From so many servers of a run on.
    public var servers: Int?
    /// From so much money of a run on.
    public var cost: Decimal?
    /// The ISO code of the currency of `cost`.
    public var currency: String?

    /// Makes a threshold that nothing reaches.
    public init() {}

    /// Names the table in messages.
    public static let name = "PolicyThreshold"
    /// Says what the table is, in messages.
    public static let doc = "From what on a second person has to approve a plan; at least one of the two."

    /// The rows, of which reading, messages, `cph policy rules` and its page are made.
    public static let fields: [Field<PolicyThreshold>] = [
        Field("servers", \.servers, .atLeast(0), doc: "From so many servers in one run on"),
        Field("cost", \.cost, .notNegative, doc: "From so much money in one run on, and for what has no known price"),
        Field("currency", \.currency, .currency, doc: "The ISO code of the currency of cost"),
    ]

    /// What has to be there together.
    public static let checks: [Check<PolicyThreshold>] = [
        Check(at: "currency", needs: [], .missing, "is needed beside cost") {
            $0.cost != nil && $0.currency == nil ? "is missing" : nil
        },
        Check(at: "servers", needs: [], .missing, "name servers, or cost and currency") {
            $0.cost == nil && $0.servers == nil ? "names neither servers nor cost" : nil
        },
    ]
}
