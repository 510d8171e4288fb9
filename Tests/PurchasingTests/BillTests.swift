import CPHModel
import Emulator
import Glibc
import Ledger
import Purchasing
import Schema
import Synchronization
import TestSupport
import Testing

/// The record's sums are the service's own bill to the last digit, whatever was bought, paid and given back, and wherever runs
/// died.
struct BillTests {
    /// For each of four seeds.
    private static let events = getenv("CPH_LONG") != nil ? 1000 : 250

    /// Draws numbers; the same seed draws the same.
    private struct Draw: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) ^ (state << 31)
        }

        mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
    }

    /// Ends the run at its hook's call of that number; 0 never does.
    private final class Death: Sendable {
        private let left: Mutex<Int>

        init(at call: Int) { left = Mutex(call) }

        func pass() throws(CrashPointFault) {
            let dies = left.withLock { left in
                left -= 1
                return left == 0
            }
            if dies { throw .crash }
        }
    }

    private struct Account {
        let cloud: EmulatedCloud
        let folder: TemporaryFolder

        init(seed: UInt64) throws {
            var configuration = EmulatedCloud.Configuration(seed: seed)
            configuration.buildTime = .zero
            let catalogue: Value = [
                "prices": [
                    ["server_model_name": "m1", "monthly": 333.33], ["server_model_name": "m2", "monthly": 0.07],
                    ["server_model_name": "m3", "monthly": 12_345.678],
                ],
                "coupons": [["coupon_id": "CP1", "coupon_type": 1, "face_value": 1234.56]],
                "discounts": [["discount_id": "D1", "discount_type": 0, "percent_off": 7]],
            ]
            configuration.catalogue = try Catalogue(validating: catalogue)
            cloud = try EmulatedCloud(configuration)
            folder = try TemporaryFolder(isInMemory: true)
        }

        /// A run of its own, which dies at that call of its hook.
        func run(_ number: Int, dyingAt call: Int = 0) throws -> Purchasing.Opened {
            var limits = SpendLimits.everything
            limits.payments = 1000
            var settings = Purchasing.Settings(ledger: .file("\(folder.path)/ledger.sqlite3"), limits: limits) {
                RunInfo(id: "run-\(number)", host: "here", user: "ann")
            }
            (settings.settle, settings.lag) = (.zero, .zero)
            let death = Death(at: call)
            settings.hook = { (_: CrashPoint) throws(CrashPointFault) in try death.pass() }
            return try Purchasing.open(cloud, scope: .embedded(projectID: cloud.projectID), settings)
        }

        var orders: [Order] {
            get async throws {
                var all: [Order] = []
                while true {
                    var request = ListOrders()
                    (request.limit, request.offset) = (100, all.count)
                    let page = try await cloud.perform(Operations.listOrders, request)
                    all += page.orderInfos ?? []
                    if all.count == page.totalCount { return all }
                }
            }
        }
    }

    /// Does something that a person or a script might do, in a run that may die.
    private func act(_ number: Int, _ draw: inout Draw, _ account: Account) async throws {
        let opened = try account.run(number, dyingAt: draw.below(3) == 0 ? 1 + draw.below(14) : 0)
        let billing = BillingService(account.cloud)
        do throws(CPHError) {
            switch draw.below(13) {
            case 0...3: _ = try await opened.gate.perform(Operations.createServer, Self.purchase(number, &draw))
            case 4, 5:
                var wish = PaymentWish()
                if draw.below(3) == 0 { wish.discount = "D1" }
                if draw.below(6) == 0 { wish.coupons = ["CP1"] }
                let (payable, _) = try await opened.ledger.payablePurchases(by: "ann", on: billing)
                guard let record = payable.randomElement(using: &draw) else { break }
                let choices = try await opened.gate.approvePayment(of: [record], with: wish, on: billing)
                let choice = choices?[record.key] ?? PaymentChoice()
                _ = try await opened.ledger.pay(record.key, by: "ann", with: choice, on: billing)
            case 6, 7:
                let servers = try await opened.ledger.purchases().filter { $0.state != .inDoubt }.flatMap(\.serverIDs)
                guard let id = servers.randomElement(using: &draw) else { break }
                var request = Unsubscribe()
                request.resourceIDs = [id]
                _ = try await opened.gate.perform(Operations.unsubscribe, request)
            case 8, 9, 10: try await change(&draw, account, opened)
            case 11:
                // What nobody knows of yet would be looked for in vain.
                let orders = try await opened.ledger.purchases(in: [.unpaid]).compactMap(\.orderID)
                guard let id = orders.randomElement(using: &draw) else { break }
                var request = CancelOrder()
                request.orderID = id
                _ = try await account.cloud.perform(Operations.cancelOrder, request)
            default: _ = try await opened.ledger.refreshOrders(on: billing)
            }
            _ = await opened.ledger.learnRunOrders(within: .seconds(5))
            _ = try await opened.ledger.end(exit: 0)
        } catch {
            // The run died, or what it wanted could not be done any more.
        }
    }

    /// Renews a server, or gives one back, as a plan of `cph.renewals` does.
    private func change(
        _ draw: inout Draw, _ account: Account, _ opened: Purchasing.Opened
    ) async throws(CPHError) {
        let servers = try await opened.ledger.purchases().filter { $0.state != .inDoubt }.flatMap(\.serverIDs)
        guard let id = servers.randomElement(using: &draw) else { return }
        var list = ListResources()
        list.resourceIDs = [id]
        let found = try await account.cloud.perform(Operations.listResources, list).data?.first
        guard let expiry = found?.expireTime else { return }
        var value: Object = ["change": "unsubscribe", "resource_id": .string(id), "expire_time": .string(expiry)]
        if draw.below(4) > 0 {
            (value["change"], value["period_type"]) = ("renew", 2)
            (value["period_num"], value["is_auto_pay"]) = (.int(1 + draw.below(5)), .int(draw.below(2)))
        }
        _ = try await opened.gate.perform(ResourceChange.checked(.object(value)))
    }

    private static func purchase(_ number: Int, _ draw: inout Draw) throws(CPHError) -> CreateServer {
        let value: Value = [
            "server_name": .string("s-\(number)"), "server_model_name": .string("m\(1 + draw.below(3))"),
            "count": .int(1 + draw.below(3)), "keypair_name": "k",
            "order_param": [
                "charging_mode": 0, "period_type": 2, "period_num": .int(1 + draw.below(9)),
                "is_auto_pay": .int(draw.below(2)),
            ],
            "nics": [["subnet_id": "3c5e2638-b71f-4499-8d1e-355e89f21ae0"]],
            "public_ip": [
                "band_width": ["band_width_size": 300, "band_width_charge_mode": 0, "band_width_share_type": 0]
            ],
        ]
        return CreateServer.examine(value).0
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `the sums of the report are those of the account's orders`(seed: UInt64) async throws {
        let account = try Account(seed: seed)
        var draw = Draw(state: seed)
        for number in 1...Self.events { try await act(number, &draw, account) }
        let last = try account.run(Self.events + 1)
        let billing = BillingService(account.cloud)
        for record in try await last.ledger.purchases(in: [.inDoubt, .sending, .duplicate]) {
            let found = try await last.ledger.resolve(record.key, .look, by: "ann")
            guard found.state == .inDoubt else { continue }
            // The emulated cloud shows what it sold at once.
            _ = try await last.ledger.resolve(record.key, .absent(evidence: "the account shows nothing"), by: "ann")
        }
        let news = try await last.ledger.refreshOrders(on: billing)
        #expect(news.failures.isEmpty, "\(news.failures)")
        #expect(try await last.ledger.refreshOrders(on: billing).changed.isEmpty, "nothing is news twice")
        _ = try await last.ledger.end(exit: 0)

        let journal = try Journal.open(.file("\(account.folder.path)/ledger.sqlite3"), .read)
        let total = try #require(PurchaseReport(try journal.entries(), by: .plan).totals.first { $0.currency == "CNY" })
        let orders = try await account.orders
        let cancelled = Order.Status.cancelled
        let bought = orders.filter { [1, 2].contains($0.orderType) && $0.status != cancelled }
        let paid = bought.filter { $0.paymentTime != nil }
        let back = orders.filter { $0.orderType == 4 }
        let renewed = bought.filter { $0.orderType == 2 }
        #expect(bought.count > 30 && paid.count > 10 && back.count > 5, "the story is no story: \(bought.count)")
        #expect(renewed.count > 5, "the story is no story: \(renewed.count)")
        #expect(total.amount?.number == Self.sum(bought))
        #expect(total.paid?.number == Self.sum(paid) - Self.coupons(paid))
        #expect(total.refunded?.number == -Self.sum(back))
        // What a plan of `cph.renewals` gives back is a line of the record by itself.
        let recorded = Set(try journal.purchases().compactMap(\.orderID))
        #expect(total.purchases == bought.count + back.filter { recorded.contains($0.orderID ?? "") }.count)
        _ = try journal.verify()
    }

    private static func coupons(_ orders: [Order]) -> Decimal {
        orders.map { $0.amountInfo?.couponAmount ?? 0 }.reduce(.zero, +)
    }

    private static func sum(_ orders: [Order]) -> Decimal {
        orders.map { $0.amountAfterDiscount ?? 0 }.reduce(.zero, +)
    }
}
