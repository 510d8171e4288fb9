import Text

/// Turns the verdict on a purchase into a response or an error.
extension Verdict {
    static func response(
        to request: any PurchaseRequest, from exchange: Exchange, operation: String
    ) throws(CPHError) -> CreateServerResponse {
        switch exchange.verdict(on: request) {
        case .accepted(let response), .unpaid(let response):
            return response
        case .orderOnly(let response) where response.errorCode == nil:
            return response
        case .partial(let response), .orderOnly(let response):
            throw incomplete(response, request, operation)
        case .refused(let fault), .throttled(let fault), .unauthorized(let fault):
            throw CPHError(.api, fault, operation: operation)
        case .notSent(let failure):
            throw CPHError(failure, operation: operation)
        case .inDoubt(let doubt):
            throw doubtful(doubt, request, operation)
        }
    }

    private static func incomplete(
        _ response: CreateServerResponse, _ request: any PurchaseRequest, _ operation: String
    ) -> CPHError {
        let (ids, count, name) = (response.serverIDs ?? [], request.count, request.serverName)
        let order = "look at the order with cph ledger show \(name)"
        var error = CPHError(
            .partial, code: response.errorCode,
            "\(ids.count) of \(counted(count, "server")) were bought" + (response.errorMsg.map { ": \($0)" } ?? ""),
            hint: ids.isEmpty
                ? "\(order) before buying under another name"
                : "\(name) buys no more, however often it is run: \(order), then buy what is missing under another name; "
                    + "cph doc partial says how",
            operation: operation, maybeDone: true, result: response)
        error.requestID = response.requestID
        return error
    }

    private static func doubtful(_ doubt: Doubt, _ request: any PurchaseRequest, _ operation: String) -> CPHError {
        var error = CPHError(
            .inDoubt, code: doubt.fault?.code,
            "\(quoted(request.serverName)) was sent and may have been bought: \(doubt.reason)",
            hint: "do not send it again; look for servers of that name with cph.servers.list", operation: operation,
            maybeDone: true, result: doubt.salvage)
        error.requestID = doubt.fault?.requestID
        error.httpStatus = doubt.fault?.status
        return error
    }
}
