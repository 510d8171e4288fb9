import Files
import Schema
import TestSupport
import Testing

/// Orders to their end: what they came to, what was paid with what, what came back.
@Suite(.ownThreads)
struct OrderTests {
    /// Orders servers under a name; what is paid at once says so.
    private static let script = """
        local name, count, pays = arg[1], tonumber(arg[2]), arg[3] == "pay"
        cph.servers.create { server_name = name, server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k",
          count = count, order_param = cph.order.months(1, { pay = pays }), public_ip = cph.public_ip.none(),
          nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
        """

    private static let catalogue = """
        { "coupons": [{ "coupon_id": "CP1", "coupon_type": 1, "face_value": 20000.5 },
            { "coupon_id": "CASH", "coupon_type": 4, "face_value": 1 }],
          "discounts": [{ "discount_id": "D1", "discount_type": 0, "percent_off": 10 }] }
        """

    private func cloud(_ more: String...) throws -> (LocalCloud, TemporaryFolder) {
        let folder = try TemporaryFolder(["catalogue.json": Self.catalogue], isInMemory: true)
        return (try LocalCloud(["--catalogue", "\(folder.path)/catalogue.json"] + more), folder)
    }

    private func order(_ cloud: LocalCloud, _ name: String, _ count: Int = 1, pays: Bool = false) throws -> String {
        let words = ["--allow-spend", "10", "-", name, "\(count)", pays ? "pay" : "wait"]
        let outcome = try Command.start(words, input: Self.script, environment: cloud.environment).wait()
        #expect(outcome.status == 0, "\(outcome.error)")
        return outcome.error
    }

    private func entry(_ cloud: LocalCloud, _ name: String) throws -> Object {
        let list = try Value(json: try cloud.cph("ledger", "list", "--prefix", name, "--json").output)
        return try #require(list.items?.first?.members)
    }

