package import CPHModel
import Text

extension PurchaseTally {
    /// Adds up what the purchases of a run came to: what was bought now stands apart from what was bought before, and
    /// what a dry run made up is no purchase.
    package struct Totals: Sendable {
        /// Holds the ids of the orders that this run made, as answers came.
        package var orders: [String] = []
        /// Holds the ids of the servers that this run bought, as answers came.
        package var serverIDs: [String] = []
        /// Holds the ids of the servers that were bought before, as the ledger answered them.
        package var serverIDsBefore: [String] = []
        /// Names of purchases whose outcome is not known.
        package var inDoubt: [String] = []
        /// Names of purchases of which only a part was bought.
        package var partial: [String] = []
        /// Servers asked for, by `server_name`, whatever came of it.
        package var asked: [String: Int] = [:]
        /// What was asked to be done to servers bought before, by the name in the record.
        package var changes: [String: ChangeKind] = [:]
        /// How many purchases were begun.
        package var begun = 0
        /// How many other calls a dry run has only shown.
        package var pretended = 0
        /// Names of purchases that have no outcome yet.
        package var underWay: [String] = []
        /// Names of other calls that change or pay something and have no answer yet.
        package var otherCalls: [String] = []
        /// Servers by what the answers said of them, in the order of the answers.
        package var answered: [Answered] = []
        /// What was last said of each purchase.
        package private(set) var origins: [String: PurchaseOrigin] = [:]

        /// Starts with nothing bought.
        package init() {}

        /// What one answer told.
        package struct Answered: Sendable {
            let name: String
            let origin: PurchaseOrigin
            let servers: Int
        }
    }
}

extension PurchaseTally.Totals {
    /// Adds what an answer tells, of so many servers.
    mutating func add(_ response: CreateServerResponse, _ origin: PurchaseOrigin, _ name: String, servers: Int) {
        origins[name] = origin
        answered.append(Answered(name: name, origin: origin, servers: servers))
        switch origin {
        case _ where changes[name] != nil: break
        case .now:
            if let order = response.orderID { orders.append(order) }
            serverIDs += response.serverIDs ?? []
        case .before: serverIDsBefore += response.serverIDs ?? []
        case .dryRun: break
        }
    }

    /// What is waited for before a run that was stopped ends: `waiting for the answer to game-b01`; nil where nothing is under way.
    package var awaited: String? {
        let all = underWay + otherCalls
        guard !all.isEmpty else { return nil }
        let names = all.prefix(Self.mostNamed).joined(separator: ", ")
        let more = all.count > Self.mostNamed ? " and \(all.count - Self.mostNamed) more" : ""
        return "waiting for the answer to \(names)\(more)"
    }

    mutating func addDoubt(_ name: String) {
        inDoubt.append(name)
        PurchaseTally.hasDoubts.store(true, ordering: .relaxed)
    }

    private static let mostNamed = 3

    /// Purchases that have no outcome yet; nil when all have one.
    package var unfinished: String? {
        underWay.isEmpty ? nil : "under way: \(underWay.joined(separator: ", ")); sent, and may have been carried out"
    }

    /// Whether anything is known to be bought, by this run or before.
    var hasBought: Bool { !orders.isEmpty || !serverIDs.isEmpty || answered.contains { $0.origin == .before } }

    /// Returns what came after `earlier`.
    package func since(_ earlier: Self) -> Self {
        var rest = self
        rest.begun -= earlier.begun
        Self.remove(earlier.underWay, from: &rest.underWay)
        Self.remove(earlier.otherCalls, from: &rest.otherCalls)
        rest.pretended -= earlier.pretended
        rest.orders.removeFirst(min(earlier.orders.count, orders.count))
        rest.serverIDs.removeFirst(min(earlier.serverIDs.count, serverIDs.count))
        rest.serverIDsBefore.removeFirst(min(earlier.serverIDsBefore.count, serverIDsBefore.count))
        rest.inDoubt.removeFirst(min(earlier.inDoubt.count, inDoubt.count))
        rest.partial.removeFirst(min(earlier.partial.count, partial.count))
        rest.answered.removeFirst(min(earlier.answered.count, answered.count))
        return rest
    }

    private static func remove(_ names: [String], from list: inout [String]) {
        for name in names { if let place = list.firstIndex(of: name) { list.remove(at: place) } }
    }

