import Schema
import Text

// What an answer to a change means. It names an order, or, where nothing is ordered, nothing at all.
extension ResourceChange {
    /// Judges the outcome of the change as that of a purchase is judged: an allow-list of codes, never the HTTP class, says that
    /// nothing was done.
    public func verdict(on exchange: Exchange) -> Verdict {
        switch exchange.rejection {
        case .notSent(let failure)?: return .notSent(failure)
        case .throttled(let fault)?: return .throttled(fault)
        case .unauthorized(let fault)?: return .unauthorized(fault)
        case nil: break
        }
        guard let answer = exchange.answer, exchange.failure == nil else {
            let reason = exchange.failure?.message ?? "the sender reported neither an answer nor a failure"
            let kept = exchange.answer.map { ChangeAnswer($0).response } ?? CreateServerResponse()
            return .inDoubt(Verdict.Doubt(reason, salvage: kept))
        }
        return judge(ChangeAnswer(answer), status: answer.status)
    }

    private func judge(_ answer: ChangeAnswer, status: Int) -> Verdict {
        switch status {
        case 200..<300: judge(success: answer)
        case 300..<400: answer.doubt("the service answered with a redirect, which is never followed")
        case _ where !answer.orders.isEmpty: answer.doubt("an error answer that carries an order")
        case 408, 409, 425, 500...: answer.doubt("status \(status) does not say whether anything was done")
        default: judge(refusal: answer)
        }
    }

    private func judge(refusal answer: ChangeAnswer) -> Verdict {
        if ErrorCatalog.entry(answer.fault.code)?.refuses == true { return .refused(answer.fault) }
        return answer.doubt("code \(answer.fault.code) is not known to mean that nothing was done")
    }

    private func judge(success answer: ChangeAnswer) -> Verdict {
        if let odd = answer.orders.first(where: { !AnswerSalvage.isID($0.utf8) }) {
            return answer.doubt("\(quoted(odd)) is no order id")
        }
        if answer.hasError {
            return answer.orders.isEmpty
                ? judge(refusal: answer) : answer.doubt("the answer carries an error and an order")
        }
        switch kind {
        case .autoRenewal, .autoRenewalStop:
            return answer.isEmpty || answer.isObject
                ? .accepted(answer.response) : answer.doubt("the answer is not a JSON object")
        case .renewal, .unsubscription, .modelChange: break
        }
        guard answer.isObject else { return answer.doubt("the answer is not a JSON object") }
        switch answer.orders.count {
        case 1: return terms.paysAtOnce ? .accepted(answer.response) : .unpaid(answer.response)
        case 0: return answer.doubt("the answer names no order")
        default: return answer.doubt("the answer names \(counted(answer.orders.count, "order")) for one server")
        }
    }
}

/// An answer to a change, read field by field.
private struct ChangeAnswer {
    let isEmpty: Bool
    let isObject: Bool
    /// The orders that it names, each once.
    let orders: [String]
    /// Whether it says that the change failed, as a whole or for the server.
    let hasError: Bool
    let fault: ServiceFault
    private let requestID: String?

    init(_ answer: Answer) {
        let body = try? Value(json: answer.body)
        let members = body?.members ?? [:]
        isEmpty = answer.body.isEmpty
        isObject = if case .object? = body { true } else { false }
        fault = ServiceFault(answer, body)
        requestID = members["request_id"]?.text
        var seen: Set<String> = []
        let named = (members["order_ids"]?.items ?? []) + [members["order_id"]].compactMap(\.self)
        orders = named.compactMap(\.text).filter { !$0.isEmpty && seen.insert($0).inserted }
        let failed = members["fail_resource_infos"]?.items?.isEmpty == false
        hasError = failed || members["error_code"]?.text.map(ErrorCatalog.isError) == true
    }

    /// What it gives to the record.
    var response: CreateServerResponse {
        var response = CreateServerResponse()
        response.orderID = orders.count == 1 && AnswerSalvage.isID(orders[0].utf8) ? orders[0] : nil
        response.requestID = requestID
        return response
    }

    func doubt(_ reason: String) -> Verdict { .inDoubt(Verdict.Doubt(reason, fault: fault, salvage: response)) }
}