    @Test func `a run says what waits for payment, until when, and how to pay it`() throws {
        let (cloud, _) = try cloud()
        let one = try order(cloud, "one", 2)
        #expect(
            one.contains(/1 order waits for payment, 16000.00 CNY, until 20[0-9-]+T[0-9:]+Z: cph ledger pay one\n/),
            "\(one)")
        #expect(!(try order(cloud, "two", pays: true)).contains("wait"))
        let both = try cloud.cph(
            "--allow-spend", "10", "-",
            input: "for _, n in ipairs { 'a', 'b' } do arg = { n, '1', 'wait' } (function() \(Self.script) end)() end")
        #expect(both.error.contains("2 orders wait for payment, 16000.00 CNY, the first until "), "\(both.error)")
        #expect(both.error.hasSuffix(": cph ledger pay --all\n2 bought, 0 were bought before\n"), "\(both.error)")
        let dry = try cloud.cph("--dry-run", "-", "dry", "1", "wait", input: Self.script)
        #expect(dry.status == 0 && !dry.error.contains("for payment"), "\(dry.error)")
        // Where the orders can't be looked at, what is known is said all the same.
        let closed = try LocalCloud("--faults", "403@orders=1.0")
        #expect(try order(closed, "one").contains("1 order waits for payment"), "the ledger knows that by itself")
    }

    @Test func `coupons and discounts are shown, and used where they are named`() throws {
        let (cloud, _) = try cloud()
        for name in ["a", "b", "c"] { _ = try order(cloud, name, 2) }
        let dry = try cloud.cph("ledger", "pay", "--all", "--dry-run")
        for offer in ["promotion voucher CP1, 20000.50 left (--coupon CP1)", "promotion D1, takes off 1600.00"] {
            #expect(dry.error.contains("not used: \(offer)"), "\(dry.error)")
        }
        let wish = ["ledger", "pay", "--all", "--coupon", "CP1", "--discount", "D1"]
        let asked = try Command.start(wish + ["--dry-run"], environment: cloud.environment).wait()
        // 14,400 each after the discount; the coupon pays the first and 5,600.50 of the second.
        #expect(
            asked.error.hasPrefix("dry run: would pay 3 orders, in all 48000.00 CNY, of which 23199.50 CNY in money"))
        let paid = try Command.start(wish + ["--allow-pay", "3"], environment: cloud.environment).wait()
        #expect(paid.status == 0 && paid.lines.count == 3, "\(paid)")
        let entries = try ["a", "b", "c"].map { try entry(cloud, $0) }
        #expect(entries.map { $0["amount"]?.text } == ["14400.00", "14400.00", "14400.00"])
        #expect(entries.map { $0["paid"]?.text } == ["0.00", "8799.50", "14400.00"])
        #expect(entries.map { $0["coupons"]?.text } == ["14400.00", "5600.50", nil])
        #expect(entries[2]["paid_with"]?.items?.compactMap(\.text) == ["discount D1"])
        let show = try cloud.cph("ledger", "show", "b").output
        #expect(show.contains("and 5600.50 CNY with coupons, with discount D1 and coupon CP1\n"), "\(show)")
        _ = try order(cloud, "d")
        let gone = try cloud.cph("ledger", "pay", "d", "--coupon", "CP1", "--allow-pay", "1")
        #expect(gone.status == 1 && gone.error.contains("coupon \"CP1\" can't be used"), "\(gone)")
        #expect(gone.error.contains("it can take \"CASH\"") && gone.error.contains("nothing was paid"))
        #expect(try cloud.cph("ledger", "verify").status == 0)
    }

    @Test func `refresh learns what became of orders elsewhere, and says nothing twice`() throws {
        let (cloud, _) = try cloud()
        for name in ["paid", "gone", "back"] { _ = try order(cloud, name, 2, pays: name == "back") }
        let orders = try ["paid", "gone"].map { try #require(try entry(cloud, $0)["order_id"]?.text) }
        let server = try #require(try entry(cloud, "back")["server_ids"]?.items?.first?.text)
        let elsewhere = try Command.start(
            ["--ledger", "\(cloud.home)/other.sqlite3", "--allow-change", "2", "--allow-pay", "1", "-"],
            input: """
                cph.api.pay_orders { order_id = "\(orders[0])", use_coupon = "NO", use_discount = "NO" }
                cph.api.cancel_customer_order { order_id = "\(orders[1])" }
                cph.api.cancel_resources_subscription { resource_ids = { "\(server)" }, unsubscribe_type = 1 }
                """, environment: cloud.environment
        ).wait()
        #expect(elsewhere.status == 0, "\(elsewhere.error)")
        let first = try cloud.cph("ledger", "refresh")
        #expect(first.status == 0 && first.lines.count == 3, "\(first)")
        #expect(first.error.contains("asked about 3 orders, 3 had news"), "\(first.error)")
        #expect(try cloud.cph("ledger", "refresh").lines.isEmpty)
        let entries = try ["paid", "gone", "back"].map { try entry(cloud, $0) }
        #expect(entries.map { $0["state"]?.text } == ["adopted", "cancelled", "accepted"])
        #expect(entries.map { $0["paid"]?.text } == ["16000.00", nil, "16000.00"])
        #expect(entries.map { $0["refunded"]?.text } == [nil, nil, "8000.00"])
        #expect(try cloud.cph("ledger", "show", "back").output.contains("refunded 8000.00 CNY on "))
        #expect(try cloud.cph("ledger", "show", "gone").output.contains("    the order was cancelled\n"))
        let report = try cloud.cph("ledger", "report", "--by", "user", "--json").output
        let row = try #require(try Value(json: report).items?.first?.members)
        #expect(row["amount"]?.text == "32000.00" && row["paid"]?.text == "32000.00")
        #expect(row["refunded"]?.text == "8000.00" && row["servers"]?.integer == 4)
        #expect(try cloud.cph("ledger", "verify").status == 0)
        // The name of an order that was cancelled is free again.
        #expect(try order(cloud, "gone", 2).contains("2 bought"))
    }

    @Test func `--all takes an order that the record does not know to wait`() throws {
        let (cloud, _) = try cloud()
        // Somebody else's record was lost: the servers are adopted by a person, and their order waits.
        let words = ["--ledger", "\(cloud.home)/lost.sqlite3", "--allow-spend", "9", "-", "lost", "2", "wait"]
        #expect(try Command.start(words, input: Self.script, environment: cloud.environment).wait().status == 0)
        let taken = try Command.start(
            ["--allow-spend", "9", "-", "lost", "2", "wait"], input: Self.script, environment: cloud.environment
        ).wait()
        #expect(taken.status == 3 && taken.error.contains("already has servers named"), "\(taken.error)")
        let ids = try cloud.ids(named: "lost").flatMap { ["--adopt", $0] }
        let adopted = try Command.start(["ledger", "resolve", "lost"] + ids, environment: cloud.environment).wait()
        #expect(adopted.output.hasPrefix("adopted\t"), "\(adopted)")
        let paid = try cloud.cph("ledger", "pay", "--all", "--allow-pay", "1")
        #expect(paid.status == 0 && paid.output.hasPrefix("adopted\tlost\t2/2\t"), "\(paid)")
        #expect(try entry(cloud, "lost")["paid"]?.text == "16000.00")
        #expect(try cloud.cph("ledger", "pay", "--all").error.contains("no order waits for payment"))
    }
}
