import CPHModel
import Ledger
import Synchronization
import Testing

/// A billing service with one order, which goes wrong as it is told.
final class FakeBilling: Billing {
    struct State {
        var status = OrderStatus.unpaid
        /// What it comes to.
        var amount: Amount?
        var payments = 0
        /// Answers to the next questions for the status fail.
        var failures: [Bool] = []
        var losesAnswer = false
        var orders: [BilledOrder] = []
        /// Those of each of the orders.
        var servers: [BilledServer] = []
        /// What orders gave back, by the order that did.
        var refunds: [String: [BilledRefund]] = [:]
        /// What every order can be paid with.
        var savings = OrderSavings()
        /// What the last payment was made with.
        var choice: PaymentChoice?
        /// When it was paid, and until when it can be, in the service's form.
        var (paidAt, payableUntil): (String?, String?) = (nil, nil)
    }

    let state = Mutex(State())

    var payments: Int { state.withLock { $0.payments } }

    func quote(_ orderID: String) async throws(CPHError) -> OrderQuote {
        var quote = OrderQuote(try await status(of: orderID))
        state.withLock { state in
            (quote.amount, quote.payableUntil) = (state.amount, state.payableUntil)
            if quote.status == .paid { quote.paidAt = state.paidAt }
        }
        return quote
    }

    func servers(of orderID: String) async throws(CPHError) -> [BilledServer] {
        state.withLock { $0.orders.contains { $0.id == orderID } ? $0.servers : [] }
    }

    func order(_ orderID: String) async throws(CPHError) -> BilledOrder {
        let found = state.withLock { $0.orders.first { $0.id == orderID } }
        guard let found else { throw CPHError(.api, "the order \(orderID) does not exist") }
        return found
    }

    func orders(since unixSeconds: Int) async throws(CPHError) -> [BilledOrder] {
        if state.withLock({ $0.failures.popLast() == true }) { throw CPHError(.api, "no permission") }
        return state.withLock { $0.orders.filter { ($0.createdAt ?? .max) >= unixSeconds * 1000 } }
    }

    func bill(since unixSeconds: Int, now: Int) async throws(CPHError) -> [BilledOrder] {
        try await orders(since: unixSeconds)
    }

    func unpaidOrders() async throws(CPHError) -> Set<String> {
        state.withLock { Set($0.orders.filter { $0.quote?.status == .unpaid }.map(\.id)) }
    }

    func refunds(by orderID: String) async throws(CPHError) -> [BilledRefund] {
        state.withLock { $0.refunds[orderID] ?? [] }
    }

    func savings(for orderID: String) async throws(CPHError) -> OrderSavings { state.withLock { $0.savings } }

    private func status(of orderID: String) async throws(CPHError) -> OrderStatus {
        let (fails, status) = state.withLock { ($0.failures.isEmpty ? false : $0.failures.removeFirst(), $0.status) }
        if fails { throw CPHError(.network, "no connection") }
        return status
    }

    func pay(_ orderID: String, with choice: PaymentChoice) async throws(CPHError) {
        let isLost = state.withLock { state in
            state.choice = choice
            if state.status == .unpaid { (state.status, state.payments) = (.paid, state.payments + 1) }
            return state.losesAnswer
        }
        if isLost { throw CPHError(.network, "reset") }
    }
}

/// The safe two-step: create an order that waits, then pay it by its id.
struct PayingTests {
    private func unpaid() async throws -> Bench {
        let bench = try Bench()
        _ = try await bench.ledger().buy(.sample(paysAtOnce: false))
        let state = try bench.journal(.read).purchases().first?.state
        #expect(state == .unpaid)
        return bench
    }

    @Test func `pays an order once and takes its servers`() async throws {
        let bench = try await unpaid()
        let billing = FakeBilling()
        let ledger = try bench.ledger(run: "r2")
        let record = try await ledger.pay("game-1", by: "ann", on: billing)
        #expect(record.state == .adopted && Set(record.serverIDs) == Set(bench.cloud.serverIDs))
        let again = await #expect(throws: CPHError.self) { try await ledger.pay("game-1", by: "ann", on: billing) }
        #expect(again?.message == "\"game-1\" is bought: nothing is left to pay")
        #expect(again?.code == CPHError.nothingToPay)
        #expect(billing.payments == 1)
    }

