import CPHModel
import Schema

// What a record says that is about a change of a server bought before.
extension PurchaseRecord {
    /// The change as it was asked for; nil for a purchase of servers.
    var asked: ResourceChange? {
        guard change != nil, let value = try? Value(json: request) else { return nil }
        return ResourceChange.salvage(value).model
    }

    /// What an answer to its send means.
    func verdict(on exchange: Exchange) -> Verdict {
        asked?.verdict(on: exchange) ?? Verdict(exchange, count: count, paysAtOnce: paysAtOnce)
    }

    /// The recorded answer to a change, judged by what is known of it now: it may have been found later.
    ///
    /// - Parameter raw: The answer as it came; nil where none did.
    func answered(_ raw: Exchange?) -> Exchange {
        if state.maySend, let raw { return raw }
        var response = CreateServerResponse()
        (response.orderID, response.productID) = (orderID, productID)
        let found = Exchange(
            bytesSent: raw?.bytesSent ?? 0,
            answer: Answer(
                status: 200, headers: [Answer.Header("X-Cph-Ledger", source?.rawValue ?? "")],
                body: Array(response.value.json().utf8)))
        return found.judged(state == .unpaid || state == .orderOnly ? .unpaid(response) : .accepted(response))
    }

    /// How many server-months it orders: of the servers bought, or of the one that is renewed.
    public var serverMonths: Int { (change == nil ? count : 1).multiplied(by: months) }
}
