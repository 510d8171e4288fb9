import CPHModel
import Schema
import Text

extension World {
    /// Sells what `request` asks for, or refuses it as the service would.
    mutating func createServer(_ request: CloudRequest) -> Answer {
        let body: Value
        do { body = try Value(json: request.body) } catch { return answer(.notJSON(error)) }
        let (purchase, problems) = CreateServer.examine(body)
        return sell(purchase, nil, problems, body)
    }

    /// Sells servers with phones as `createServer` sells those without.
    mutating func createNet2Server(_ request: CloudRequest) -> Answer {
        let body: Value
        do { body = try Value(json: request.body) } catch { return answer(.notJSON(error)) }
        let (purchase, problems) = CreateNet2Server.examine(body)
        return sell(CreateServer(purchase), purchase.phoneModelName, problems, body)
    }

    private mutating func sell(
        _ purchase: CreateServer, _ phoneModelName: String?, _ problems: [Problem], _ body: Value
    ) -> Answer {
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { return answer(Refusal(errors, in: body)) }
        do throws(Refusal) {
            var order = order(for: purchase, in: try zone(for: purchase, hasPhones: phoneModelName != nil))
            for index in order.servers.indices { order.servers[index].phoneModelName = phoneModelName }
            try store([order])
            return answer(200, receipt(for: order).value)
        } catch {
            return answer(error)
        }
    }

    private mutating func order(for purchase: CreateServer, in zone: String?) -> EmulatedOrder {
        var order = EmulatedOrder()
        order.requestID = requestID
        order.orderID = newOrderID()
        order.productID = "00301-\(zeroPadded(Int(random.next() % 100_000), 5))-0--0"
        order.createdAt = now + (saleFault?.delay ?? 0)
        order.paidAt = purchase.orderParam.paysAtOnce ? order.createdAt : nil
        order.request = purchase
        order.request.availabilityZone = zone
        order.hidesUnpaidServers = settings.faults.withholdsUnpaidIDs
        let sold = saleFault?.sellsFewer == true ? purchase.count - 1 : purchase.count
        order.servers = (0..<sold).map { index in
            var server = EmulatedServer(id: random.hexID(), name: Self.serverName(purchase, index))
            setAddresses(of: &server, index, purchase)
            return server
        }
        order.amount = price(of: purchase, count: sold)
        if saleFault?.failsToBuild == true, sold > 0 { order.servers[sold - 1].failsToBuild = true }
        return order
    }

    /// Addresses are numbered by what a subnet, or the project, was ever sold, so that none comes twice.
    private func setAddresses(of server: inout EmulatedServer, _ index: Int, _ purchase: CreateServer) {
        if let subnetID = purchase.nics.first?.subnetID {
            let range = settings.catalogue?.subnets?.first { $0.id == subnetID }?.cidr.flatMap { IPv4Range($0) }
            server.serverIP = (range ?? Self.openRange)?.address(account.sold(in: subnetID) + index)
        }
        if let id = purchase.publicIP.ids?.first {
            server.publicIP = eip(id, Usage())?.publicIPAddress
        } else if purchase.publicIP.count == .one {
            server.publicIP = Self.publicRange?.address(account.sold + index)
        }
    }

    private static let openRange = IPv4Range("192.168.0.0/16")
    /// Addresses that the Internet never routes (RFC 6598).
    private static let publicRange = IPv4Range("100.64.0.0/10")

    /// The name of server `index`: the service numbers servers only when it is asked for several.
    private static func serverName(_ purchase: CreateServer, _ index: Int) -> String {
        purchase.count == 1 ? purchase.serverName : "\(purchase.serverName)-\(zeroPadded(index + 1, 4))"
    }

    /// Draws an order's id: `CS`, the time to the minute, five characters, as in `CS1710111105S8IPB`. In a rehearsal
    /// thousands of orders fall into one minute, so an id that is taken may come up.
    mutating func newOrderID() -> String {
        while true {
            let id = "CS\(Timestamp(milliseconds: now).orderStamp)\(random.capitals(5))"
            if account.order(id) == nil { return id }
        }
    }

    private func receipt(for order: EmulatedOrder) -> CreateServerResponse {
        var response = CreateServerResponse()
        response.requestID = requestID
        response.orderID = order.orderID
        response.productID = order.productID
        response.serverIDs = order.isPaid || !order.hidesUnpaidServers ? order.serverIDs : nil
        return response
    }
}

extension CreateServer {
    /// What both calls have in common, as orders and lists show it.
    fileprivate init(_ sibling: CreateNet2Server) {
        self.init()
        (serverName, serverModelName, count) = (sibling.serverName, sibling.serverModelName, sibling.count)
        let param = sibling.extendParam
        (orderParam.periodType, orderParam.periodNum) = (param.periodType, param.periodNum)
        (orderParam.isAutoPay, orderParam.isAutoRenew) = (param.isAutoPay, param.isAutoRenew)
        (keypairName, availabilityZone) = (sibling.keypairName ?? "", sibling.availabilityZone)
        enterpriseProjectID = param.enterpriseProjectID
        nics = sibling.nics.map { nic in
            var shown = NicForSingleServer()
            (shown.subnetID, shown.vpcID, shown.ipv6Enable) = (nic.subnetID, sibling.tenantVPCID, nic.ipv6Enable)
            return shown
        }
        publicIP.bandWidth = sibling.bandWidth
        (publicIP.ids, imageID) = (sibling.publicIP?.ids, sibling.imageID)
        // This call makes an elastic IP unless it is told not to.
        if let wanted = sibling.publicIP, wanted.ids == nil {
            publicIP.count = wanted.count == 0 ? EIPCount.none : .one
        }
    }
}
