package import Bindings
package import CPHModel
package import Schema
package import Synchronization

/// Remembers what became of every purchase of this run, whatever the script does with it and whichever account it went to:
/// what was bought is listed when the script fails, and a purchase in doubt decides the exit code even when the script caught
/// the error.
package final class PurchaseTally: APILayer {
    /// Counts the purchases of this process that have no outcome yet, for whoever has to end it at once.
    package static let callsUnderWay = Atomic(0)
    /// Whether a purchase of this process has ended in doubt, for the same.
    package static let hasDoubts = Atomic(false)

    private let current: Mutex<Purchasing>
    private let willChange: @Sendable () -> Void
    private let state = Mutex(Totals())
    /// The tasks that wait for a call to end.
    private let waiters = Mutex<[CheckedContinuation<Void, Never>]>([])
    /// Says what is under way for long; it says nothing until somebody listens.
    package let stillWaiting: StillWaiting

    /// - Parameter willChange: Called before each call that is not a read.
    package init(_ account: Purchasing, willChange: @escaping @Sendable () -> Void = {}) {
        current = Mutex(account)
        self.willChange = willChange
        stillWaiting = StillWaiting(clock: account.settings.clock)
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
        let wait = stillWaiting.begin(call)
        defer { stillWaiting.end(wait) }
        guard let request = call.purchase else {
            if call.effect != .read { state.withLock { $0.otherCalls.append(call.operation) } }
            defer { if call.effect != .read { end(call.operation, in: \.otherCalls) } }
            let exchange = try await account.exchange(call)
            if exchange.origin == .dryRun { state.withLock { $0.pretended += 1 } }
            return exchange
        }
        let name = request.serverName
        state.withLock { totals in
            totals.begun += 1
            if let change = request as? ResourceChange {
                totals.changes[name] = change.kind
            } else {
                totals.asked[name] = request.count
            }
            totals.underWay.append(name)
        }
        Self.callsUnderWay.add(1, ordering: .relaxed)
        defer {
            Self.callsUnderWay.subtract(1, ordering: .relaxed)
            end(name, in: \.underWay)
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

    private func end(_ name: String, in list: WritableKeyPath<Totals, [String]>) {
        state.withLock { totals in
            if let place = totals[keyPath: list].firstIndex(of: name) { totals[keyPath: list].remove(at: place) }
        }
        wake()
    }

    /// Waits until nothing is under way since `earlier`: what was sent is still answered when the script that sent it was stopped.
    /// What is under way after `time` may have been carried out.
    package func settle(since earlier: Totals = Totals(), within time: Duration = .seconds(10)) async {
        let end = ContinuousClock.now + time
        let timer = Task {
            // A little later than `end`, which a timer that is early would otherwise never see again.
            try await Task.sleep(for: time + .milliseconds(1))
            wake()
        }
        let isOver = { [self] in totals.since(earlier).awaited == nil || ContinuousClock.now >= end }
        while !isOver() {
            await withCheckedContinuation { continuation in
                waiters.withLock { $0.append(continuation) }
                if isOver() { wake() }
            }
        }
        timer.cancel()
    }

    private func wake() {
        let waiting = waiters.withLock { waiters in
            defer { waiters = [] }
            return waiters
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Notes what an error says of a purchase, such as one of the ledger's that found only a part.
    private func note(_ name: String, _ error: CPHError) {
        state.withLock { totals in
            if error.kind == .inDoubt { totals.addDoubt(name) }
            if error.kind == .partial { totals.partial.append(name) }
            guard let result = error.result else { return }
            totals.add(result, .now, name, servers: error.kind == .inDoubt ? 0 : result.serverIDs?.count ?? 0)
        }
    }

    private func note(_ request: any PurchaseRequest, _ exchange: Exchange) {
        let (verdict, origin, name) = (exchange.verdict(on: request), exchange.origin, request.serverName)
        state.withLock { totals in
            switch verdict {
            case .accepted(let response), .unpaid(let response):
                // A change of a server that was bought before is counted as one, though it buys none.
                totals.add(response, origin, name, servers: max(1, request.count))
            case .partial(let response), .orderOnly(let response):
                let known = response.serverIDs?.count ?? 0
                let isOrdered = known == 0 && response.errorCode == nil
                totals.add(response, origin, name, servers: isOrdered ? request.count : known)
                totals.partial.append(name)
            case .inDoubt(let doubt):
                totals.add(doubt.salvage, .now, name, servers: 0)
                totals.addDoubt(name)
            case .refused, .throttled, .unauthorized, .notSent: break
            }
        }
    }
}

extension PurchaseTally: PurchaseControl {
    /// Answers with the account of the moment.
    package func scope() async throws(CPHError) -> AccountScope { try await account.scope() }

    /// Has the account's gate approve a plan; the tally notes nothing of it.
    package func approve(_ plan: AnnouncedPlan) async throws(CPHError) {
        // Prices and other machines may be waited for; a person who is asked is not.
        let wait = stillWaiting.begin("plan \(plan.name)", isPurchase: false)
        defer { stillWaiting.end(wait) }
        try await account.approve(plan)
    }

    /// Asks what a plan costs today, in the account of the moment.
    package func price(of plan: AnnouncedPlan) async -> PlanPrice { await account.price(of: plan) }

    /// Reads the recorded purchases of the account's ledger whose names begin with `prefix`.
    package func purchases(named prefix: String) async throws(CPHError) -> [Value] {
        try await account.purchases(named: prefix)
    }

    /// Asks the account which policies hold, and what they forbid.
    package func policyProblems(of plan: AnnouncedPlan) async throws(CPHError) -> [(call: Int?, problem: Problem)] {
        try await account.policyProblems(of: plan)
    }

    /// Tells when what the last answer under this name in this run tells of was bought.
    package func origin(of name: String) -> PurchaseOrigin? { state.withLock { $0.origins[name] } }
}
