/// Something that happened in a story, for whoever draws it.
package struct StoryEvent: Hashable, Sendable {
    /// What it is.
    package enum Kind: Hashable, Sendable {
        case request, purchase, fault, kill, decision, end
    }

    /// What it is.
    package let kind: Kind
    /// The run that it happened in, from 1; 0 for what a person did between runs.
    package let run: Int
    /// The simulated time since the story's start.
    package let time: Duration
    /// What happened, as the trace has it.
    package let words: String
}
