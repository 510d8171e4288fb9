import CPHModel
import Schema
import Text

/// What changes servers that exist.
extension World {
    mutating func renameServer(_ request: RenameServer) throws(Refusal) -> ChangeResult {
        try change(request.serverID) { server, now in
            server.serverName = request.serverName
            server.changedAt = now
        }
        return result
    }

    mutating func changeKeyPairs(_ request: ChangeKeyPairs) throws(Refusal) -> ServerJobs {
        var answer = ServerJobs()
        answer.requestID = requestID
        answer.jobs = []
        for entry in request.servers {
            guard keyPair(entry.keypairName) != nil else {
                answer.jobs?.append(
                    Self.refused(entry.serverID, "CPS.0031", "No key pair \(entry.keypairName) exists."))
                continue
            }
            answer.jobs?.append(
                try job(entry.serverID) { server, now in
                    (server.keypairName, server.changedAt) = (entry.keypairName, now)
                })
        }
        return answer
    }

    /// Restarts servers; one that cannot be restarted has its error in the answer, the others are restarted.
    mutating func restartServers(_ request: RestartServers) throws(Refusal) -> ServerJobs {
        var answer = ServerJobs()
        answer.requestID = requestID
        answer.jobs = []
        for id in request.serverIDs {
            if let (server, order) = visibleServer(id), status(of: server, order) != 5 {
                answer.jobs?.append(Self.refused(id, "CPS.0010", "The status of the server does not allow a restart."))
                continue
            }
            answer.jobs?.append(try job(id) { server, now in server.restartedAt = now })
        }
        return answer
    }

    /// Refuses to delete servers: every one here is prepaid, and those are given back through the billing service.
    func deleteServers(_ request: DeleteServers) throws(Refusal) -> DeletionJob {
        for id in request.serverIDs where visibleServer(id) == nil { throw Self.noServer(id) }
        throw Refusal(
            400, "CPS.0010",
            "Prepaid servers cannot be deleted; unsubscribe from \(request.serverIDs.joined(separator: ", ")).")
    }

    mutating func changeServerModel(_ request: ChangeServerModel) throws(Refusal) -> ModelChangeOrder {
        guard let (server, owner) = visibleServer(request.serverID) else { throw Self.noServer(request.serverID) }
        if let known = settings.catalogue?.serverModels,
            !known.contains(where: { $0.serverModelName == request.serverModelName })
        {
            throw Refusal(400, "CPS.0089", "Invalid server_model_name: no model \(quoted(request.serverModelName)).")
        }
        let before = monthlyPrice(of: server.serverModelName ?? owner.request.serverModelName)
        let rise = (monthlyPrice(of: request.serverModelName) - before) * owner.request.months
        var order = newOrder(
            .change, about: [request.serverID], of: owner, amount: rise,
            paid: rise <= 0 || request.extendParam?.isAutoPay == .yes)
        order.request.serverModelName = request.serverModelName
        order.phoneModelName = request.phoneModelName
        try store([order] + effects(of: order))
        var answer = ModelChangeOrder()
        answer.requestID = requestID
        answer.orderID = order.orderID
        answer.productID = order.productID
        return answer
    }

    var result: ChangeResult {
        var result = ChangeResult()
        result.requestID = requestID
        return result
    }

    private static func refused(_ id: String, _ code: String, _ message: String) -> ServerJob {
        var job = ServerJob()
        (job.serverID, job.errorCode, job.errorMsg) = (id, code, message)
        return job
    }

    static func noServer(_ id: String) -> Refusal { Refusal(404, "CPS.0097", "No server \(quoted(id)) exists.") }

    /// Begins a job that changes one server, or says why not.
    private mutating func job(
        _ id: String, _ body: (inout EmulatedServer, Int) -> Void
    ) throws(Refusal) -> ServerJob {
        guard visibleServer(id) != nil else { return Self.refused(id, "CPS.0097", "No server \(quoted(id)) exists.") }
        let begun = EmulatedJob(random.hexID(), requestID: requestID, serverID: id, begunAt: now)
        jobs.append(begun)
        try change(id, body)
        var job = ServerJob()
        (job.serverID, job.jobID) = (id, begun.jobID)
        return job
    }

    mutating func change(_ id: String, _ body: (inout EmulatedServer, Int) -> Void) throws(Refusal) {
        guard var (server, order) = visibleServer(id),
            let index = order.servers.firstIndex(where: { $0.serverID == id })
        else { throw Self.noServer(id) }
        body(&server, now)
        order.servers[index] = server
        try store([order])
    }

    /// What a paid order does to servers that other orders sold: those orders, as they are from now on.
    func effects(of order: EmulatedOrder) -> [EmulatedOrder] {
        guard order.isPaid, let ids = order.about, let id = ids.first, var owner = account.order(owning: id) else {
            return []
        }
        for index in owner.servers.indices where ids.contains(owner.servers[index].serverID) {
            switch order.kind {
            case .renewal:
                owner.servers[index].renewedMonths = (owner.servers[index].renewedMonths ?? 0) + order.request.months
            case .change:
                owner.servers[index].serverModelName = order.request.serverModelName
                owner.servers[index].phoneModelName = order.phoneModelName
                owner.servers[index].changedAt = now
            case .new, .unsubscription, nil: return []
            }
        }
        return [owner]
    }
}
