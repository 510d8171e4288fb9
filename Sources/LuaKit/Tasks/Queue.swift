/// First in, first out.
struct Queue<Element> {
    private var incoming: [Element] = []
    private var outgoing: [Element] = []

    mutating func append(_ element: Element) {
        incoming.append(element)
    }

    mutating func popFirst() -> Element? {
        if outgoing.isEmpty { (outgoing, incoming) = (incoming.reversed(), []) }
        return outgoing.popLast()
    }
}
