package import Bindings
package import CPHModel
package import Schema
package import Synchronization

/// Remembers what became of every purchase of this run, whatever the script does with it and whichever account it went to:
/// what was bought is listed when the script fails, and a purchase in doubt decides the exit code even when the script caught
/// the error.
package final class PurchaseTally: APILayer {
    /// Adds up what the purchases of a run came to.
    package struct Totals: Sendable {
        /// Holds the ids of the orders, as answers came; an order that was answered from the ledger is among them.
        package var orders: [String] = []
        /// Holds the ids of the servers, as answers came.
        package var serverIDs: [String] = []
        /// Names of purchases whose outcome is not known.
        package var inDoubt: [String] = []
        /// Names of purchases of which only a part was bought.
        package var partial: [String] = []
        /// Servers asked for, by `server_name`, whatever came of it.
        package var asked: [String: Int] = [:]
        /// How many purchases were begun.
        package var begun = 0
        /// Names of purchases that have no outcome yet.
        package var underWay: [String] = []

        /// Starts with nothing bought.
        package init() {}
    }

    /// Counts the purchases of this process that have no outcome yet, for whoever has to end it at once.
    package static let callsUnderWay = Atomic(0)

    private let current: Mutex<Purchasing>
    private let willChange: @Sendable () -> Void
    private let state = Mutex(Totals())
    /// The task that waits until no purchase is under way.
    private let waiter = Mutex<CheckedContinuation<Void, Never>?>(nil)

    /// - Parameter willChange: Called before each call that is not a read.
    package init(_ account: Purchasing, willChange: @escaping @Sendable () -> Void = {}) {
        current = Mutex(account)
        self.willChange = willChange
    }

    /// The account that calls go to.
    package var account: Purchasing { current.withLock { $0 } }

    /// Sends all further calls to another account, as a prompt's `:profile` asks for.
    ///
    /// - Returns: The account there was, which is to be ended.
    package func replaceAccount(by next: Purchasing) -> Purchasing {
        current.withLock { account in
            defer { account = next }
            return account
        }
    }

    /// Answers with the account of the moment: every call goes there.
    package func next(for call: APICall) -> any CloudPhoneAPI { account }

    /// Copies what is known by now; purchases under way may still change it.
    package var totals: Totals { state.withLock { $0 } }

    /// Sends a call to the account, and notes what it bought or may have bought.
    ///
    /// - Throws: `CPHError` as the layers behind it do; what an error says of a purchase is noted as well.
    package func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        if call.effect != .read { willChange() }
        guard let request = call.purchase else { return try await account.exchange(call) }
        let name = request.serverName
        state.withLock { totals in
            totals.begun += 1
            totals.asked[name] = request.count
            totals.underWay.append(name)
        }
        Self.callsUnderWay.add(1, ordering: .relaxed)
        defer {
            Self.callsUnderWay.subtract(1, ordering: .relaxed)
            let isLast = state.withLock { totals in
                totals.underWay.firstIndex(of: name).map { _ = totals.underWay.remove(at: $0) }
                return totals.underWay.isEmpty
            }
            if isLast { wake() }
        }
        do throws(CPHError) {
            let exchange = try await account.exchange(call)
            note(request, exchange)
            return exchange
        } catch {
            note(name, error)
            throw error
        }
    }

    /// Waits until nothing is under way: a run that is stopped cuts its requests off, and what that leaves of a purchase is
    /// known a moment later. What is still under way after `time` may have been sent.
    package func settle(within time: Duration = .seconds(5)) async {
        guard !totals.underWay.isEmpty else { return }
        let timer = Task {
            try await Task.sleep(for: time)
            wake()
        }
        await withCheckedContinuation { continuation in
            waiter.withLock { $0 = continuation }
            if totals.underWay.isEmpty { wake() }
        }
        timer.cancel()
    }

    private func wake() {
        waiter.withLock { waiter in
            defer { waiter = nil }
            return waiter
        }?.resume()
    }

    /// Notes what an error says of a purchase, such as one of the ledger's that found only a part.
    private func note(_ name: String, _ error: CPHError) {
        state.withLock { totals in
            if let result = error.result { totals.add(result) }
            if error.kind == .inDoubt { totals.inDoubt.append(name) }
            if error.kind == .partial { totals.partial.append(name) }
        }
    }

    private func note(_ request: any PurchaseRequest, _ exchange: Exchange) {
        let verdict = exchange.verdict(on: request)
        state.withLock { totals in
            switch verdict {
            case .accepted(let response), .unpaid(let response):
                totals.add(response)
            case .partial(let response), .orderOnly(let response):
                totals.add(response)
                totals.partial.append(request.serverName)
            case .inDoubt(let doubt):
                totals.add(doubt.salvage)
                totals.inDoubt.append(request.serverName)
            case .refused, .throttled, .unauthorized, .notSent: break
            }
        }
    }
}

extension PurchaseTally: PurchaseControl {
    /// Answers with the account of the moment.
    package func scope() async throws(CPHError) -> AccountScope { try await account.scope() }

    /// Has the account's gate approve a plan; the tally notes nothing of it.
    package func approve(_ plan: AnnouncedPlan) async throws(CPHError) { try await account.approve(plan) }

    /// Reads the recorded purchases of the account's ledger whose names begin with `prefix`.
    package func purchases(named prefix: String) async throws(CPHError) -> [Value] {
        try await account.purchases(named: prefix)
    }
}

extension PurchaseTally.Totals {
    fileprivate mutating func add(_ response: CreateServerResponse) {
        if let order = response.orderID { orders.append(order) }
        serverIDs += response.serverIDs ?? []
    }

    /// Purchases that have no outcome yet; nil when all have one.
    package var unfinished: String? {
        underWay.isEmpty ? nil : "under way: \(underWay.joined(separator: ", ")); sent, and may have been carried out"
    }

    /// Returns what came after `earlier`.
    package func since(_ earlier: Self) -> Self {
        var rest = self
        rest.begun -= earlier.begun
        rest.orders.removeFirst(min(earlier.orders.count, orders.count))
        rest.serverIDs.removeFirst(min(earlier.serverIDs.count, serverIDs.count))
        rest.inDoubt.removeFirst(min(earlier.inDoubt.count, inDoubt.count))
        rest.partial.removeFirst(min(earlier.partial.count, partial.count))
        return rest
    }

    /// What an operator must know when the script did not reach its end; nil when nothing was bought.
    package var summary: String? {
        var lines: [String] = []
        if !orders.isEmpty { lines.append("ordered in this run: \(orders.joined(separator: ", "))") }
        if !serverIDs.isEmpty { lines.append("bought in this run: \(serverIDs.joined(separator: ", "))") }
        if !inDoubt.isEmpty {
            lines.append("in doubt: \(inDoubt.joined(separator: ", ")). Do not buy these again unseen")
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }
}
