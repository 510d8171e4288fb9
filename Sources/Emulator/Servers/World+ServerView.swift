import CPHModel
import Schema
import Text

/// Servers as answers show them.
extension World {
    /// The server of that id that lists would show, with its order.
    func visibleServer(_ id: String) -> (server: EmulatedServer, order: EmulatedOrder)? {
        guard let order = account.order(owning: id), isVisible(order),
            let server = order.servers.first(where: { $0.serverID == id && $0.deletedAt == nil })
        else { return nil }
        return (server, order)
    }

    /// Whether the order has arrived, and has servers to show.
    func isVisible(_ order: EmulatedOrder) -> Bool {
        order.createdAt <= now && !order.isCancelled(at: now) && (order.isPaid || !order.hidesUnpaidServers)
    }

    /// Builds the entry for a server as lists of servers show it.
    func view(of server: EmulatedServer, _ order: EmulatedOrder) -> Server {
        var view = Server()
        view.serverName = server.serverName
        view.availabilityZone = order.request.availabilityZone ?? "\(settings.region)a"
        view.serverID = server.serverID
        view.serverModelName = server.serverModelName ?? order.request.serverModelName
        view.phoneModelName = server.phoneModelName
        view.keypairName = server.keypairName ?? order.request.keypairName
        view.status = status(of: server, order)
        addNetwork(to: &view, order)
        view.addresses = [address(of: server, order)]
        view.resourceProjectID = projectID
        view.networkVersion = ServerFilter.networkVersion
        view.enterpriseProjectID = order.request.enterpriseProjectID ?? "0"
        view.createTime = Timestamp(milliseconds: order.createdAt).iso
        view.updateTime = Timestamp(milliseconds: max(lastChange(of: order), server.changedAt ?? 0)).iso
        view.metadata = ServerMetadata()
        view.metadata?.orderID = order.orderID
        view.metadata?.productID = order.productID
        view.metadata?.chargingMode = order.request.orderParam.chargingMode.rawValue
        return view
    }

    /// Builds the entry with the fields that only the answer for one server has.
    func detail(of server: EmulatedServer, _ order: EmulatedOrder) -> Server {
        var view = view(of: server, order)
        view.requestID = requestID
        view.bandWidths = bandWidths(of: server, order)
        view.volumes = volumes(of: server, order)
        view.securityGroups = [DerivedID.uuid("security group \(projectID)")]
        return view
    }

    private func addNetwork(to view: inout Server, _ order: EmulatedOrder) {
        guard let nic = order.request.nics.first else { return }
        let subnet = settings.catalogue?.subnets?.first { $0.id == nic.subnetID }
        let vpcID = nic.vpcID ?? subnet?.vpcID
        let vpc = settings.catalogue?.vpcs?.first { $0.id == vpcID }
        view.vpcID = vpcID
        view.cidr = vpc?.cidr
        view.vpcCIDR = vpc?.cidr
        view.subnetID = nic.subnetID
        view.subnetCIDR = subnet?.cidr
    }

    /// The public address comes with the server.
    private func address(of server: EmulatedServer, _ order: EmulatedOrder) -> ServerAddress {
        var address = ServerAddress()
        address.serverIP = server.serverIP
        address.publicIP = isBuilt(order) ? server.publicIP : nil
        return address
    }

    private func bandWidths(of server: EmulatedServer, _ order: EmulatedOrder) -> [ServerBandwidth] {
        guard server.publicIP != nil else { return [] }
        let ordered = order.request.publicIP.bandWidth
        var bandwidth = ServerBandwidth()
        bandwidth.bandWidthID = ordered.id ?? DerivedID.uuid("bandwidth \(server.serverID)")
        bandwidth.bandWidthName = "\(server.serverName)-bandwidth"
        bandwidth.bandWidthSize = ordered.size ?? ordered.id.flatMap { self.bandwidth($0)?.size }
        bandwidth.bandWidthChargeMode = ordered.chargeMode.rawValue
        bandwidth.bandWidthShareType = ordered.shareType.rawValue
        (bandwidth.createTime, bandwidth.updateTime) = times(of: order)
        return [bandwidth]
    }

    private func volumes(of server: EmulatedServer, _ order: EmulatedOrder) -> [ServerVolume] {
        guard let ordered = order.request.dataVolume else { return [] }
        return (1...(ordered.count ?? 1)).map { number in
            var volume = ServerVolume()
            volume.volumeName = "\(server.serverName)-volume-\(zeroPadded(number, 4))"
            volume.volumeID = DerivedID.uuid("volume \(number) \(server.serverID)")
            volume.volumeSize = ordered.size
            volume.volumeType = ordered.volumeType.rawValue
            (volume.createTime, volume.updateTime) = times(of: order)
            return volume
        }
    }

    private func times(of order: EmulatedOrder) -> (create: String, update: String) {
        (Timestamp(milliseconds: order.createdAt).iso, Timestamp(milliseconds: lastChange(of: order)).iso)
    }
}
