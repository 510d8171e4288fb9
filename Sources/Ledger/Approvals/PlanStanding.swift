import Schema

/// Where a plan stands between being asked about and being bought.
public struct PlanStanding: Hashable, Sendable {
    /// What nobody has answered; nil where nothing is asked.
    private var asked: PlanQuestion?
    /// The last yes that was not taken back; it may have ended, and all of it may be bought.
    private var yes: Agreement?

    init() {}

    /// How long a question waits, in milliseconds. The next run of the job asks it anew.
    static let patience = 30 * 24 * 3_600_000
    /// How far back lines matter: a question that waited as long as it may, and then was agreed to.
    static let memory = patience + Agreement.longest

    /// Takes the next line about this plan.
    mutating func apply(_ event: Event) {
        switch event.kind {
        case .asked: if let question = PlanQuestion(event) { ask(question, at: event.at) }
        case .agreed:
            guard let asked, let yes = Agreement(event, to: asked) else { return }
            (self.asked, self.yes) = (nil, yes)
        case .declined: (asked, yes) = (nil, nil)
        default: break
        }
    }

    private mutating func ask(_ question: PlanQuestion, at now: Int) {
        guard let asked = self.question(at: now) else {
            self.asked = question
            return
        }
        // Who asks for no more than is asked for already, at the same price, joins in.
        self.asked = asked.covers(question) ? asked : question
        self.asked?.askings = asked.askings + question.askings
    }

    /// What still waits at this time, in milliseconds since 1970.
    public func question(at now: Int) -> PlanQuestion? { asked.flatMap { $0.isWaiting(at: now) ? $0 : nil } }

    /// The yes that holds at this time, in milliseconds since 1970.
    public func agreement(at now: Int) -> Agreement? { yes.flatMap { now < $0.until ? $0 : nil } }
}

extension PlanStanding {
    /// What it is about: what is asked, or what was agreed to.
    var latest: PlanQuestion? { asked ?? yes?.question }
    /// The plan's hash.
    public var hash: String { latest?.plan.hash ?? "" }
    /// The plan's name.
    public var name: String { latest?.plan.name ?? "" }
    /// The project whose money it is.
    public var scope: String { latest?.scope ?? "" }
}

extension PlanQuestion {
    /// Whether the last of those who asked still waits for an answer.
    func isWaiting(at now: Int) -> Bool {
        guard let last = askings.map(\.at).max() else { return false }
        return now < last.plus(PlanStanding.patience)
    }
}
