import CPHModel
import Schema
import Text

extension World {
    /// A page of the servers that match the query, the newest first.
    func listServers(_ request: CloudRequest) -> Answer {
        let (query, problems) = ListServers.examine(request.queryValue(as: ListServers.self))
        if let problem = problems.first(where: { $0.severity == .error }) { return answer(Self.refusal(problem)) }
        let filter = ServerFilter(query)
        let skipped = query.offset ?? 0
        let limit = pageSize(query.limit ?? 100)
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

    /// How many entries a list gives where so many were asked for: the service may give fewer.
    func pageSize(_ asked: Int) -> Int { min(asked, settings.faults.mostOnPage ?? asked) }

    func showServer(_ request: CloudRequest) -> Answer {
        let (query, problems) = ShowServer.examine(request.queryValue(as: ShowServer.self))
        if let problem = problems.first { return answer(Refusal(400, "CPS.0016", "Invalid server_id: \(problem)")) }
        guard let (server, order) = visibleServer(query.serverID) else { return answer(Self.noServer(query.serverID)) }
        return answer(200, detail(of: server, order).value)
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

    /// Whether lists show the order's servers yet; only lists lag behind, a look by id does not.
    private func isListed(_ order: EmulatedOrder) -> Bool {
        isVisible(order) && order.createdAt + settings.faults.listLag.milliseconds <= now
    }
}
