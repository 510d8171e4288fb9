import CPHModel

/// Decides which orders a list query asks for.
struct OrderFilter {
    private let query: ListOrders

    init(_ query: ListOrders) { self.query = query }

    func admits(_ order: EmulatedOrder, status: Int) -> Bool {
        if let id = query.orderID, !id.isEmpty, id.uppercased() != order.orderID { return false }
        if let wanted = query.status, wanted.rawValue != status { return false }
        if let wanted = query.orderType, wanted.rawValue != String((order.kind ?? .new).rawValue) { return false }
        let created = Timestamp(milliseconds: order.createdAt).iso
        guard created >= query.createTimeBegin ?? "", created <= query.createTimeEnd ?? "9" else { return false }
        guard query.paymentTimeBegin != nil || query.paymentTimeEnd != nil else { return true }
        guard let paidAt = order.paidAt else { return false }
        let paid = Timestamp(milliseconds: paidAt).iso
        return paid >= query.paymentTimeBegin ?? "" && paid <= query.paymentTimeEnd ?? "9"
    }
}

/// Decides which prepaid resources a query asks for, beyond order and ids.
struct ResourceFilter {
    private let query: ListResources

    init(_ query: ListResources) { self.query = query }

    func admits(_ resource: Resource) -> Bool {
        let statuses = query.statusList?.map(\.rawValue) ?? []
        let end = resource.expireTime ?? ""
        return (statuses.isEmpty || statuses.contains(resource.status ?? 0))
            && end >= query.expireTimeBegin ?? "" && end <= query.expireTimeEnd ?? "9"
    }
}
