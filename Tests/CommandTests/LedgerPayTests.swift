import TestSupport
import Testing

/// The safe two-step: orders that wait for payment, then `cph ledger pay`.
@Suite(.ownThreads)
struct LedgerPayTests {
    /// Orders three purchases and pays none.
    private static let script = """
        for number = 1, 3 do
          cph.servers.create { server_name = "two-step-" .. number, server_model_name = "physical.rx2.32xlarge.4",
            keypair_name = "k", count = 2, order_param = cph.order.months(1), public_ip = cph.public_ip.none(),
            nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
        end
        """

    private func ordered(_ options: String...) throws -> LocalCloud {
        let cloud = options.isEmpty ? try LocalCloud() : try LocalCloud("--faults", options[0])
        let outcome = try cloud.cph("--allow-spend", "6", "-", input: Self.script)
        #expect(outcome.status == 0, "\(outcome.error)")
        return cloud
    }

    private func states(_ cloud: LocalCloud) throws -> [String] {
        try cloud.cph("ledger", "list").lines.map { String($0.split(separator: "\t")[4]) }
    }

    @Test func `nothing is paid unless somebody agrees, and the question names the money`() throws {
        let cloud = try ordered()
        #expect(try states(cloud) == ["unpaid", "unpaid", "unpaid"])
        let refused = try cloud.cph("ledger", "pay", "--all")
        #expect(refused.status == 3, "\(refused.error)")
        #expect(refused.error.contains("allow it with --allow-pay 3"), "\(refused.error)")
        let dry = try cloud.cph("ledger", "pay", "--all", "--dry-run")
        #expect(dry.status == 0 && dry.error.hasPrefix("dry run: would pay 3 orders, in all 48000.00 CNY\n"))
        #expect(dry.error.contains("\ndry run:   two-step-3: 2 servers x 1 month, order CS"), "\(dry.error)")
        #expect(dry.error.hasSuffix("\ndry run: nothing was paid\n"), "\(dry.error)")
        let byVariable = try Command.start(
            ["ledger", "pay", "--all", "--allow-pay", "3"],
            environment: cloud.environment.merging(["CPH_DRY_RUN": "1"]) { $1 }
        ).wait()
        #expect(byVariable.error == dry.error)
        #expect(try states(cloud) == ["unpaid", "unpaid", "unpaid"])
    }

    @Test func `an order that was cancelled elsewhere keeps no other from being paid`() throws {
        let cloud = try ordered()
        let orders = try cloud.cph("ledger", "list").lines.map { String($0.split(separator: "\t")[7]) }
        let cancel = "cph.api.cancel_customer_order { order_id = '\(orders[1])' }"
        #expect(try cloud.cph("--allow-change", "1", "-", input: cancel).status == 0)
        let paid = try cloud.cph("ledger", "pay", "--all", "--allow-pay", "3")
        #expect(paid.lines.count == 2 && (paid.status == 0 || paid.status == 4), "\(paid)")
        let rest = try states(cloud)
        #expect(!rest.contains("unpaid"), "\(rest)")
        #expect(try cloud.cph("ledger", "list", "--state", "paid").lines.count == 2)
    }

    @Test func `policies hold for payments: where, when, and in which ledger`() throws {
        let cloud = try ordered()
        let policy = try TemporaryFolder(["p.lua": "return {\n  regions = { 'ap-southeast-9' },\n}"])
        #expect(try cloud.cph("ledger", "policy", "set", "\(policy.path)/p.lua").status == 0)
        for options in [["--all"], ["two-step-1"], ["--all", "--dry-run"]] {
            let refused = try Command.start(
                ["ledger", "pay", "--allow-pay", "3"] + options, environment: cloud.environment
            ).wait()
            #expect(refused.status == 3 && refused.error.contains("the only regions are ap-southeast-9"), "\(refused)")
        }
        #expect(try states(cloud) == ["unpaid", "unpaid", "unpaid"])
        #expect(try cloud.cph("ledger", "policy", "remove", "--reason", "moved").status == 0)
        #expect(try cloud.cph("ledger", "pay", "--all", "--allow-pay", "3").status == 0)
    }

