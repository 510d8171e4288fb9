public import Schema

/// One rule as a policy has it, for people.
public struct WrittenRule: Hashable, Sendable {
    /// The rule's path: `servers.per_run`.
    public let rule: Path
    /// What it says.
    public let value: Value
    /// Its line in the policy's text; nil where that is not known.
    public let line: Int?

    /// Says the value as a script would write it: `50`, `cn-east-3a, cn-east-3b`.
    public var words: String {
        if let items = value.items { return items.map { $0.text ?? $0.json() }.joined(separator: ", ") }
        return value.text ?? value.json()
    }
}

extension Policy {
    /// Every rule that it has, in the order in which rules are documented.
    public var written: [WrittenRule] {
        (rules.exactValue.members ?? [:]).flatMap { name, value -> [WrittenRule] in
            guard let members = value.members else { return [rule(Path([.key(name)]), value)] }
            return members.map { rule(Path([.key(name), .key($0.key)]), $0.value) }
        }
    }

    private func rule(_ path: Path, _ value: Value) -> WrittenRule {
        WrittenRule(rule: path, value: value, line: lines[path] ?? path.steps.first.flatMap { lines[Path([$0])] })
    }

    /// What whoever wrote it may not have thought of.
    public var notes: [String] {
        let counts = [rules.servers, rules.serverMonths].compactMap(\.self)
        let hasPeriods =
            counts.contains { $0.perDay ?? $0.perMonth != nil } || rules.cost?.perDay ?? rules.cost?.perMonth != nil
        guard hasPeriods, rules.ledger == nil, !source.hasPrefix("the policy of the ledger") else { return [] }
        return ["days and months are counted in whichever ledger a run uses; ledger = \"…\" says which it has to be"]
    }
}
