/// One thing wrong with a value: where, what, and how to put it right.
public struct Problem: Hashable, Sendable {
    /// Stable; scripts may compare it. New cases are added, old ones keep their meaning.
    public enum Code: String, CaseIterable, Sendable {
        /// A mandatory field is absent.
        case missing
        /// The model has no such field.
        case unknown
        /// The value has another type than the field.
        case type
        /// A number lies outside its limits.
        case range
        /// A text or a list is too short or too long.
        case length
        /// A text has characters or a form that the field does not allow.
        case pattern
        /// The value is none of those listed.
        case choice
        /// Two fields contradict each other.
        case conflict
        /// The field is valid and changes nothing here.
        case noEffect = "no_effect"
        /// A policy forbids it.
        case policy
    }

    /// An error keeps a request from being sent; a warning does not.
    public enum Severity: String, CaseIterable, Sendable {
        case error, warning
    }

    /// Where a limit comes from.
    public enum Basis: String, CaseIterable, Sendable {
        /// Huawei's pages or SDK state it.
        case documented
        /// It follows from neighbouring calls or from the meaning of the fields, and no page states it.
        case inferred
    }

    /// The row of a plan that a wrong value belongs to.
    public struct Row: Hashable, Sendable {
        /// Its place in the plan, from 1.
        public var index: Int
        /// The name of its servers.
        public var name: String
        /// Where a script added it, as `file:line`.
        public var line: String
        /// Where the wrong value stands in it, as a script would write it.
        public var field: String

        /// Describes a row and the place in it.
        public init(index: Int, name: String, line: String, field: String) {
            (self.index, self.name, self.line, self.field) = (index, name, line, field)
        }
    }

    /// Where the wrong value stands, from the value that was checked; empty for that value itself.
    public var path: Path
    /// What kind of limit is broken, for scripts that branch on it.
    public var code: Code
    /// Whether it keeps a request from being sent.
    public var severity: Severity
    /// Whether the limit is documented by Huawei or inferred by us.
    public var basis: Basis
    /// What is wrong: `is 11`.
    public var message: String
    /// What is right: `must be 1 to 10`.
    public var hint: String
    /// The row of a plan that it is about; nil outside a plan.
    public var row: Row?

    /// Makes a problem at `path`; an error against a documented limit unless it says otherwise.
    ///
    /// - Parameter hint: States the limit, not the failure (`must be 1 to 10`), because documentation shows it, too.
    public init(
        at path: Path = Path(), _ code: Code, _ message: String, hint: String,
        severity: Severity = .error, basis: Basis = .documented
    ) {
        self.path = path
        self.code = code
        self.severity = severity
        self.basis = basis
        self.message = message
        self.hint = hint
    }

    /// Gives the same problem as seen from the value one level up, which holds this one at `step`.
    public func under(_ step: Path.Step) -> Problem {
        var problem = self
        problem.path = path.under(step)
        return problem
    }
}

extension Problem: CustomStringConvertible {
    /// `count: is 11; must be 1 to 10`, with the word "warning" where it is one.
    public var description: String {
        let place = path.steps.isEmpty ? "" : "\(path): "
        let weight = severity == .warning ? "warning: " : ""
        let source = basis == .inferred ? " (inferred)" : ""
        return "\(place)\(weight)\(message); \(hint)\(source)"
    }
}

/// A value that breaks at least one limit, with all problems in field order.
public struct ValidationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which model the value was checked against, by its name in `cph.models`.
    public let model: String
    /// Everything wrong, warnings included; never empty.
    public let problems: [Problem]

    /// Makes an error about a value of `model`. Having no problem is a programmer's mistake and traps.
    public init(model: String, problems: [Problem]) {
        precondition(!problems.isEmpty, "an error needs a problem")
        self.model = model
        self.problems = problems
    }

    /// Has one line per problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
