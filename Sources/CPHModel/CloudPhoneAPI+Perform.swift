public import Schema
import Text

extension CloudPhoneAPI {
    /// Sends `request` and reads the answer.
    ///
    /// - Throws: `CPHError` when the answer is not what was asked for. A purchase may have been made all the same: see
    ///   `maybeDone` and `result`.
    public func perform<Request: Model, Response: Model>(
        _ operation: Operation<Request, Response>, _ request: Request
    ) async throws(CPHError) -> Response {
        let call = operation.call(request)
        let exchange = try await exchange(call)
        if let purchase = call.purchase {
            let response = try Purchase.response(to: purchase, from: exchange, operation: operation.name)
            // `Operation` ties the two types together; a purchase with another response has its own reading.
            if let response = response as? Response { return response }
        }
        return try operation.answer(in: exchange)
    }

    /// Checks `value` as a request of `operation`, sends it and returns the answer in wire form.
    ///
    /// - Throws: `CPHError` of kind `argument` with all problems when `value` breaks a limit; nothing is sent then.
    public func perform<Op: APIOperation>(_ operation: Op, value: Value) async throws(CPHError) -> any Model {
        let call = operation.call(try Op.Request.checked(value, for: operation.name))
        let exchange = try await exchange(call)
        if let purchase = call.purchase {
            return try Purchase.response(to: purchase, from: exchange, operation: operation.name)
        }
        return try operation.answer(in: exchange)
    }
}

/// Turns the verdict on a purchase into a response or an error.
enum Purchase {
    static func response(
        to request: any PurchaseRequest, from exchange: Exchange, operation: String
    ) throws(CPHError) -> CreateServerResponse {
        switch exchange.verdict(on: request) {
        case .accepted(let response), .unpaid(let response):
            return response
        case .orderOnly(let response) where response.errorCode == nil:
            return response
        case .partial(let response), .orderOnly(let response):
            throw partial(response, count: request.count, operation)
        case .refused(let fault), .throttled(let fault), .unauthorized(let fault):
            throw CPHError(.api, fault, operation: operation)
        case .notSent(let failure):
            throw CPHError(failure, operation: operation)
        case .inDoubt(let doubt):
            throw inDoubt(doubt, request, operation)
        }
    }

    private static func partial(_ response: CreateServerResponse, count: Int, _ operation: String) -> CPHError {
        let ids = response.serverIDs ?? []
        var error = CPHError(
            .partial, code: response.errorCode,
            "\(ids.count) of \(counted(count, "server")) were bought" + (response.errorMsg.map { ": \($0)" } ?? ""),
            hint: "look at the order before buying the rest", operation: operation, maybeDone: true, result: response)
        error.requestID = response.requestID
        return error
    }

    private static func inDoubt(_ doubt: Verdict.Doubt, _ request: any PurchaseRequest, _ operation: String) -> CPHError
    {
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

extension CPHError {
    /// A call that never left this machine, or a read that failed on the way.
    init(_ failure: TransportFailure, operation: String) {
        let kind: Kind =
            switch failure.kind {
            case .timeout: .timeout
            case .cancelled: .cancelled
            case .resolve, .connect, .tls, .broken, .tooLarge, .notHTTP, .unavailable: .network
            }
        self.init(kind, failure.message, operation: operation)
        isRetryable = kind != .cancelled
    }
}
