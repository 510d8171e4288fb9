import CPHModel

/// What the servers that exist take of the account.
struct Usage {
    /// Servers by zone and model.
    private var stock: [StockKey: Int] = [:]
    /// Addresses by subnet.
    private(set) var addresses: [String: Int] = [:]
    /// Existing elastic IPs that are bound.
    private(set) var boundEIPs: Set<String> = []
    /// Elastic IPs that purchases made.
    private(set) var newEIPs = 0

    private struct StockKey: Hashable {
        let zone: String?
        let model: String
    }

    func servers(in zone: String, of model: String) -> Int { stock[StockKey(zone: zone, model: model)] ?? 0 }

    mutating func add(_ server: EmulatedServer, of request: CreateServer) {
        let model = server.serverModelName ?? request.serverModelName
        stock[StockKey(zone: request.availabilityZone, model: model), default: 0] += 1
        for nic in request.nics { addresses[nic.subnetID, default: 0] += 1 }
        if let ids = request.publicIP.ids {
            boundEIPs.formUnion(ids)
        } else if request.publicIP.count == .one {
            newEIPs += 1
        }
    }
}

extension World {
    /// Counted anew each time: what an order takes ends with time alone, when nobody pays it.
    var usage: Usage {
        var usage = Usage()
        for order in account.orders where order.createdAt <= now && !order.isCancelled(at: now) {
            for server in order.servers where server.deletedAt == nil { usage.add(server, of: order.request) }
        }
        return usage
    }
}