    @Test(arguments: [true, false])
    func `an order whose answer was lost waits for payment as one that was answered`(isLookedFor: Bool) async throws {
        let bench = try Bench(faults: [.answerLost], lag: isLookedFor ? 0 : 4)
        let first = try bench.ledger(settle: .zero)
        _ = try? await first.buy(.sample(paysAtOnce: false))
        _ = try await first.end(exit: 0)
        bench.cloud.change { for index in $0.servers.indices { $0.servers[index].hiddenFor = 0 } }
        let ledger = try bench.ledger(run: "r2")
        if !isLookedFor { _ = try await ledger.resolve("game-1", .look, by: "ann") }
        let waiting = try await ledger.payablePurchases()
        #expect(waiting.map(\.state) == [.unpaid] && waiting.first?.serverIDs.count == 2)
        #expect(Set(try await ledger.buy(.sample(paysAtOnce: false))) == Set(bench.cloud.serverIDs))
        let billing = FakeBilling()
        #expect(try await ledger.pay("game-1", by: "ann", on: billing).state == .adopted)
        #expect(billing.payments == 1 && bench.cloud.sold == 1)
    }

    @Test func `a lost answer is settled by the order itself`() async throws {
        let bench = try await unpaid()
        let billing = FakeBilling()
        billing.state.withLock { $0.losesAnswer = true }
        let record = try await bench.ledger(run: "r2").pay("game-1", by: "ann", on: billing)
        #expect(record.state == .adopted && billing.payments == 1)
    }

    @Test func `a payment nobody can confirm is in doubt until the order can be asked`() async throws {
        let bench = try await unpaid()
        let billing = FakeBilling()
        billing.state.withLock { $0.failures = [false, true] }
        let ledger = try bench.ledger(run: "r2")
        let error = await #expect(throws: CPHError.self) { try await ledger.pay("game-1", by: "ann", on: billing) }
        #expect(error?.kind == .inDoubt && error?.code == "payment_in_doubt")
        #expect(try await ledger.pay("game-1", by: "ann", on: billing).state == .adopted)
        #expect(billing.payments == 1)
    }

    @Test func `an order that has expired is not paid, and its name is free again`() async throws {
        let bench = try await unpaid()
        let billing = FakeBilling()
        billing.state.withLock { $0.status = .expired }
        bench.cloud.change { $0.servers = [] }
        let ledger = try bench.ledger(run: "r2")
        let error = await #expect(throws: CPHError.self) { try await ledger.pay("game-1", by: "ann", on: billing) }
        #expect(error?.message == "order \"CS261\" of \"game-1\" is expired")
        #expect(billing.payments == 0)
        #expect(await ledger.mayStillSend("game-1"))
    }

    @Test func `the approval under which it was ordered is not good for another order`() async throws {
        let bench = try Bench()
        func gate(_ run: String, plan: String) throws -> SpendGuard {
            var limits = SpendLimits()
            limits.plan = plan
            return SpendGuard(try bench.ledger(run: run), limits: limits, approver: nil)
        }
        func buy(_ gate: SpendGuard, _ hash: String) async throws {
            let request = CreateServer.sample(paysAtOnce: false)
            try await gate.approve(PlanSummary(name: "p", hash: hash, purchases: [try PurchaseSummary(request)]))
            _ = try await gate.buy(request)
        }
        try await buy(gate("r1", plan: "h1"), "h1")
        let billing = FakeBilling()
        billing.state.withLock { $0.status = .expired }
        bench.cloud.change { $0.servers = [] }
        _ = try? await bench.ledger(run: "r2").pay("game-1", by: "ann", on: billing)
        #expect(try bench.journal(.read).purchases().first?.state == .expired)
        let error = await #expect(throws: CPHError.self) { try await buy(gate("r3", plan: "h1"), "h1") }
        #expect(
            error?.kind == .denied && error?.code == "approval_used" && error?.operation == Operations.createServer.name
        )
        #expect(bench.cloud.creates == 1)
        try await buy(gate("r4", plan: "h2"), "h2")
        #expect(bench.cloud.creates == 2)
    }
}
