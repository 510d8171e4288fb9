import Schema
import Text

/// An answer to a purchase, read field by field: one bad field does not cost the others.
struct PurchaseAnswer {
    let isObject: Bool
    /// What the fields of the answer say.
    let response: CreateServerResponse
    /// What the answer names as bought where its fields do not: found in its raw bytes.
    private let salvage: AnswerSalvage
    let fault: ServiceFault
    private let problems: [Problem]

    init(_ answer: Answer) {
        let body = try? Value(json: answer.body)
        let read = CreateServerResponse.salvage(body ?? [:])
        isObject = if case .object? = body { true } else { false }
        problems = read.problems
        fault = ServiceFault(answer, body)
        response = read.model
        salvage = AnswerSalvage(answer.body)
    }

    /// Whether the answer names something bought.
    var hasPurchase: Bool {
        response.orderID != nil || response.serverIDs?.isEmpty == false || salvage.orderID != nil
            || !salvage.serverIDs.isEmpty
    }

    /// What can be kept of the answer where it is not believed.
    var kept: CreateServerResponse {
        var kept = response
        if kept.orderID.map({ AnswerSalvage.isID($0.utf8) }) != true { kept.orderID = salvage.orderID ?? kept.orderID }
        if kept.serverIDs?.isEmpty != false, !salvage.serverIDs.isEmpty { kept.serverIDs = salvage.serverIDs }
        return kept
    }

    func doubt(_ reason: String) -> Verdict { .inDoubt(Verdict.Doubt(reason, fault: fault, salvage: kept)) }

    /// Says why the ids cannot be right; nil when they can.
    func contradiction(count: Int) -> String? {
        let ids = response.serverIDs ?? []
        if let problem = problems.first { return "the answer's \(problem.path) \(problem.message)" }
        if ids.count > count { return "the answer names \(counted(ids.count, "server")), \(count) were asked for" }
        if Set(ids).count < ids.count { return "the answer names a server twice" }
        if let id = ids.first(where: { !AnswerSalvage.isID($0.utf8, most: 32) }) {
            return "\(quoted(id)) is no server id"
        }
        return oddOrder
    }

    /// Says why the order's id cannot be one; nil when it can, or there is none.
    var oddOrder: String? {
        response.orderID.flatMap { AnswerSalvage.isID($0.utf8) ? nil : "\(quoted($0)) is no order id" }
    }
}
