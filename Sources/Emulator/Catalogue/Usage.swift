import CPHModel

/// Counts what the servers that exist use up of the account.
struct Usage {
    /// The servers by zone and model.
    private var stock: [StockKey: Int] = [:]
    /// How many addresses are taken in each subnet.
    private(set) var addresses: [String: Int] = [:]
    /// The ids of elastic IPs that existed before and are bound now.
    private(set) var boundEIPs: Set<String> = []
    /// How many elastic IPs purchases have made.
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
    /// The present usage, counted anew each time: an order that nobody pays gives back what it took when its time is
    /// over, without a request.
    var usage: Usage {
        var usage = Usage()
        for order in account.orders where order.createdAt <= now && !order.isCancelled(at: now) {
            for server in order.servers where server.deletedAt == nil { usage.add(server, of: order.request) }
        }
        return usage
    }
}
