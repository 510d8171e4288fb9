extension CloudPhoneAPI {
    /// Carries a change out and reads the answer, which names the order where there is one.
    ///
    /// - Throws: `CPHError` when it was not carried out, or nobody knows.
    public func perform(_ change: ResourceChange) async throws(CPHError) -> CreateServerResponse {
        let exchange = try await exchange(change.call)
        return try Verdict.response(to: change, from: exchange, operation: change.operation.name)
    }
}
