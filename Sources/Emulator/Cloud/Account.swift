/// Holds what was sold: orders with their servers.
struct Account: Sendable {
    /// The orders as they arrived, so that an order never changes its place.
    private var arrived: [EmulatedOrder] = []
    /// The indices in `arrived`, ordered by the age of their orders, the oldest first.
    private var timeline: [Int] = []
    /// The index in `arrived` of each order, by its id.
    private var places: [String: Int] = [:]
    /// The index in `arrived` of each server's order, by the server's id.
    private var owners: [String: Int] = [:]
    private var names = NameIndex()
    /// How many servers were ever sold, by the subnet of their first interface.
    private var subnets: [String: Int] = [:]

    init() {}

    /// - Returns: Nil when two orders or two servers share an id.
    init?(_ orders: [EmulatedOrder]) {
        for order in orders { put(order) }
        guard arrived.count == orders.count, owners.count == orders.reduce(0, { $0 + $1.servers.count }) else {
            return nil
        }
    }

    /// All orders, the oldest first.
    var orders: [EmulatedOrder] { timeline.map { arrived[$0] } }

    /// How many servers were ever sold.
    var sold: Int { owners.count }

    /// How many servers were ever sold with their first interface in that subnet.
    func sold(in subnetID: String) -> Int { subnets[subnetID] ?? 0 }

    subscript(place: Int) -> EmulatedOrder { arrived[place] }

    func order(_ id: String) -> EmulatedOrder? { places[id].map { arrived[$0] } }

    func order(owning serverID: String) -> EmulatedOrder? { owners[serverID].map { arrived[$0] } }

    /// Places of the orders with servers that may have `part` in their names, the newest first.
    func newest(naming part: String?) -> [Int] {
        guard let part, let candidates = names.candidates(part) else { return timeline.reversed() }
        return candidates.sorted { (arrived[$0].createdAt, $0) > (arrived[$1].createdAt, $1) }
    }

    /// Adds an order, or replaces the one of the same id, whose servers must be the same.
    mutating func put(_ order: EmulatedOrder) {
        if let place = places[order.orderID] {
            for (old, new) in zip(arrived[place].servers, order.servers) where old.serverName != new.serverName {
                names.add([new], place: place)
            }
            arrived[place] = order
            return
        }
        if let subnet = order.request.nics.first?.subnetID { subnets[subnet, default: 0] += order.servers.count }
        let place = arrived.count
        arrived.append(order)
        timeline.insert(place, at: timelineIndex(for: order))
        places[order.orderID] = place
        for server in order.servers { owners[server.serverID] = place }
        names.add(order.servers, place: place)
    }

    /// Where an order belongs in `timeline`. Orders that a fault delivers late have a time in the future, and stay
    /// behind a new one.
    private func timelineIndex(for order: EmulatedOrder) -> Int {
        var index = timeline.count
        while index > 0, arrived[timeline[index - 1]].createdAt > order.createdAt { index -= 1 }
        return index
    }
}
