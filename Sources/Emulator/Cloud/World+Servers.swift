import CPHModel
import Schema

extension World {
    /// A page of the servers that match the query, the newest first.
    func listServers(_ request: CloudRequest) -> Answer {
        let (query, problems) = ListServers.examine(request.queryValue(as: ListServers.self))
        if let problem = problems.first(where: { $0.severity == .error }) { return answer(Self.refusal(problem)) }
        let filter = ServerFilter(query)
        let skipped = query.offset ?? 0
        let limit = query.limit ?? 100
        var page: [Server] = []
        var count = 0
        for order in account.newest(naming: query.serverName).lazy.map({ account[$0] })
        where isListed(order) && filter.admits(order) {
            for server in order.servers.reversed()
            where server.deletedAt == nil && filter.admits(server, status: status(of: server, order)) {
                if count >= skipped, page.count < limit { page.append(view(of: server, order)) }
                count += 1
            }
        }
        return answer(200, ["request_id": .string(requestID), "count": .int(count), "servers": page.value])
    }

    func showServer(_ request: CloudRequest) -> Answer {
        let (query, problems) = ShowServer.examine(request.queryValue(as: ShowServer.self))
        if let problem = problems.first { return answer(Refusal(400, "CPS.0016", "Invalid server_id: \(problem)")) }
        guard let order = account.order(owning: query.serverID), isVisible(order),
            let server = order.servers.first(where: { $0.serverID == query.serverID && $0.deletedAt == nil })
        else { return answer(Refusal(404, "CPS.0097", "No server \(quoted(query.serverID)) exists.")) }
        var shown = view(of: server, order)
        shown.requestID = requestID
        return answer(200, shown.value)
    }

    private static func refusal(_ problem: Problem) -> Refusal {
        let code =
            switch problem.path.description {
            case "offset", "limit": "CPS.0002"
            case "status": "CPS.0010"
            case "server_id": "CPS.0016"
            default: Refusal.badRequest
            }
        return Refusal(400, code, "Invalid query: \(problem)")
    }

    /// Whether the order has arrived, and has servers to show.
    private func isVisible(_ order: EmulatedOrder) -> Bool {
        order.createdAt <= now && !order.isCancelled(at: now) && (order.isPaid || !order.hidesUnpaidServers)
    }

    /// Only lists lag behind; a look by id does not.
    private func isListed(_ order: EmulatedOrder) -> Bool {
        isVisible(order) && order.createdAt + settings.faults.listLag.milliseconds <= now
    }

    /// The server as answers show it.
    private func view(of server: EmulatedServer, _ order: EmulatedOrder) -> Server {
        var view = Server()
        view.serverName = server.serverName
        view.availabilityZone = order.request.availabilityZone ?? "\(settings.region)a"
        view.serverID = server.serverID
        view.serverModelName = order.request.serverModelName
        view.keypairName = order.request.keypairName
        view.status = status(of: server, order)
        view.vpcID = order.request.nics.first?.vpcID
        view.subnetID = order.request.nics.first?.subnetID
        view.resourceProjectID = projectID
        view.networkVersion = ServerFilter.networkVersion
        view.enterpriseProjectID = order.request.enterpriseProjectID ?? "0"
        view.createTime = Timestamp(milliseconds: order.createdAt).iso
        view.updateTime = Timestamp(milliseconds: lastChange(of: order)).iso
        view.metadata = ServerMetadata()
        view.metadata?.orderID = order.orderID
        view.metadata?.productID = order.productID
        view.metadata?.chargingMode = order.request.orderParam.chargingMode.rawValue
        return view
    }

    /// 0 while it is built or waits for payment, then 5 for a server that runs and 2 for one that will not.
    private func status(of server: EmulatedServer, _ order: EmulatedOrder) -> Int {
        guard isBuilt(order) else { return 0 }
        return server.failsToBuild ? 2 : 5
    }

    func isBuilt(_ order: EmulatedOrder) -> Bool {
        guard let paidAt = order.paidAt else { return false }
        return paidAt + settings.buildTime.milliseconds <= now
    }

    private func lastChange(of order: EmulatedOrder) -> Int {
        guard let paidAt = order.paidAt else { return order.createdAt }
        return isBuilt(order) ? paidAt + settings.buildTime.milliseconds : paidAt
    }
}
