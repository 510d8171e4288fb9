import CPHModel
import Schema

// What a run learns of its own orders at its end.
extension Ledger {
    /// Looks once at what the orders of this run came to, and says which of them wait for payment. What can't be looked at in
    /// this time stays as the record has it.
    ///
    /// - Parameter time: Nil looks at nothing, and tells what the record has.
    public func learnRunOrders(within time: Duration?) async -> RunOrders {
        let names = outcomes.keys.sorted()
        guard !names.isEmpty, poison == nil else { return RunOrders() }
        if let time { await learn(of: names, within: time) }
        return RunOrders(runRecords(names), run: journal.run?.id)
    }

    private func learn(of names: [String], within time: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.learn(of: names) }
            group.addTask { try? await Task.sleep(for: time) }
            await group.next()
            group.cancelAll()
        }
    }

    /// The purchases of these names that have an order, as far as they can be read.
    private func runRecords(_ names: [String]) -> [PurchaseRecord] {
        names.compactMap { name in try? record(name) }.filter { $0.orderID != nil }
    }

    /// One list of the orders since the oldest of them, and one look at the first that waits, which alone says until when.
    private func learn(of names: [String]) async {
        let billing = BillingService(inner)
        // What was bought before and is paid has nothing new to tell.
        let records = runRecords(names).filter { $0.bill.status == nil || $0.bill.status?.isOpen == true }
        guard let first = records.map(\.time).min() else { return }
        let listed = try? await billing.bill(
            since: (first - Evidence.skew) / 1000, now: options.clock.milliseconds() / 1000)
        guard let listed else { return }
        var quotes = Dictionary(listed.map { ($0.id, $0.quote) }) { $1 }
        let waiting = records.filter { $0.orderID.flatMap { quotes[$0] ?? nil }?.status == .unpaid }
        let oldest = waiting.min { ($0.time, $0.key) < ($1.time, $1.key) }
        if let id = oldest?.orderID, let quote = try? await billing.quote(id) { quotes[id] = quote }
        for record in records {
            guard !Task.isCancelled else { return }
            try? await learn(record.key, quotes[record.orderID ?? ""] ?? nil)
        }
    }

    private func learn(_ name: String, _ quote: OrderQuote?) async throws(CPHError) {
        guard let quote else { return }
        try await enter(name)
        defer { leave(name) }
        guard let record = try record(name) else { return }
        // The run's last line follows, which makes it durable.
        _ = try writeNews(quote, [], of: record, isFollowed: true)
    }
}
