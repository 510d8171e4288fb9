import CPHModel
import Schema
import Testing

struct OrderModelTests {
    private func problems<M: Model>(_: M.Type, _ value: Value) -> [String] {
        M.problems(in: value).map(\.description)
    }

    @Test func `paying with coupons needs the coupons`() {
        let value: Value = ["order_id": "CS1", "use_coupon": "YES", "use_discount": "NO"]
        #expect(
            problems(PayOrder.self, value) == ["coupon_infos: is missing; is needed when use_coupon is YES"])
    }

    @Test(arguments: ["2026-01-02T03:04:05Z", "2026-01-02 03:04:05", "2026-01-02", ""])
    func `times have one spelling`(text: String) {
        let problems = problems(ListOrders.self, ["create_time_begin": .string(text)])
        #expect(problems.isEmpty == (text == "2026-01-02T03:04:05Z"))
    }

    @Test(arguments: [(2, 11, true), (2, 12, false), (3, 3, true), (3, 4, false), (2, 0, false)])
    func `a renewal has its own longest periods`(type: Int, count: Int, isAccepted: Bool) {
        let value: Value = ["resource_ids": ["a"], "period_type": .int(type), "period_num": .int(count)]
        #expect(problems(RenewResources.self, value).isEmpty == isAccepted)
    }

    @Test(arguments: [(0, false), (1, true), (10, true), (11, false)])
    func `ten servers at most are given back at once`(count: Int, isAccepted: Bool) {
        let ids = (0..<count).map { Value.string("s\($0)") }
        #expect(problems(Unsubscribe.self, ["resource_ids": .list(ids), "unsubscribe_type": 1]).isEmpty == isAccepted)
    }
}
