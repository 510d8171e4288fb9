import Schema
import Text

/// An answer to a purchase, read field by field: one bad field does not cost the others.
struct PurchaseAnswer {
    let isObject: Bool
    let response: CreateServerResponse
    let fault: ServiceFault
    private let problems: [Problem]

    init(_ answer: Answer) {
        let body = try? Value(json: answer.body)
        let read = CreateServerResponse.salvage(body ?? [:])
        isObject = if case .object? = body { true } else { false }
        problems = read.problems
        fault = ServiceFault(answer, body)
        response = read.model
    }

    /// Whether the answer names something bought.
    var hasPurchase: Bool { response.orderID != nil || response.serverIDs?.isEmpty == false }

    func doubt(_ reason: String) -> Verdict { .inDoubt(Verdict.Doubt(reason, fault: fault, salvage: response)) }

    /// Says why the ids cannot be right; nil when they can.
    func contradiction(count: Int) -> String? {
        let ids = response.serverIDs ?? []
        if let problem = problems.first { return "the answer's \(problem.path) \(problem.message)" }
        if ids.count > count { return "the answer names \(counted(ids.count, "server")), \(count) were asked for" }
        if Set(ids).count < ids.count { return "the answer names a server twice" }
        if let id = ids.first(where: { !Self.isID($0, most: 32) }) { return "\(quoted(id)) is no server id" }
        return oddOrder
    }

    /// Says why the order's id cannot be one; nil when it can, or there is none.
    var oddOrder: String? {
        response.orderID.flatMap { Self.isID($0, most: 64) ? nil : "\(quoted($0)) is no order id" }
    }

    /// Whether `text` is what ids are made of: people and programs read them where nothing else may stand.
    private static func isID(_ text: String, most: Int) -> Bool {
        (1...most).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                let character = Character(UnicodeScalar(byte))
                return byte < 0x80 && (character.isLetter || character.isNumber || "_-".contains(character))
            }
    }
}
