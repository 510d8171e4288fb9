import Text

/// What becomes of a server after its payment, and when.
extension World {
    /// The server's status: 0, 1, 3 and 4 while it is built, 0 while it waits for payment; then 5 for a server that
    /// runs and 2 for one that will not; 11 and 13 while it restarts.
    func status(of server: EmulatedServer, _ order: EmulatedOrder) -> Int {
        guard let paidAt = order.paidAt else { return 0 }
        guard isBuilt(order) else { return [0, 1, 3, 4][min(3, max(0, now - paidAt) * 4 / max(1, buildTime))] }
        if server.failsToBuild { return 2 }
        guard let restartedAt = server.restartedAt else { return 5 }
        let share = (now - restartedAt) * 2 / EmulatedJob.duration.milliseconds
        return share < 1 ? 11 : share < 2 ? 13 : 5
    }

    func isBuilt(_ order: EmulatedOrder) -> Bool {
        guard let paidAt = order.paidAt else { return false }
        return paidAt + buildTime <= now
    }

    /// How long it takes from payment until a server runs, in milliseconds.
    var buildTime: Int { settings.catalogue?.buildSeconds.map { $0 * 1000 } ?? settings.buildTime.milliseconds }

    func lastChange(of order: EmulatedOrder) -> Int {
        guard let paidAt = order.paidAt else { return order.createdAt }
        return isBuilt(order) ? paidAt + buildTime : paidAt
    }
}
