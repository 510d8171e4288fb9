/// What a run knows of a send: the answer, or that none came.
struct TeamAnswer: Hashable {
    let wish: Int
    let attempt: Int
    /// The run that sent: tells the attempt from another of the same number.
    let sender: Int
    let fault: SendFault
    let order: String
    let ids: [String]
}
