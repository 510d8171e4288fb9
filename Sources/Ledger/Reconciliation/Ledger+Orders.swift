public import CPHModel
import Clock
import Schema
import Text

// What the account's orders say of a purchase in doubt: an order is there before its servers show.
extension Ledger {
    /// Lists the orders made since the purchase was sent, less five minutes for clocks, that no purchase of this file has.
    func unclaimedOrders(since sentAt: Int, on billing: any Billing) async throws(CPHError) -> [BilledOrder] {
        let found = try await billing.orders(since: (sentAt - Evidence.skew) / 1000)
        // Orders are the account's: those of its other projects count too.
        return try journalled { () throws(JournalError) in
            var free: [BilledOrder] = []
            for order in found where try journal.owner(ofOrder: order.id) == nil { free.append(order) }
            return free
        }
    }

    /// Refuses to call a purchase absent while an order of that time may be its own.
    ///
    /// - Parameter others: The orders that a person knows to be for something else.
    func checkNoOrder(
        of record: PurchaseRecord, besides others: Set<String>, on billing: any Billing
    ) async throws(CPHError) {
        guard let sentAt = record.sentAt else { return }
        let orders: [BilledOrder]
        do throws(CPHError) { orders = try await unclaimedOrders(since: sentAt, on: billing) } catch {
            throw CPHError(
                .api, "the account's orders can't be looked at: \(error.message); nothing was changed",
                hint: error.hint ?? "--without-orders decides without them")
        }
        let end = sentAt + Evidence.skew + options.lag.milliseconds
        let open = orders.filter { order in
            !order.isCancelled && !others.contains(order.id) && order.createdAt.map { $0 <= end } ?? true
        }
        guard let first = open.first else { return }
        let ids = open.prefix(10).map { quoted($0.id) }.joined(separator: ", ")
        throw CPHError(
            .argument,
            "\(counted(open.count, "order")) of the time when \(quoted(record.key)) was sent "
                + "\(open.count == 1 ? "belongs" : "belong") to no purchase: \(ids); nothing was changed",
            hint: "cph ledger resolve \(record.key) --order \(first.id), or --not-order \(first.id) beside --absent "
                + "where it is for something else")
    }

    /// Refuses an order that cannot be this purchase's: by its time, its servers and their names.
    ///
    /// - Returns: Its servers, as far as the billing service lists them.
    /// - Throws: `CPHError` of kind `argument` when it is another's, and what the billing service throws.
    func checkOrder(
        _ orderID: String, of record: PurchaseRecord, on billing: any Billing
    ) async throws(CPHError) -> [BilledServer] {
        let order = try await billing.order(orderID)
        let servers = try await billing.servers(of: orderID)
        let refuse = { (why: String, hint: String) in Self.refusal(of: orderID, why, hint) }
        let look = "cph ledger resolve \(record.key) shows which orders it can be"
        if order.isCancelled { throw refuse("was cancelled", "a cancelled order bought nothing") }
        if let sentAt = record.sentAt, let made = order.createdAt, made < sentAt - Evidence.skew {
            let times = [made, sentAt].map { ISOTime.text(unixSeconds: $0 / 1000) }
            throw refuse("was made at \(times[0]), before \(quoted(record.key)) was sent at \(times[1])", look)
        }
        guard servers.count <= record.count else {
            throw refuse(
                "has \(counted(servers.count, "server")), and \(quoted(record.key)) asked for \(record.count)", look)
        }
        let pattern = NamePattern(record.key)
        if let stranger = servers.compactMap(\.name).first(where: { !pattern.matches($0) }) {
            throw refuse(
                "has a server named \(quoted(stranger)), which \(quoted(record.key)) would not be called",
                "if it was renamed: cph ledger resolve \(record.key) --adopt IDS")
        }
        try checkAreFree(servers.map(\.id), of: orderID, for: record)
        return servers
    }

    /// Refuses an order that another purchase has, in any project: orders are the account's.
    func checkIsFree(_ orderID: String, for record: PurchaseRecord) throws(CPHError) {
        let owner = try journalled { () throws(JournalError) in try journal.owner(ofOrder: orderID) }
        guard let owner, owner.id != record.id else { return }
        throw Self.refusal(of: orderID, "is that of \(quoted(owner.name))", "cph ledger show \(owner.name)")
    }

