public import Schema

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
            let response = try Verdict.response(to: purchase, from: exchange, operation: operation.name)
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
            return try Verdict.response(to: purchase, from: exchange, operation: operation.name)
        }
        return try operation.answer(in: exchange)
    }
}
