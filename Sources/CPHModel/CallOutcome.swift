public import Schema

/// A model whose `error_code` tells of something other than the call that brought it, such as a job that failed.
protocol FailureReport: Model {}

extension APIOperation {
    /// The model in a complete, successful answer.
    ///
    /// - Throws: `CPHError`; of kind `in_doubt` for a payment that was sent and may have been made.
    public func answer(in exchange: Exchange) throws(CPHError) -> Response {
        let outcome = CallOutcome(operation: name, effect: effect, isReport: Response.self is any FailureReport.Type)
        let (_, body) = try outcome.success(in: exchange)
        if Response.fields.isEmpty { return Response() }
        guard case .object(let members)? = body else { throw outcome.unreadable(exchange) }
        // A short answer holds no long list; looking costs nothing then.
        if exchange.answer?.body.count ?? 0 > Self.mostItems, let count = longest(of: .object(members)) {
            throw outcome.unreadable(exchange, "the answer has a list of \(count) items, which no page has")
        }
        return Response.salvage(.object(members)).model
    }

    /// More than any page of a service holds: models are hundreds of bytes each, and a few bytes of JSON make one.
    private static var mostItems: Int { 20_000 }

    /// The length of a list that is too long; nil when there is none.
    private func longest(of value: Value) -> Int? {
        switch value {
        case .list(let items):
            items.count > Self.mostItems ? items.count : items.lazy.compactMap { longest(of: $0) }.first
        case .object(let object): object.lazy.compactMap { longest(of: $0.value) }.first
        case .null, .bool, .int, .number, .string, .foreign: nil
        }
    }
}

extension Exchange {
    /// The complete answer of a read that went well, and its body where that is JSON.
    ///
    /// - Throws: `CPHError` in the service's words, or why no answer came.
    public func success(of operation: String) throws(CPHError) -> (answer: Answer, body: Value?) {
        try CallOutcome(operation: operation, effect: .read).success(in: self)
    }
}

/// Tells success from failure, by what the call does to the account.
struct CallOutcome {
    let operation: String
    let effect: Effect
    /// Whether an `error_code` in the body is no error of the call.
    var isReport = false

    /// A complete answer with a status of success, and its body where that is JSON.
    ///
    /// - Throws: `CPHError`; of kind `in_doubt` for a payment that was sent and may have been made.
    func success(in exchange: Exchange) throws(CPHError) -> (answer: Answer, body: Value?) {
        if let failure = exchange.failure { throw error(failure, in: exchange) }
        guard let answer = exchange.answer else { throw CPHError(.network, "no answer", operation: operation) }
        let body = try? Value(json: answer.body)
        let saysError = !isReport && body?.members?["error_code"]?.text?.isEmpty == false
        guard (200..<300).contains(answer.status), !saysError else { throw error(ServiceFault(answer, body)) }
        return (answer, body)
    }

    /// An answer that should be an object and is not, such as a proxy's page.
    func unreadable(_ exchange: Exchange, _ message: String = "the answer is not a JSON object") -> CPHError {
        if effect == .payment { return inDoubt(message, nil) }
        return CPHError(.api, message, operation: operation, maybeDone: effect != .read)
    }

    private func error(_ failure: TransportFailure, in exchange: Exchange) -> CPHError {
        let isSent = exchange.bytesSent > 0 || exchange.answer != nil
        guard isSent, effect != .read else { return CPHError(failure, operation: operation) }
        if effect == .payment { return inDoubt(failure.message, nil) }
        var error = CPHError(failure, operation: operation)
        error.hint = "it was sent and may have been done; look before doing it again"
        (error.isRetryable, error.maybeDone) = (false, true)
        return error
    }

    private func error(_ fault: ServiceFault) -> CPHError {
        if effect == .payment, !isRefusal(fault) { return inDoubt(fault.message, fault) }
        var error = CPHError(.api, fault, operation: operation)
        if effect != .read, !isRefusal(fault) { (error.isRetryable, error.maybeDone) = (false, true) }
        return error
    }

    /// Whether nothing was done. The billing service answers 400 with a code of its own when it refuses; a 5xx, or a
    /// code that nobody has described, proves nothing.
    private func isRefusal(_ fault: ServiceFault) -> Bool {
        if ErrorCatalog.entry(fault.code)?.refuses == true { return true }
        let isClear = (400..<500).contains(fault.status) && ![408, 409, 425].contains(fault.status)
        return isClear && (effect == .change || effect == .unknown || fault.code.hasPrefix("CBC."))
    }

    private func inDoubt(_ reason: String, _ fault: ServiceFault?) -> CPHError {
        var error = CPHError(
            .inDoubt, code: fault?.code, "it was sent and may have been done: \(reason)",
            hint: "do not send it again; look at the order with cph.api.show_customer_order_details",
            operation: operation, maybeDone: true)
        error.requestID = fault?.requestID
        error.httpStatus = fault?.status
        return error
    }
}
