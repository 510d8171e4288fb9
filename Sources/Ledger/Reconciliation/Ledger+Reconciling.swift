import CPHModel
import Clock
import Schema
import Text

/// Servers of the account as one pass over the list saw them.
struct Listing: Hashable {
    var sightings: [Sighting] = []
    /// The names of servers that the list gives no id: nobody's, and yet there.
    var withoutID: [String] = []
    /// The service's clock, in milliseconds since 1970; nil where it did not say.
    var serviceTime: Int?
}

extension Ledger {
    /// Finds what the account shows of a purchase that is in doubt or incomplete.
    func look(_ record: PurchaseRecord) async -> ReconciliationResult {
        if let change = record.change { return await look(change, record) }
        do throws(CPHError) {
            let finding = try judge(record, try await settledListing(named: record.key))
            // A server that was renamed meanwhile is found by its order alone.
            guard record.orderID != nil, finding.isShort else { return finding }
            let all = try await settledListing(named: nil)
            let whole = try judge(record, all)
            return whole.isShort ? try await lookAtOrder(of: record, beside: all) ?? whole : whole
        } catch {
            return .unreadable(error.message)
        }
    }

    /// Looks the order up that the answer named, where the list does not show all of its servers: what of it is the purchase's
    /// counts as if listed. Nil where the billing service says nothing that can be believed of it.
    private func lookAtOrder(
        of record: PurchaseRecord, beside listed: [Sighting]
    ) async throws(CPHError) -> ReconciliationResult? {
        guard let orderID = record.orderID else { return nil }
        let servers: [BilledServer]
        do throws(CPHError) {
            try checkIsFree(orderID, for: record)
            servers = try await checkOrder(orderID, of: record, on: BillingService(inner))
        } catch { return nil }
        let known = Set(listed.map(\.id))
        let unlisted = servers.filter { !known.contains($0.id) }.map { server in
            Sighting(id: server.id, name: server.name ?? "", orderID: orderID, createdAt: nil)
        }
        let finding = try judge(record, listed + unlisted)
        return finding == .nothing ? .ordered(orderID: orderID) : finding
    }

    private func judge(_ record: PurchaseRecord, _ sightings: [Sighting]) throws(CPHError) -> ReconciliationResult {
        let scope = options.scope
        return try journalled { () throws(JournalError) in
            let ids = sightings.map(\.id) + record.claimed
            let own = Set(record.serverIDs)
            return Evidence(
                name: record.key, count: record.count, orderID: record.orderID,
                claimed: Set(record.claimed).union(own), baseline: Set(record.baseline),
                others: try journal.othersAmong(ids, scope: scope, purchase: record.id),
                otherNames: try journal.keys(scope: scope, prefix: record.key), sentAt: record.sentAt ?? 0
            ).judge(sightings)
        }
    }

    /// Lists until two passes agree: the list may change while it is read.
    private func settledListing(named name: String?) async throws(CPHError) -> [Sighting] {
        var last = try await listing(named: name).sightings
        for _ in 0..<Self.passes {
            let next = try await listing(named: name).sightings
            if Set(next) == Set(last) { return next }
            last = next
        }
        throw CPHError(.api, "the list of servers kept changing while it was read")
    }

    private static let passes = 5
    /// How many servers are asked for at once: the most that the service lists on a page.
    private static let pageSize = 100
    /// How many pages are read at most: a longer list is taken for one that never ends.
    private static let pages = 10_000

    /// One pass over the servers whose name resembles `name`, or over all of them, page by page.
    ///
    /// A page may be shorter than what was asked for, and there be more: the list ends where as many have come as it counts,
    /// or with a page that is empty. A count below what has come already counts something else.
    func listing(named name: String?) async throws(CPHError) -> Listing {
        var listing = Listing()
        var seen: Set<String> = []
        var received = 0
        for _ in 0..<Self.pages {
            var request = ListServers()
            request.offset = received
            request.limit = Self.pageSize
            request.serverName = name
            let exchange = try await inner.exchange(Operations.listServers.call(request))
            let (servers, count) = try servers(in: exchange)
            listing.serviceTime =
                exchange.answer?.header("Date").flatMap(HTTPDate.unixSeconds).map { $0 * 1000 } ?? listing.serviceTime
            // Servers made or deleted meanwhile shift the pages; a server seen twice counts once.
            for server in servers.compactMap(Sighting.init) where seen.insert(server.id).inserted {
                listing.sightings.append(server)
            }
            listing.withoutID += servers.filter { $0.serverID == nil }.compactMap(\.serverName)
            warn(of: servers)
            received += servers.count
            if servers.isEmpty || received == count { return listing }
        }
        throw CPHError(.api, "the list of servers does not end", operation: Operations.listServers.name)
    }

    /// The servers on a page, and how many the list has in all.
    private func servers(in exchange: Exchange) throws(CPHError) -> (servers: [Server], count: Int?) {
        let list = try Operations.listServers.answer(in: exchange)
        guard let servers = list.servers ?? (list.count == 0 ? [] : nil) else {
            throw CPHError(.api, "the answer is no list of servers", operation: Operations.listServers.name)
        }
        return (servers, list.count)
    }

    /// Says once that rows of the list cannot be compared with names.
    private func warn(of servers: [Server]) {
        let odd = servers.count { $0.serverID == nil || ($0.serverName ?? "").isEmpty }
        guard odd > 0, !hasWarnedOfRows else { return }
        hasWarnedOfRows = true
        options.announce(
            "\(counted(odd, "server")) in the account's list \(odd == 1 ? "has" : "have") no name or no id that can be read, and "
                + "\(odd == 1 ? "is" : "are") not compared with the names of purchases")
    }
}

extension Sighting {
    /// Reads a row of the list. One without an id can belong to nobody, and one without a name to nobody by its name.
    fileprivate init?(_ server: Server) {
        guard let id = server.serverID else { return nil }
        self.init(
            id: id, name: server.serverName ?? "", orderID: server.metadata?.orderID,
            createdAt: server.createTime.flatMap(ISOTime.unixSeconds).map { $0 * 1000 })
    }
}
