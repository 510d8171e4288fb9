public import Schema

/// The most of something that can be counted.
public struct PolicyCounts: Model {
    /// The most of one call.
    public var perCall: Int?
    /// The most of one run, or of one session at the prompt.
    public var perRun: Int?
    /// The most of a calendar day, over all runs of the ledger.
    public var perDay: Int?
    /// The most of a calendar month, over all runs of the ledger.
    public var perMonth: Int?

    /// Makes caps that limit nothing.
    public init() {}

    /// Names the table in messages.
    public static let name = "PolicyCounts"
    /// Says what the table is, in messages.
    public static let doc = "The most that may be bought of something."

    /// The rows, of which reading, messages, `cph policy rules` and its page are made.
    public static let fields: [Field<PolicyCounts>] = [
        Field("per_call", \.perCall, .atLeast(0), doc: "In one call, which buys 1 to 10 servers"),
        Field("per_run", \.perRun, .atLeast(0), doc: "In one run of cph"),
        Field("per_day", \.perDay, .atLeast(0), doc: "In a calendar day, over all runs of the ledger"),
        Field("per_month", \.perMonth, .atLeast(0), doc: "In a calendar month, over all runs of the ledger"),
    ]
}
