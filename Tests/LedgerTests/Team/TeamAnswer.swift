/// What a run knows of a send: the answer, or that none came.
struct TeamAnswer: Hashable {
    let wish: Int
    let attempt: Int
    let fault: SendFault
    let order: String
    let ids: [String]
}
