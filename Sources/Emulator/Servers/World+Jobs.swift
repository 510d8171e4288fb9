import CPHModel
import Text

/// Jobs: what requests began.
extension World {
    func listJobs(_ query: ListJobs) -> JobList {
        let wanted = Set((query.requestIDs ?? query.requestID ?? "").split(separator: ",").map(String.init))
        let built = account.orders.filter { wanted.contains($0.requestID ?? "") && $0.createdAt <= now }
        let all =
            built.flatMap { order in order.servers.map { job(building: $0, order) } }
            + jobs.filter { wanted.contains($0.requestID) }.map(view)
        var list = JobList()
        list.requestID = requestID
        list.jobs = all.page(query.offset, pageSize(query.limit ?? 100))
        return list
    }

    func showJob(_ query: ShowJob) throws(Refusal) -> Job {
        let begun = jobs.first { $0.jobID == query.jobID }.map(view)
        guard var job = begun ?? buildingJob(query.jobID) else {
            throw Refusal(404, "CPS.0005", "No job \(query.jobID) exists.")
        }
        job.requestID = requestID
        return job
    }

    private func buildingJob(_ id: String) -> Job? {
        for order in account.orders where order.createdAt <= now {
            if let server = order.servers.first(where: { Self.jobID(building: $0) == id }) {
                return job(building: server, order)
            }
        }
        return nil
    }

    private static func jobID(building server: EmulatedServer) -> String { DerivedID.hexID("job \(server.serverID)") }

    private func job(building server: EmulatedServer, _ order: EmulatedOrder) -> Job {
        var job = Job()
        job.jobID = Self.jobID(building: server)
        job.serverID = server.serverID
        job.beginTime = Timestamp(milliseconds: order.createdAt).iso
        job.status = 1
        guard isBuilt(order) else { return job }
        job.endTime = Timestamp(milliseconds: (order.paidAt ?? 0) + buildTime).iso
        job.status = server.failsToBuild ? -1 : 2
        if server.failsToBuild { (job.errorCode, job.errorMsg) = ("CPS.0003", "The server could not be built.") }
        return job
    }

    private func view(of begun: EmulatedJob) -> Job {
        var job = Job()
        job.jobID = begun.jobID
        job.serverID = begun.serverID
        job.beginTime = Timestamp(milliseconds: begun.begunAt).iso
        let end = begun.begunAt + EmulatedJob.duration.milliseconds
        job.status = end <= now ? 2 : 1
        job.endTime = end <= now ? Timestamp(milliseconds: end).iso : nil
        return job
    }
}