    @Test func `one order is paid by name, another by its id, and none twice`() throws {
        let cloud = try ordered()
        let first = try cloud.cph("ledger", "pay", "two-step-1", "--allow-pay", "1")
        #expect(first.status == 0 && first.output.hasPrefix("adopted\ttwo-step-1\t2/2\t"), "\(first.error)")
        let order = try cloud.cph("ledger", "list").lines[1].split(separator: "\t")[7]
        #expect(try cloud.cph("ledger", "pay", String(order), "--allow-pay", "1").status == 0)
        let again = try cloud.cph("ledger", "pay", "two-step-1", "--allow-pay", "1")
        #expect(again.status == 0 && again.output.isEmpty, "\(again)")
        #expect(again.error == "cph ledger: \"two-step-1\" is bought: nothing is left to pay\n", "\(again.error)")
        let byOrder = try cloud.cph("ledger", "pay", String(order))
        #expect(byOrder.status == 0 && byOrder.error.contains("nothing is left to pay"), "\(byOrder)")
        #expect(try cloud.cph("ledger", "pay", "two-step-9").status == 2)
        #expect(try cloud.cph("ledger", "pay", "--all", "--allow-pay", "1").lines.count == 1)
        let rest = try cloud.cph("ledger", "pay", "--all")
        #expect(rest.status == 0 && rest.error.contains("no order waits for payment"), "\(rest.error)")
        #expect(try cloud.cph("ledger", "verify").status == 0)
        // Run again, the script orders nothing: it gets what was paid.
        #expect(try cloud.cph("-", input: Self.script).status == 0)
        #expect(try cloud.servers() == 6)
    }

    @Test func `an order whose answer was lost is found by its order and paid with the others`() throws {
        let cloud = try LocalCloud("--faults", "list-lag=1h,reset-after=once")
        #expect(try cloud.cph("--allow-spend", "6", "--settle", "0s", "-", input: Self.script).status == 20)
        let look = try cloud.cph("ledger", "resolve", "two-step-1")
        let order = try #require(look.error.firstMatch(of: /order (CS[A-Z0-9]+), made at .* CNY/)?.1)
        let absent = try cloud.cph(
            "ledger", "resolve", "two-step-1", "--absent", "--evidence", "an empty list", "--lag", "0s")
        #expect(absent.status == 1 && absent.error.contains("belongs to no purchase: \"\(order)\""), "\(absent.error)")
        #expect(try cloud.cph("ledger", "resolve", "two-step-1", "--order", "CSNOPE").status != 0)
        let right = try cloud.cph("ledger", "resolve", "two-step-1", "--order", String(order))
        #expect(right.status == 0 && right.output.hasPrefix("unpaid\t"), "\(right.error)")
        let paid = try cloud.cph("ledger", "pay", "--all", "--allow-pay", "3")
        #expect(paid.status == 0 && paid.lines.count == 1, "\(paid.error)")
        #expect(try states(cloud) == ["adopted"] && paid.output.contains("\t2/2\t\(order)\t"), "\(paid.output)")
    }

    @Test func `a payment whose answer is lost is settled by the order itself`() throws {
        let cloud = try ordered("reset-after@pay=once")
        let outcome = try cloud.cph("ledger", "pay", "--all", "--allow-pay", "3")
        #expect(outcome.status == 0 && outcome.lines.count == 3, "\(outcome.error)")
        #expect(try states(cloud) == ["adopted", "adopted", "adopted"])
    }

    @Test func `servers that an unpaid order hides are known once it is paid`() throws {
        let cloud = try ordered("unpaid=no-ids")
        #expect(try cloud.cph("ledger", "list").lines.allSatisfy { $0.contains("\t0/2\t") })
        let outcome = try cloud.cph("ledger", "pay", "--all", "--allow-pay", "3")
        #expect(outcome.lines.count == 3 && outcome.lines.allSatisfy { $0.contains("\t2/2\t") }, "\(outcome.output)")
    }

    @Test func `wrong words say what is right`() throws {
        let cloud = try LocalCloud()
        for (words, status, text) in [
            (["pay"], 2, "name one purchase or order, or give --all"), (["pay", "a", "--all"], 2, "or give --all"),
            (["pay", "--all", "--allow-pay=-1"], 2, "--allow-pay takes a number from 0 on"),
        ] {
            let outcome = try Command.start(["ledger"] + words, environment: cloud.environment).wait()
            #expect(outcome.status == Int32(status) && outcome.error.contains(text), "\(outcome.error)")
        }
    }
}
