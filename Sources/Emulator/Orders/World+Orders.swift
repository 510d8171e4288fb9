import CPHModel
import Schema

/// Orders as the billing service shows them.
extension World {
    func showOrder(_ query: ShowOrder) throws(Refusal) -> OrderDetail {
        let order = try order(query.orderID)
        var detail = OrderDetail()
        detail.totalCount = 1
        detail.orderInfo = view(of: order)
        detail.orderInfo?.userName = "emulator"
        if order.waitsForPayment(at: now) {
            detail.orderInfo?.pendingPaymentEndTime = Timestamp(milliseconds: order.paymentDeadline).iso
        }
        detail.orderLineItems = [item(of: order)]
        return detail
    }

    /// A page of the orders that match, the newest first unless asked otherwise.
    func listOrders(_ query: ListOrders) -> OrderList {
        let filter = OrderFilter(query)
        var found = account.newest(naming: nil).map { account[$0] }.filter { order in
            order.createdAt <= now && filter.admits(order, status: status(of: order))
        }
        if query.orderBy == .oldestFirst { found.reverse() }
        var list = OrderList()
        list.totalCount = found.count
        list.orderInfos = found.page(query.offset, pageSize(query.limit ?? 10)).map { order in
            var view = view(of: order)
            view.enterpriseProjects = [enterpriseProject(of: order)]
            return view
        }
        return list
    }

    /// Prepaid servers; nothing is attached to them, so that main resources are all there is.
    func listResources(_ query: ListResources) throws(Refusal) -> ResourceList {
        var resources: [Resource] = []
        // An order about servers that another one sold lists those.
        let asked = query.orderID.flatMap { account.order($0) }.flatMap { $0.createdAt <= now ? $0 : nil }
        let about = asked?.about.map(Set.init)
        for order in account.newest(naming: nil).lazy.map({ account[$0] })
        where order.isPaid && order.createdAt <= now
            && (about != nil || query.orderID ?? order.orderID == order.orderID)
        {
            for server in order.servers
            where query.resourceIDs?.contains(server.serverID) != false && about?.contains(server.serverID) != false {
                let resource = resource(server, order)
                if ResourceFilter(query).admits(resource) { resources.append(resource) }
            }
        }
        var list = ResourceList()
        list.totalCount = resources.count
        list.data = resources.page(query.offset, pageSize(query.limit ?? 10))
        return list
    }

    /// The order of that id, as far as it has arrived.
    func order(_ id: String) throws(Refusal) -> EmulatedOrder {
        guard let order = account.order(id), order.createdAt <= now else {
            throw Refusal(400, "CBC.30000010", "The order \(id) does not exist.")
        }
        return order
    }

    /// The order's status: 6 while it waits for payment, 3 while servers are built, then 5; 4 for one that was
    /// cancelled or waited too long.
    func status(of order: EmulatedOrder) -> Int {
        if order.isCancelled(at: now) { return Order.Status.cancelled }
        guard order.isPaid else { return Order.Status.pendingPayment }
        return order.servers.isEmpty || isBuilt(order) ? Order.Status.completed : Order.Status.processing
    }

    private func view(of order: EmulatedOrder) -> Order {
        var view = Order()
        view.orderID = order.orderID
        view.customerID = owner.id
        view.serviceTypeCode = Self.serviceType
        view.serviceTypeName = "Cloud Phone Host"
        view.sourceType = 1
        view.status = status(of: order)
        view.orderType = (order.kind ?? .new).rawValue
        view.amountAfterDiscount = order.toPay
        view.officialAmount = order.amount ?? 0
        view.amountInfo = amounts(of: order)
        view.measureID = 1
        view.createTime = Timestamp(milliseconds: order.createdAt).iso
        view.paymentTime = order.paidAt.map { Timestamp(milliseconds: $0).iso }
        view.currency = Self.currency
        return view
    }

    private func item(of order: EmulatedOrder) -> OrderItem {
        var item = OrderItem()
        item.orderLineItemID = "\(order.orderID)-000001"
        item.serviceTypeCode = Self.serviceType
        item.serviceTypeName = "Cloud Phone Host"
        item.productID = order.productID
        item.productSpecDesc = order.request.serverModelName
        if order.kind != .unsubscription {
            item.periodType = order.request.orderParam.periodType.rawValue
            item.periodNum = order.request.orderParam.periodNum
        }
        item.subscriptionNum = order.about?.count ?? order.servers.count
        item.amountAfterDiscount = order.toPay
        item.officialAmount = order.amount ?? 0
        item.currency = Self.currency
        item.productOwnerService = Self.serviceType
        item.commercialResource = Self.serverType
        item.orderID = order.orderID
        if let paidAt = order.paidAt {
            item.effectiveTime = Timestamp(milliseconds: paidAt).iso
            item.expireTime = Timestamp(milliseconds: paidAt).adding(months: order.request.months).iso
        }
        return item
    }

    private func resource(_ server: EmulatedServer, _ order: EmulatedOrder) -> Resource {
        var resource = Resource()
        resource.id = "\(order.productID)-\(server.serverID)"
        resource.resourceID = server.serverID
        resource.resourceName = server.serverName
        resource.regionCode = settings.region
        resource.serviceTypeCode = Self.serviceType
        resource.serviceTypeName = "Cloud Phone Host"
        resource.resourceTypeCode = Self.serverType
        resource.resourceTypeName = "Cloud phone server"
        resource.resourceSpecCode = order.request.serverModelName
        resource.projectID = projectID
        resource.productID = order.productID
        resource.isMainResource = 1
        let begin = Timestamp(milliseconds: order.paidAt ?? order.createdAt)
        let end = begin.adding(months: order.request.months + (server.renewedMonths ?? 0))
        resource.effectiveTime = begin.iso
        resource.expireTime = end.iso
        resource.status = server.deletedAt != nil ? 3 : end.milliseconds <= now ? 5 : 2
        resource.expirePolicy = server.renewsItself ?? (order.request.orderParam.isAutoRenew == .yes) ? 3 : 0
        resource.updateTime = Timestamp(milliseconds: server.deletedAt ?? begin.milliseconds).iso
        resource.enterpriseProject = enterpriseProject(of: order)
        return resource
    }

    private func enterpriseProject(of order: EmulatedOrder) -> EnterpriseProjectReference {
        var project = EnterpriseProjectReference()
        project.id = order.request.enterpriseProjectID ?? "0"
        project.name = project.id == "0" ? "default" : nil
        return project
    }
}
