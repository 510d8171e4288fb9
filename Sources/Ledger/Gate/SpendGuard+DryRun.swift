import CPHModel
import Schema
import Text

// What is shown and answered in place of a call that a dry run does not send.
extension SpendGuard {
    /// What would have been sent.
    public enum Intention: Hashable, Sendable {
        case purchase(PurchaseSummary, PurchaseEstimate?)
        case change(ChangeSummary)

        /// Says it in a line: `buy game-1: 2 servers x 1 month`. For orders that the ledger pays, a line each and what they
        /// come to.
        public var words: String {
            switch self {
            case .purchase(let summary, let estimate):
                [
                    summary.change?.words ?? "buy \(summary.name): \(summary.words)", summary.change?.kind.loss,
                    estimate?.words,
                ].compactMap(\.self).joined(separator: ", ")
            case .change(let summary) where summary.isFromLedger:
                (["pay \(counted(summary.count, "order")), \(summary.doc)"] + summary.fields).joined(separator: "\n  ")
            case .change(let summary): "call \(summary.words)"
            }
        }

        /// Says it to a person, each line as what it is: `dry run: would buy game-1: 2 servers x 1 month`.
        public var lines: String { "dry run: would \(words.replacing("\n", with: "\ndry run: "))" }
    }

    func pretend(_ call: APICall, _ show: @Sendable (Intention) -> Void) async throws(CPHError)
        -> Exchange
    {
        if let recorded = try await ledger.recorded(call) { return recorded.told(of: .before) }
        let content = try PurchaseContent(call)
        let summary = PurchaseSummary(content)
        rehearse(summary.name, nil)
        try await checkPolicies(summary.name, [summary])
        try await ledger.checkDay(
            limits.serversPerDay, beside: rehearsedSpending.servers, adding: summary.servers,
            operation: summary.operation)
        let estimate = summary.hasPrice ? await estimate(summary) : nil
        try await checkMoney(summary.name, [summary])
        try checkRun(summary.name, [summary])
        numbers += 1
        rehearse(summary.name, spending([summary]))
        show(.purchase(summary, estimate))
        if content.change != nil { return Self.pretended.judged(.accepted(CreateServerResponse())) }
        var response = CreateServerResponse()
        response.requestID = "dry-run"
        response.orderID = "dry-run-\(numbers)"
        response.serverIDs = (1...content.request.count).map { "dry-run-\(numbers)-\($0)" }
        return Self.pretended(response.value.json())
    }

    /// What a purchase would cost. What had no price when all of a plan was asked about is not asked about again.
    private func estimate(_ summary: PurchaseSummary) async -> PurchaseEstimate {
        if prices.failedNames[summary.name] == nil { await learnPrices(of: [summary], patience: PriceQuote.patience) }
        return PurchaseEstimate(
            price: prices[summary], projectAmount: projectPrices?.amount(of: [summary]),
            why: prices.failedNames[summary.name])
    }

    /// The answer to a call that a dry run does not send: a success with an empty object.
    static var pretended: Exchange { pretended("{}") }

    private static func pretended(_ body: String) -> Exchange {
        Exchange(
            bytesSent: 0,
            answer: Answer(status: 200, headers: [Answer.Header("X-Cph-Dry-Run", "yes")], body: Array(body.utf8))
        ).told(of: .dryRun)
    }
}
