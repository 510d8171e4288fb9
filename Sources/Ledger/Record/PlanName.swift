import Schema

/// Which plan a purchase belongs to.
public struct PlanName: Hashable, Sendable {
    /// The plan's name; several plans may have it.
    public let name: String
    /// The plan's hash: of its name, its calls and the account.
    public let hash: String

    init(name: String, hash: String) { (self.name, self.hash) = (name, hash) }

    /// Reads what the line of an approval says; nil where it names no plan.
    init?(_ detail: Object) {
        guard let name = detail["plan_name"]?.text, let hash = detail["plan_hash"]?.text else { return nil }
        self.init(name: name, hash: hash)
    }

    /// Whether somebody who writes this means the plan: its name, or the first digits of its hash.
    public func isMeant(by text: String) -> Bool {
        name == text || text.utf8.count >= [PlanStanding].fewestDigits && hash.hasPrefix(text.lowercased())
    }
}
