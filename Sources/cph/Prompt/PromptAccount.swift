import Bindings
import CPHModel
import Purchasing
import Schema
import Synchronization

/// The account that the calls of a prompt go to; `:profile` replaces it between two lines.
final class PromptAccount: CloudPhoneAPI, PurchaseDesk {
    private let current: Mutex<Purchasing>

    init(_ purchasing: Purchasing) { current = Mutex(purchasing) }

    var purchasing: Purchasing { current.withLock { $0 } }

    /// - Returns: The account there was, which is to be ended.
    func replace(by next: Purchasing) -> Purchasing {
        current.withLock { purchasing in
            defer { purchasing = next }
            return purchasing
        }
    }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange { try await purchasing.exchange(call) }

    func approve(_ plan: AnnouncedPlan) async throws(CPHError) { try await purchasing.approve(plan) }

    func purchases(named prefix: String) async throws(CPHError) -> [Value] {
        try await purchasing.purchases(named: prefix)
    }
}
