import Schema
import Text

/// Reads a fault specification to its end, and remembers all that is wrong with it.
struct FaultSpecParser {
    private(set) var problems: [String] = []
    private var plan = FaultPlan()
    private var seenSettings: Set<String> = []
    /// The item being read.
    private var item: Substring = ""

    mutating func plan(_ text: String) -> FaultPlan {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            item = Substring(trimmed(part))
            if item.isEmpty { report("is empty; write FAULT=WHEN") } else { read() }
        }
        return plan
    }

    private mutating func read() {
        let left = item.prefix { $0 != "=" }
        let value = item.count > left.count ? item.dropFirst(left.count + 1) : nil
        let name = left.prefix { $0 != "@" }
        guard let kind = FaultKind.all.first(where: { $0.name == name }) else {
            let names = FaultKind.all.map(\.name)
            return report("no such fault; \(advice(name, among: names, "faults"))")
        }
        if let value, let moved = Self.scope(in: value) {
            return report("SCOPE stands before =: \(left)@\(moved.scope)=\(moved.rest)")
        }
        let scopes = left.count > name.count ? scopes(left.dropFirst(name.count + 1)) : kind.scopes
        guard let scopes, let (given, chance) = parts(of: value, for: kind.argument) else { return }
        switch kind.action {
        case .effect(let effect):
            plan.rules.append(FaultPlan.Rule(scopes: scopes, effect: effect(given), chance: chance ?? .probability(1)))
        case .setting(let set):
            if chance != nil || left.count > name.count { return report("takes neither SCOPE nor WHEN") }
            if !seenSettings.insert(kind.name).inserted { return report("is there twice") }
            set(given, &plan)
        }
    }

    /// The scope in `2@list`, and what is left of the value without it; nil where there is none.
    private static func scope(in value: Substring) -> (scope: Substring, rest: String)? {
        guard let at = value.firstIndex(of: "@") else { return nil }
        let scope = value[value.index(after: at)...].prefix { $0 != ":" }
        return (scope, String(value[..<at] + value[scope.endIndex...]))
    }

    /// Reads `[ARGUMENT:]WHEN`. A lone part is the argument where one is needed; elsewhere it is WHEN if it reads so.
    private mutating func parts(
        of value: Substring?, for argument: FaultKind.Argument
    ) -> (given: FaultKind.Given, chance: FaultPlan.Chance?)? {
        let parts = value?.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) ?? []
        if parts.count < 2, !argument.isNeeded {
            guard let only = parts.first else { return (FaultKind.Given(), nil) }
            if let chance = FaultPlan.Chance(only) { return (FaultKind.Given(), chance) }
        }
        guard let first = parts.first, let given = argument.given(first) else {
            report(argument.demand)
            return nil
        }
        guard parts.count == 2 else { return (given, nil) }
        guard let chance = FaultPlan.Chance(parts[1]) else {
            report("takes \(FaultPlan.Chance.demand) after the colon")
            return nil
        }
        return (given, chance)
    }

    private mutating func scopes(_ text: Substring) -> Set<FaultScope>? {
        if text == "all" { return Set(FaultScope.allCases) }
        let names = text.split(separator: "+", omittingEmptySubsequences: false)
        let scopes = names.compactMap { FaultScope(rawValue: String($0)) }
        if scopes.count == names.count { return Set(scopes) }
        let all = FaultScope.allCases.map(\.rawValue) + ["all"]
        for name in names where !all.dropLast().contains(String(name)) {
            report("no such scope as \(quoted(String(name))); \(advice(name, among: all, "scopes"))")
        }
        return nil
    }

    private func advice(_ word: Substring, among names: [String], _ plural: String) -> String {
        suggestion(for: String(word), among: names).map { "did you mean \($0)?" }
            ?? "\(plural) are \(names.joined(separator: ", "))"
    }

    private mutating func report(_ message: String) { problems.append("\(quoted(String(item))): \(message)") }
}

extension FaultPlan.Chance {
    static let demand = "a probability of 0 to 1, once, first=N or always"

    init?(_ text: Substring) {
        if text == "always" {
            self = .probability(1)
        } else if text == "once" {
            self = .first(1)
        } else if text.hasPrefix("first=") {
            guard let count = Int(text.dropFirst(6)), count > 0 else { return nil }
            self = .first(count)
        } else {
            guard let number = Double(text), (0...1).contains(number) else { return nil }
            self = .probability(number)
        }
    }
}
