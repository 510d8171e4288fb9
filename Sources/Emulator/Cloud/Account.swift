/// What was sold: orders with their servers, the oldest first.
struct Account: Sendable {
    private(set) var orders: [EmulatedOrder] = []
    /// Where an order stands in `orders`.
    private var positions: [String: Int] = [:]
    /// The order that a server belongs to.
    private var owners: [String: String] = [:]

    init() {}

    /// - Returns: Nil when two orders or two servers share an id.
    init?(_ orders: [EmulatedOrder]) {
        for order in orders.sorted(by: { $0.createdAt < $1.createdAt }) {
            guard positions[order.orderID] == nil, order.serverIDs.allSatisfy({ owners[$0] == nil }) else { return nil }
            add(order)
        }
        guard owners.count == orders.reduce(0, { $0 + $1.servers.count }) else { return nil }
    }

    func order(_ id: String) -> EmulatedOrder? { positions[id].map { orders[$0] } }

    func order(owning serverID: String) -> EmulatedOrder? { owners[serverID].flatMap { order($0) } }

    /// Keeps the orders sorted by time; those that a fault delivers late lie in the future and stay behind.
    mutating func add(_ order: EmulatedOrder) {
        var index = orders.count
        while index > 0, orders[index - 1].createdAt > order.createdAt { index -= 1 }
        orders.insert(order, at: index)
        for moved in index..<orders.count { positions[orders[moved].orderID] = moved }
        for server in order.servers { owners[server.serverID] = order.orderID }
    }

    /// Marks an unpaid order as paid. False when there is none of that id.
    mutating func pay(_ orderID: String, at milliseconds: Int) -> Bool {
        guard let index = positions[orderID], !orders[index].isPaid else { return false }
        orders[index].paidAt = milliseconds
        return true
    }
}
