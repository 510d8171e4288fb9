public import Clock
public import Schema
import Text

/// A policy as it was read: what it says, and where each line of it stands.
public struct Policy: Hashable, Sendable {
    /// Where it was read from, for people: a file's path, or the ledger whose it is.
    public let source: String
    /// What it forbids.
    public let rules: PolicyRules
    /// The line of each rule in its text, by the rule's path; what is not known is missing.
    public let lines: [Path: Int]
    /// The zone of its days, months and hours.
    public let zone: CalendarZone

    /// Reads what a policy's text returned.
    ///
    /// - Throws: `PolicyError` with everything that is wrong, each with its line.
    public init(reading value: Value, source: String, lines: [Path: Int] = [:]) throws(PolicyError) {
        let (rules, problems) = PolicyRules.examine(value)
        (self.source, self.rules, self.lines) = (source, rules, lines)
        zone = rules.timeZone.flatMap { CalendarZone($0) } ?? .utc
        guard problems.isEmpty else {
            let places = problems.map { Self.place(of: $0.path, source, lines) }
            throw PolicyError(zip(places, problems).map { "\($0): \($1)" })
        }
    }

    /// Where a rule stands: `/etc/cph/policy.lua:12`; the file alone where its line is not known.
    public func place(of rule: Path) -> String { Self.place(of: rule, source, lines) }

    private static func place(of rule: Path, _ source: String, _ lines: [Path: Int]) -> String {
        var path = rule
        while true {
            if let line = lines[path] { return "\(source):\(line)" }
            if path.steps.isEmpty { return source }
            path.steps.removeLast()
        }
    }
}

/// A policy that can't be read: nobody can say then what it forbids.
public struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, a line each, with its place.
    public let lines: [String]

    /// Makes an error of lines for people, each of which begins with the place.
    public init(_ lines: [String]) { self.lines = lines }

    /// All lines.
    public var description: String { lines.joined(separator: "\n") }
}