    /// Refuses servers of an order that another purchase has.
    func checkAreFree(_ ids: [String], of orderID: String, for record: PurchaseRecord) throws(CPHError) {
        let others = try journalled { () throws(JournalError) in
            try journal.othersAmong(ids, scope: options.scope, purchase: record.id)
        }
        guard let id = others.sorted().first else { return }
        throw Self.refusal(
            of: orderID, "has server \(quoted(id)), which belongs to another purchase of this ledger",
            "cph ledger resolve \(record.key) shows which orders it can be")
    }

    private static func refusal(of orderID: String, _ why: String, _ hint: String) -> CPHError {
        CPHError(.argument, "order \(quoted(orderID)) \(why); nothing was changed", hint: hint)
    }

    /// Lists what the account shows of a purchase, and the commands to decide by, a line each. What can't be read is such a line
    /// too.
    ///
    /// - Throws: `CPHError` of kind `ledger` when the file can't be read.
    public func evidence(for name: String, on billing: any Billing) async throws(CPHError) -> [String] {
        guard let record = try record(name) else { return [] }
        if let change = record.change { return await evidence(of: change, record) }
        let sent = record.sentAt.map { "sent at \(ISOTime.text(unixSeconds: $0 / 1000))" } ?? "never sent"
        var lines = ["\(name): \(counted(record.count, "server")) for \(counted(record.months, "month")), \(sent)"]
        do throws(CPHError) { lines += try await serverLines(record) } catch {
            lines.append("  the account's servers can't be looked at: \(error.message)")
        }
        lines += await orderLines(record, billing)
        lines += [
            "decide with one of:",
            "  cph ledger resolve \(name) --order ORDER",
            "  cph ledger resolve \(name) --adopt SERVER_ID --adopt SERVER_ID",
            "  cph ledger resolve \(name) --absent --evidence \"HOW YOU KNOW\"",
        ]
        return lines.map { cleaned($0) }
    }

    private func serverLines(_ record: PurchaseRecord) async throws(CPHError) -> [String] {
        let pattern = NamePattern(record.key)
        let named = try await listing(named: record.key).sightings.filter { pattern.matches($0.name) }
        let others = try journalled { () throws(JournalError) in
            try journal.othersAmong(named.map(\.id), scope: options.scope, purchase: record.id)
        }
        let lines = named.filter { !others.contains($0.id) }.map { server in
            let made = server.createdAt.map { ", made at \(ISOTime.text(unixSeconds: $0 / 1000))" } ?? ""
            let order = server.orderID.map { ", order \($0)" } ?? ""
            let old = record.baseline.contains(server.id) ? ", there before the send" : ""
            return "  server \(server.id), named \(server.name)\(made)\(order)\(old)"
        }
        return lines.isEmpty ? ["  no server of that name"] : Self.few(lines, "server")
    }

    private func orderLines(_ record: PurchaseRecord, _ billing: any Billing) async -> [String] {
        guard let sentAt = record.sentAt else { return [] }
        do throws(CPHError) {
            let lines = try await unclaimedOrders(since: sentAt, on: billing).map { order in
                let made = order.createdAt.map { ", made at \(ISOTime.text(unixSeconds: $0 / 1000))" } ?? ""
                let cost = order.amount.map { ", \($0)" } ?? ""
                let service = order.service.map { ", \($0)" } ?? ""
                return "  order \(order.id)\(made)\(service)\(cost)\(order.isCancelled ? ", cancelled" : "")"
            }
            return lines.isEmpty ? ["  no order since then that no purchase has"] : Self.few(lines, "order")
        } catch { return ["  the account's orders can't be looked at: \(error.message)"] }
    }

    /// The first lines, and how many more there are.
    private static func few(_ lines: [String], _ noun: String) -> [String] {
        let most = 20
        guard lines.count > most else { return lines }
        return lines.prefix(most) + ["  and \(counted(lines.count - most, "more \(noun)"))"]
    }
}
