import CPHModel
import Clock
import Emulator
import Schema
import Testing

struct OrderTests {
    private let clock = ManualClock(milliseconds: start)

    private func order(_ id: String?, in cloud: EmulatedCloud) async throws -> Order {
        let request = try ShowOrder(validating: ["order_id": .string(try #require(id))])
        return try #require(try await cloud.perform(Operations.showOrder, request).orderInfo)
    }

    private func pay(_ id: String?, in cloud: EmulatedCloud) async throws {
        let request: Value = ["order_id": .string(id ?? ""), "use_coupon": "NO", "use_discount": "NO"]
        _ = try await cloud.perform(Operations.payOrder, PayOrder(validating: request))
    }

    private func cancel(_ id: String?, in cloud: EmulatedCloud) async throws {
        _ = try await cloud.perform(Operations.cancelOrder, CancelOrder(validating: ["order_id": .string(id ?? "")]))
    }

    private func code(_ body: () async throws -> Void) async -> String? {
        await #expect(throws: CPHError.self) { try await body() }?.code
    }

    @Test func `an unpaid order waits seven days, and its servers are built after it is paid`() async throws {
        let cloud = try makeCloud(clock: clock)
        let bought = try await cloud.buy("game", count: 2, unpaid)
        let waiting = try await order(bought.orderID, in: cloud)
        #expect(waiting.status == 6 && waiting.pendingPaymentEndTime == "2026-01-09T03:04:05Z")
        #expect(waiting.amountAfterDiscount == 16_000 && waiting.officialAmount == 20_000)
        #expect(waiting.amountInfo?.discounts?.first?.discountAmount == 4_000)
        #expect(waiting.currency == "CNY" && waiting.paymentTime == nil)
        clock.advance(by: .seconds(6 * 86_400))
        #expect(try await cloud.list().servers?.map(\.status) == [0, 0])
        try await pay(bought.orderID, in: cloud)
        #expect(try await order(bought.orderID, in: cloud).status == 3)
        clock.advance(by: .seconds(20))
        let paid = try await order(bought.orderID, in: cloud)
        #expect(paid.status == 5 && paid.paymentTime == "2026-01-08T03:04:05Z" && paid.pendingPaymentEndTime == nil)
        #expect(try await cloud.list().servers?.map(\.status) == [5, 5])
    }

    @Test func `an order that nobody pays is cancelled, and its servers never show again`() async throws {
        let cloud = try makeCloud(clock: clock)
        let bought = try await cloud.buy("game", unpaid)
        clock.advance(by: .seconds(7 * 86_400 - 1))
        #expect(try await order(bought.orderID, in: cloud).status == 6)
        clock.advance(by: .seconds(1))
        #expect(try await order(bought.orderID, in: cloud).status == 4)
        #expect(try await cloud.list().count == 0)
        #expect(await code { try await pay(bought.orderID, in: cloud) } == "CBC.99003106")
        #expect(!cloud.pay(try #require(bought.orderID)))
    }

    @Test func `only what waits for payment can be paid or cancelled, and only once`() async throws {
        let cloud = try makeCloud(clock: clock)
        let (first, second) = (try await cloud.buy("a", unpaid), try await cloud.buy("b", unpaid))
        try await cancel(first.orderID, in: cloud)
        try await pay(second.orderID, in: cloud)
        for id in [first.orderID, second.orderID] {
            #expect(await code { try await pay(id, in: cloud) } == "CBC.99003106")
            #expect(await code { try await cancel(id, in: cloud) } == "CBC.99003106")
        }
        #expect(await code { try await pay("CS0", in: cloud) } == "CBC.30000010")
        #expect(try await cloud.list().servers?.map(\.serverName) == ["b"])
    }

    @Test func `orders are listed by time, status and kind, the newest first`() async throws {
        let cloud = try makeCloud(clock: clock)
        var ids: [String?] = []
        for name in ["a", "b", "c"] {
            ids.append(try await cloud.buy(name, name == "b" ? unpaid : [:]).orderID)
            clock.advance(by: .seconds(60))
        }
        func list(_ query: Value) async throws -> OrderList {
            try await cloud.perform(Operations.listOrders, ListOrders(validating: query))
        }
        #expect(try await list([:]).orderInfos?.map(\.orderID) == ids.reversed())
        #expect(try await list(["order_by": "createTime"]).orderInfos?.map(\.orderID) == ids)
        #expect(try await list(["status": 6]).orderInfos?.map(\.orderID) == [ids[1]])
        #expect(try await list(["order_type": "4"]).totalCount == 0)
        let window: Value = [
            "create_time_begin": "2026-01-02T03:05:05Z", "create_time_end": "2026-01-02T03:05:05Z", "order_type": "1",
        ]
        #expect(try await list(window).orderInfos?.map(\.orderID) == [ids[1]])
        let page = try await list(["limit": 1, "offset": 2])
        #expect(page.totalCount == 3 && page.orderInfos?.map(\.orderID) == [ids[0]])
        #expect(try await list(["order_id": .string(ids[2]?.lowercased() ?? "")]).totalCount == 1)
    }

    @Test func `an order's resources are its servers, with the end of what is paid for`() async throws {
        let cloud = try makeCloud(clock: clock)
        let bought = try await cloud.buy("game", count: 2)
        _ = try await cloud.buy("other")
        let list = try await resources(["order_id": .string(bought.orderID ?? "")], in: cloud)
        #expect(list.totalCount == 2 && list.data?.map(\.resourceID) == bought.serverIDs)
        #expect(list.data?.allSatisfy { $0.status == 2 && $0.expireTime == "2026-02-02T03:04:05Z" } == true)
        clock.advance(by: .seconds(31 * 86_400))
        #expect(try await resources([:], in: cloud).data?.map(\.status) == [5, 5, 5])
    }

    private func resources(_ query: Value, in cloud: EmulatedCloud) async throws -> ResourceList {
        try await cloud.perform(Operations.listResources, ListResources(validating: query))
    }

    @Test func `servers given back are gone, and their refund is an order of its own`() async throws {
        let cloud = try makeCloud(clock: clock)
        let bought = try await cloud.buy("game", count: 4)
        let ids = try #require(bought.serverIDs)
        let request: Value = ["resource_ids": [.string(ids[0]), .string(ids[1])], "unsubscribe_type": 1]
        let result = try await cloud.perform(Operations.unsubscribe, Unsubscribe(validating: request))
        #expect(result.orderIDs?.count == 1)
        let refund = try await order(result.orderIDs?.first, in: cloud)
        #expect(refund.orderType == 4 && refund.status == 5 && refund.amountAfterDiscount == -16_000)
        #expect(try await cloud.list().servers?.map(\.serverID) == [ids[3], ids[2]])
        #expect(await code { _ = try await cloud.show(ids[0]) } == "CPS.0097")
        let again = await code {
            _ = try await cloud.perform(Operations.unsubscribe, Unsubscribe(validating: request))
        }
        #expect(again == "CBC.0100")
    }

    @Test func `a renewal counts once it is paid`() async throws {
        let cloud = try makeCloud(clock: clock)
        let bought = try await cloud.buy("game")
        let id = try #require(bought.serverIDs?.first)
        func renew(_ changes: Object) async throws -> String? {
            var request: Object = ["resource_ids": [.string(id)], "period_type": 3, "period_num": 1]
            for (key, value) in changes { request[key] = value }
            let renewal = try RenewResources(validating: .object(request))
            return try await cloud.perform(Operations.renewResources, renewal).orderIDs?.first
        }
        let waiting = try await renew([:])
        #expect(try await order(waiting, in: cloud).status == 6)
        #expect(try await resources([:], in: cloud).data?.first?.expireTime == "2026-02-02T03:04:05Z")
        try await pay(waiting, in: cloud)
        #expect(try await resources([:], in: cloud).data?.first?.expireTime == "2027-02-02T03:04:05Z")
        _ = try await renew(["is_auto_pay": 1, "period_type": 2])
        #expect(try await resources([:], in: cloud).data?.first?.expireTime == "2027-03-02T03:04:05Z")
        #expect(try await cloud.list().count == 1, "a renewal sells nothing new")
    }

    @Test func `a server renews itself or not, as it is told`() async throws {
        let cloud = try makeCloud(clock: clock)
        let bought = try await cloud.buy("game")
        let id: Value = ["resource_id": .string(try #require(bought.serverIDs?.first))]
        #expect(try await resources([:], in: cloud).data?.first?.expirePolicy == 0)
        _ = try await cloud.perform(Operations.setAutoRenewal, SetAutoRenewal(validating: id))
        #expect(try await resources([:], in: cloud).data?.first?.expirePolicy == 3)
        _ = try await cloud.perform(Operations.cancelAutoRenewal, CancelAutoRenewal(validating: id))
        #expect(try await resources([:], in: cloud).data?.first?.expirePolicy == 0)
    }

    @Test func `a payment that broke off was made all the same`() async throws {
        let cloud = try makeCloud(faults: "reset-after@pay=once", clock: clock)
        let bought = try await cloud.buy("game", unpaid)
        let error = await #expect(throws: CPHError.self) { try await pay(bought.orderID, in: cloud) }
        #expect(error?.kind == .inDoubt)
        #expect(try await order(bought.orderID, in: cloud).status == 3)
    }

    @Test func `prices are those that orders have`() async throws {
        let cloud = try makeCloud(clock: clock)
        let product: Value = [
            "id": "1", "cloud_service_type": "hws.service.type.cph", "resource_type": "hws.resource.type.cph.server",
            "resource_spec": "physical.rx2.32xlarge.4",
            "region": "cn-east-3", "period_type": 2, "period_num": 1, "subscription_num": 2,
        ]
        let question = try RatePrices(validating: ["project_id": "p", "product_infos": [product]])
        let answer = try await cloud.perform(Operations.ratePrices, question)
        let prices = answer.officialWebsiteRatingResult
        let bought = try await cloud.buy("game", count: 2)
        let order = try await order(bought.orderID, in: cloud)
        #expect(order.officialAmount == prices?.officialWebsiteAmount)
        let offer = answer.optionalDiscountRatingResults?.first
        #expect(order.amountAfterDiscount == offer?.amount && order.amountAfterDiscount == 16_000)
        #expect(offer?.officialWebsiteAmount == 20_000 && offer?.discountAmount == 4_000)
        #expect(prices?.productRatingResults?.map(\.id) == ["1"])
    }
}