    /// What an operator must know when the script did not reach its end; nil when nothing was bought.
    package var summary: String? {
        var lines: [String] = []
        if !orders.isEmpty { lines.append("ordered in this run: \(orders.joined(separator: ", "))") }
        if !serverIDs.isEmpty { lines.append("bought in this run: \(serverIDs.joined(separator: ", "))") }
        let before = serverIDsBefore.filter { !serverIDs.contains($0) }
        if !before.isEmpty { lines.append("bought before this run: \(before.joined(separator: ", "))") }
        if !inDoubt.isEmpty {
            let verb = inDoubt.allSatisfy { changes[$0] != nil } ? "send" : "buy"
            lines.append("in doubt: \(inDoubt.joined(separator: ", ")). Do not \(verb) these again unseen")
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// What the purchases came to, in servers: `0 bought, 25 were bought before`. Nil when nothing is known to be
    /// bought.
    ///
    /// - Parameter isDryRun: Whether nothing was sent: `dry run: nothing was bought`.
    package func sum(isDryRun: Bool) -> String? {
        let (purchases, changes) = (purchases(isDryRun: isDryRun), changes(isDryRun: isDryRun))
        let lines = [purchases, changes].compactMap(\.self)
        guard isDryRun else { return lines.isEmpty ? nil : lines.joined(separator: "; ") }
        guard begun + pretended > 0 else { return nil }
        let done = changes == nil ? "bought" : purchases == nil ? "changed" : "bought or changed"
        return "dry run: " + (lines + ["nothing was \(done)"]).joined(separator: "; ")
    }

    /// What the changes of servers bought before came to: `3 renewed, 2 were renewed before`. Nil where there are none.
    private func changes(isDryRun: Bool) -> String? {
        var parts: [String] = []
        for kind in ChangeKind.allCases {
            let names = Set(changes.filter { $0.value == kind }.keys)
            let told = answered.filter { names.contains($0.name) && $0.servers > 0 }
            let now = Set(told.filter { $0.origin == .now || inDoubt.contains($0.name) }.map(\.name))
            let would = Set(told.filter { $0.origin == .dryRun }.map(\.name))
            let before = Set(told.filter { $0.origin == .before }.map(\.name)).subtracting(now).count
            let doubtful = Set(inDoubt + underWay).intersection(names).subtracting(told.map(\.name)).count
            if !would.isEmpty { parts.append("\(counted(would.count, "server")) would be \(kind.done)") }
            if !now.isEmpty || before + doubtful > 0, !isDryRun { parts.append("\(now.count) \(kind.done)") }
            if before > 0 { parts.append("\(before) \(before == 1 ? "was" : "were") \(kind.done) before") }
            if doubtful > 0 { parts.append("\(doubtful) in doubt") }
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private func purchases(isDryRun: Bool) -> String? {
        let servers = serversByOrigin
        let before = "\(servers[.before, default: 0]) \(servers[.before] == 1 ? "was" : "were") bought before"
        if isDryRun {
            var parts: [String] = []
            if let count = servers[.dryRun] { parts.append("\(counted(count, "server")) would be bought") }
            if servers[.before] != nil { parts.append(before) }
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        }
        guard !servers.isEmpty || !doubtful.isEmpty else { return nil }
        let doubt = doubtful.isEmpty ? "" : ", \(doubtfulServers) in doubt"
        return "\(servers[.now, default: 0]) bought, \(before)\(doubt)"
    }

    /// The purchases that may have been made, and of which no server is known.
    private var doubtful: Set<String> {
        Set(inDoubt + underWay).subtracting(answered.filter { $0.servers > 0 }.map(\.name))
            .filter { changes[$0] == nil }
    }

    /// How many servers may have been bought.
    var doubtfulServers: Int { doubtful.reduce(0) { $0 + asked[$1, default: 0] } }

    /// How many servers were asked for and not bought, as far as that is known.
    var refusedServers: Int {
        let known = doubtful.union(answered.map(\.name))
        return asked.filter { !known.contains($0.key) && changes[$0.key] == nil }.values.reduce(0, +)
    }

    /// Whether this run has bought servers, or changed some that were bought before.
    var hasBoughtNow: Bool { answered.contains { $0.origin == .now && $0.servers > 0 } }

    /// How many servers were bought by this run, or before, or only shown.
    func servers(from origin: PurchaseOrigin) -> Int { serversByOrigin[origin, default: 0] }

    /// How many servers each origin has. A purchase counts once: what this run bought and was told of again is bought
    /// now.
    private var serversByOrigin: [PurchaseOrigin: Int] {
        let own = Set(answered.filter { $0.origin == .now && $0.servers > 0 }.map(\.name))
        var counted: Set<String> = []
        var servers: [PurchaseOrigin: Int] = [:]
        for answer in answered
        where answer.servers > 0 && changes[answer.name] == nil && counted.insert(answer.name).inserted {
            // In doubt at first and found later, or told of again while the answer was on its way: this run has bought it.
            let isOwn = inDoubt.contains(answer.name) || own.contains(answer.name)
            let origin = answer.origin == .before && isOwn ? .now : answer.origin
            servers[origin, default: 0] += answer.servers
        }
        return servers
    }
}
