import Purchasing

/// Decides what is done after a run that was not killed: start it again, have a person decide, or stop.
struct RehearsalPatience {
    enum Step {
        case again, decide, enough
    }

    private var doubts = 0
    private var decisions = 0
    private var lastError: String?
    private var repeats = 0

    mutating func after(_ status: ExitStatus, _ error: String?) -> Step {
        if status == .done || status == .usage { return .enough }
        repeats = error == lastError ? repeats + 1 : 0
        lastError = error
        guard status == .inDoubt else { return repeats >= Self.mostRepeats ? .enough : .again }
        doubts += 1
        // The second run in doubt had time to look, too.
        guard doubts % 2 == 0 else { return .again }
        decisions += 1
        return decisions <= Self.mostDecisions ? .decide : .enough
    }

    /// How often a seed's script is started.
    static let mostRuns = 20
    /// After so many seeds of which none reached the script's end, for a reason that is the script's, no more are played.
    static let mostHopeless = 5
    /// How often a script may fail with the same error before it is given up: once more would tell nothing new.
    private static let mostRepeats = 4
    private static let mostDecisions = 8
}
