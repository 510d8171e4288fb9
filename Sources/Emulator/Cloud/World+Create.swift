import CPHModel
import Schema

extension World {
    /// Sells what `request` asks for, or refuses it as the service would.
    mutating func createServer(_ request: CloudRequest) -> Answer {
        let body: Value
        do { body = try Value(json: request.body) } catch { return answer(.notJSON(error)) }
        let (purchase, problems) = CreateServer.examine(body)
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { return answer(Refusal(errors, in: body)) }
        let order = order(for: purchase)
        guard keep([order]) else { return answer(.unwritable) }
        return answer(200, receipt(for: order).value)
    }

    /// Pays an order that waits for payment. False when there is none of that id, or it cannot be kept.
    mutating func pay(_ orderID: String) -> Bool {
        guard var order = account.order(orderID), order.waitsForPayment(at: now) else { return false }
        order.paidAt = now
        return keep([order])
    }

    private mutating func order(for purchase: CreateServer) -> EmulatedOrder {
        var order = EmulatedOrder()
        order.orderID = newOrderID()
        order.productID = "00301-\(padded(Int(random.next() % 100_000), 5))-0--0"
        order.createdAt = now + (twist?.delay ?? 0)
        order.paidAt = purchase.orderParam.paysAtOnce ? order.createdAt : nil
        order.request = purchase
        order.hidesUnpaidServers = settings.faults.withholdsUnpaidIDs
        let sold = twist?.sellsFewer == true ? purchase.count - 1 : purchase.count
        order.servers = (0..<sold).map { index in
            EmulatedServer(id: random.hexID(), name: Self.serverName(purchase, index))
        }
        order.amount = Prices.price(of: purchase, count: sold)
        if twist?.failsToBuild == true, sold > 0 { order.servers[sold - 1].failsToBuild = true }
        return order
    }

    /// The service numbers servers when it is asked for several, and only then.
    private static func serverName(_ purchase: CreateServer, _ index: Int) -> String {
        purchase.count == 1 ? purchase.serverName : "\(purchase.serverName)-\(padded(index + 1, 4))"
    }

    /// `CS`, the time to the minute, five characters: `CS1710111105S8IPB`. In a rehearsal thousands of orders fall
    /// into one minute, so an id may come up that is taken.
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

    /// Puts `orders` into the account once they are on disk: what the file does not know was not sold.
    mutating func keep(_ orders: [EmulatedOrder]) -> Bool {
        let (projectID, random) = (projectID, random)
        do { try file?.save(orders, projectID: projectID, random: random) } catch { return false }
        for order in orders { account.put(order) }
        return true
    }
}
