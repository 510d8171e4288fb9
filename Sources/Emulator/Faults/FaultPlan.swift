/// What goes wrong, how often, and for which requests. Parsed from the text that `--faults` takes.
public struct FaultPlan: Hashable, Sendable {
    /// How often a fault occurs.
    enum Chance: Hashable, Sendable {
        /// At each request with this probability, from 0 to 1.
        case probability(Double)
        /// At the first so many requests, then never again.
        case first(Int)
    }

    struct Rule: Hashable, Sendable {
        let scopes: Set<FaultScope>
        let effect: FaultEffect
        let chance: Chance
    }

    /// The rules in the order in which they were written. Delays add up; of all others only the first that occurs has
    /// an effect.
    var rules: [Rule] = []
    /// How long a new server is missing from lists.
    var listLag = Duration.zero
    /// The most entries that a list gives at once, whatever was asked for; nil for no such limit.
    var mostOnPage: Int?
    /// Whether an unpaid order is answered without server ids, and its servers are not shown.
    var withholdsUnpaidIDs = false

    /// Makes a plan without faults.
    public init() {}

    /// Reads `reset-after=0.1,latency=200ms`; see `grammar` and `FaultKind.all`.
    ///
    /// - Throws: `FaultSpecError` with everything that is wrong.
    public init(parsing text: String) throws(FaultSpecError) {
        var parser = FaultSpecParser()
        self = parser.plan(text)
        if !parser.problems.isEmpty { throw FaultSpecError(problems: parser.problems) }
    }

    /// Explains the form of a specification, for a command's help; `FaultKind.all` has the faults.
    public static let grammar = """
        SPEC is a list of FAULT[@SCOPE][=[ARGUMENT:]WHEN], separated by commas.
        WHEN is a probability of 0 to 1, once, first=N, or always (the default).
        SCOPE is \(FaultScope.allCases.map(\.rawValue).joined(separator: ", ")) or all; several are joined by +.
        Without a scope latency strikes all requests, expired-keys and no-expiry those that give out keys and tokens \
        (\(FaultScope.allCases.filter(FaultScope.identity.contains).map(\.rawValue).joined(separator: ", "))), \
        every other fault purchases (create).
        """
}

/// Everything that is wrong with a fault specification.
public struct FaultSpecError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line each: the item in quotation marks, what is wrong with it, what is right.
    public let problems: [String]

    /// Has one line per problem.
    public var description: String { problems.joined(separator: "\n") }
}
