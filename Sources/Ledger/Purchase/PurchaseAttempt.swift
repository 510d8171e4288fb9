import CPHModel

/// One purchase on its way through the ledger.
struct PurchaseAttempt {
    let call: APICall
    let content: PurchaseContent
    let approve: Approve
    var record: PurchaseRecord?
    var approval: Approval?
    /// The ids of servers that have the name before the send.
    var baseline: [String] = []
    /// How far the service's clock is ahead of ours, in milliseconds.
    var clockOffset = 0
    var exchange: Exchange?
    /// The error of the API behind the ledger, which means that nothing was sent.
    var refusal: CPHError?
    var verdict: Verdict?
    /// Why the answer cannot be right although it can be read.
    var contradiction: String?
    var finding: ReconciliationResult?
    var looks = 0

    init(call: APICall, content: PurchaseContent, approve: @escaping Approve) {
        (self.call, self.content, self.approve) = (call, content, approve)
    }

    var name: String { content.request.serverName }
}
