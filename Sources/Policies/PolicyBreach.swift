public import Schema

/// What a policy has against something: which rule, and where it stands.
public struct PolicyBreach: Hashable, Sendable {
    /// The rule's path in its policy: `zones`, `servers.per_run`.
    public let rule: Path
    /// Where the rule stands: `/etc/cph/policy.lua:12`.
    public let place: String
    /// The field of the request that breaks it; empty where it is no single one.
    public let field: Path
    /// What is wrong: `is "cn-east-3b"`.
    public let message: String
    /// What the rule says: `the only zones are cn-east-3a`.
    public let limit: String

    /// Describes a breach.
    public init(rule: Path, place: String, field: Path, message: String, limit: String) {
        (self.rule, self.place, self.field, self.message, self.limit) = (rule, place, field, message, limit)
    }

    /// Whether the rule is about each call by itself.
    public var isOfOneCall: Bool { rule.steps.last == .key("per_call") }

    /// Says what is allowed, and who says so.
    public var hint: String { "\(limit) (\(rule), \(place))" }

    /// The same as a problem of the request.
    public var problem: Problem { Problem(at: field, .policy, message, hint: hint) }
}
