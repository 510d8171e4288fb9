import Glibc
import Schema
import TestSupport
import Testing

/// A nightly renewal by real processes: run five times, killed and cut off, it renews each server once.
@Suite(.ownThreads)
struct RenewalTests {
    private static let purchase = """
        cph.plan("game"):add({ server_name = "game", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 3,
          order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
          nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }):apply()
        """

    private static let renewal = """
        local result = cph.renewals("nightly"):renew({ purchase = "game", months = 1, pay = true }):apply()
        print(result.done, result.before)
        """

    /// How many renewals the account has, and until when its servers are paid for, each once.
    private static let account = """
        print(cph.api.list_customer_orders({ order_type = "2", limit = 100 }).total_count)
        local ends = {}
        for _, row in ipairs(cph.api.list_pay_per_use_customer_resources({ limit = 100 }).data) do ends[row.expire_time] = true end
        for stamp in cph.sorted(ends) do print(stamp) end
        """

    private func buy(_ cloud: LocalCloud) throws {
        let bought = try cloud.cph("--allow-spend", "3", "-", input: Self.purchase)
        #expect(bought.status == 0, "\(bought.error)")
    }

    @Test(arguments: ["", "reset-after@pay=0.6,500-after@pay=0.3", "truncate-after@pay,503-before@orders=0.1"])
    func `the same script run five times renews each server once`(faults: String) throws {
        let cloud = try LocalCloud(["--seed", "3"] + (faults.isEmpty ? [] : ["--faults", faults]))
        try buy(cloud)
        for _ in 1...5 { _ = try cloud.cph("--allow-pay", "3", "--settle", "2s", "-", input: Self.renewal) }
        let last = try cloud.cph("--allow-pay", "3", "-", input: Self.renewal)
        #expect(last.status == 0 && last.output == "0\t3\n", "\(last.error)")
        #expect(last.error.hasSuffix("0 renewed, 3 were renewed before\n"), "\(last.error)")
        let account = try cloud.cph("-", input: Self.account).output.split(separator: "\n")
        #expect(account.first == "3" && account.count == 2, "\(account)")
        #expect(try cloud.cph("ledger", "verify").status == 0)
    }

    @Test func `a nightly renewal leaves alone what somebody has renewed for longer, until it is due`() throws {
        let cloud = try LocalCloud("--seed", "3")
        try buy(cloud)
        let longer = Self.renewal.replacing("months = 1", with: "months = 2")
        #expect(try cloud.cph("--allow-pay", "3", "-", input: longer).output == "3\t0\n")
        let script = "\(Vectors.root)/scripts/renew.lua"
        let nightly = try cloud.cph("--allow-pay", "3", script, "--within", "7d", "--pay")
        #expect(nightly.status == 0 && nightly.output.isEmpty, "\(nightly)")
        #expect(nightly.error.contains("not_due=3"), "\(nightly)")
        // What names no time is always due, and a period is changed once.
        let always = try cloud.cph("--allow-pay", "3", "-", input: Self.renewal)
        #expect(always.status == 1 && always.error.contains("; a period is changed once"), "\(always)")
    }

    @Test func `a renewal that is killed again and again renews each server once`() throws {
        let cloud = try LocalCloud("--seed", "5")
        try buy(cloud)
        for _ in 1...12 {
            _ = try cloud.cph(
                "--allow-pay", "3", "--settle", "0s", "-", input: Self.renewal, killedAt: .change(.random(in: 1...30)))
        }
        for line in try cloud.cph("ledger", "list", "--in-doubt").output.split(separator: "\n") {
            let name = String(line.split(separator: "\t")[2])
            if try cloud.cph("ledger", "resolve", name).status == 20 {
                let absent = try cloud.cph(
                    "ledger", "resolve", name, "--absent", "--lag", "0s", "--evidence", "it is paid until then")
                #expect(absent.status == 0, "\(absent.error)")
            }
        }
        let last = try cloud.cph("--allow-pay", "3", "-", input: Self.renewal)
        #expect(last.status == 0, "\(last.error)")
        #expect(try cloud.cph("-", input: Self.account).output.hasPrefix("3\n"))
        #expect(try cloud.cph("ledger", "verify").status == 0)
    }

    @Test func `a renewal that never arrived stays in doubt until a person decides`() throws {
        let cloud = try LocalCloud("--seed", "3", "--faults", "reset-before@pay=first=1")
        try buy(cloud)
        let first = try cloud.cph("--allow-pay", "3", "--settle", "0s", "-", input: Self.renewal)
        #expect(first.status == 20 && first.error.contains("may have been renewed"), "\(first.error)")
        let list = try cloud.cph("ledger", "list", "--in-doubt", "--json")
        let record = try #require(try Value(json: Array(list.output.utf8)).items?.first?.members)
        #expect(record["kind"] == "renew" && record["months"] == 1 && record["servers"] == 0)
        let name = try #require(record["name"]?.text)
        let look = try cloud.cph("ledger", "resolve", name)
        #expect(
            look.status == 20 && (look.output + look.error).contains("the server is paid for until"), "\(look)")
        #expect(
            try cloud.cph("ledger", "resolve", name, "--absent", "--lag", "0s", "--evidence", "the console").status == 0
        )
        let second = try cloud.cph("--allow-pay", "3", "-", input: Self.renewal)
        #expect(second.status == 0, "\(second.error)")
        #expect(try cloud.cph("-", input: Self.account).output.hasPrefix("3\n"))
    }

    @Test func `it is shown, approved by its hash, held to limits in money, and shown in the record`() throws {
        let cloud = try LocalCloud("--seed", "3")
        try buy(cloud)
        let dry = try cloud.cph("--dry-run", "-", input: Self.renewal)
        #expect(dry.status == 0 && dry.error.contains("dry run: would renew game-"), "\(dry.error)")
        #expect(dry.error.hasSuffix("dry run: 3 servers would be renewed; nothing was changed\n"), "\(dry.error)")
        // A month at a fifth less than the list price: 8000.00 each.
        let dear = try cloud.cph("--allow-cost", "23999.99", "-", input: Self.renewal)
        #expect(dear.status == 3 && dear.error.contains("24000.00 CNY"), "\(dear.error)")
        let waits = try cloud.cph("-", input: Self.renewal)
        #expect(waits.status == 3 && waits.error.contains("waiting for approval: cph ledger approve"), "\(waits.error)")
        let show = "print(cph.renewals('nightly'):renew({ purchase = 'game', months = 1, pay = true }):hash())"
        let hash = try cloud.cph("-", input: show).output.split(separator: "\n").joined()
        let approved = try cloud.cph("--approve", hash, "--allow-cost", "24000", "-", input: Self.renewal)
        #expect(approved.status == 0 && approved.output == "3\t0\n", "\(approved.error)")
        let text = try cloud.cph("ledger", "list", "--plan", "nightly").output
        #expect(text.split(separator: "\n").count == 3 && text.contains("renew:"), "\(text)")
        let report = try cloud.cph("ledger", "report", "--by", "plan", "--csv").output
        #expect(report.contains("nightly,3,0,3,24000.00,24000.00,0.00,CNY,0"), "\(report)")
        let name = try #require(text.split(separator: "\t").first { $0.hasPrefix("renew:") })
        let story = try cloud.cph("ledger", "show", String(name)).output
        #expect(story.contains("  what      renew game-") && story.contains("sent 1 time"), "\(story)")
    }

    @Test func `what is still to be done is priced, and what has no price says so`() throws {
        let cloud = try LocalCloud("--seed", "3")
        try buy(cloud)
        let script = """
            local plan = cph.renewals("nightly"):renew { purchase = "game", months = 2, pay = true }
            plan:auto_renew { purchase = "game" }
            local problems, price = plan:check()
            print(#problems, price.amount, price.list_price, plan:cost())
            plan:show()
            print(cph.apply(plan).done, plan:cost())
            local model = cph.renewals("model"):change_model {
              purchase = "game", server_model_name = "physical.rx3.xlarge", phone_model_name = "p" }
            for _, problem in ipairs(model:check()) do print(problem) end
            """
        let run = try cloud.cph("--allow-pay", "6", "--allow-renew", "-", input: script)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(run.status == 0 && lines.first == "0\t48000.00 CNY\t60000.00 CNY\t48000.00 CNY\tbilling", "\(run)")
        #expect(lines.contains("price now: 48000.00 CNY"), "\(run.output)")
        #expect(lines.contains("6\tnil\tnothing is to be paid now"), "\(run.output)")
        #expect(lines.last?.contains("is not known: the billing service tells no price of this") == true, "\(run)")
    }

    @Test func `policies judge renewals before they are asked for, their price too`() throws {
        let cloud = try LocalCloud("--seed", "3")
        try buy(cloud)
        let folder = try TemporaryFolder([
            "cph.project.lua": """
            return { policy = {
              server_months = { per_run = 5 }, periods = { "1 month" },
              cost = { currency = "CNY", per_call = "15999.99", per_run = "47999.99" },
            } }
            """,
            "renew.lua": """
            local plan = cph.renewals("nightly"):renew { purchase = "game", months = 2 }
            for _, problem in ipairs(plan:validate()) do print("validate", problem) end
            for _, problem in ipairs(plan:check()) do print("check", problem) end
            plan:show()
            """,
        ])
        let run = try cloud.cph("\(folder.path)/renew.lua")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(run.status == 0, "\(run.error)")
        #expect(lines.filter { $0.hasPrefix("validate") }.count == 4, "\(run.output)")
        #expect(lines.filter { $0.hasPrefix("check") }.count == 8, "\(run.output)")
        #expect(lines.filter { $0.hasPrefix("a policy forbids it: ") && $0.contains("cph.project.lua:3)") }.count == 4)
    }

    @Test func `a nightly job renews what is due and leaves alone what is not`() throws {
        let cloud = try LocalCloud("--seed", "3")
        try buy(cloud)
        let script = "\(Vectors.root)/scripts/renew.lua"
        let early = try cloud.cph("--allow-pay", "3", script, "--within", "7d", "--pay")
        #expect(early.status == 0 && early.output.isEmpty, "\(early.error)")
        #expect(early.error.contains("not_due=3"), "\(early.error)")
        let show = try cloud.cph(script, "--months", "2", "--within", "40d", "--show")
        #expect(show.status == 0 && show.output.contains("due"), "\(show.error)")
        for count in ["3", "0"] {
            let run = try cloud.cph("--allow-pay", "3", script, "--months", "2", "--within", "40d", "--pay")
            #expect(run.status == 0 && run.error.contains("now=\(count)"), "\(run.error)")
        }
        #expect(try cloud.cph("-", input: Self.account).output.hasPrefix("3\n"))
    }

    @Test func `a rehearsal of renewals breaks no promise`() throws {
        let outcome = try Command.start(
            ["rehearse", "--seeds", "25", "-"],
            input: Self.purchase + "\n"
                + "cph.renewals('nightly'):renew({ purchase = 'game', months = 1, pay = true }):apply()\n"
        ).wait()
        #expect(outcome.status == 0 && outcome.output.contains("0 bought twice, 0 ids lost"), "\(outcome.output)")
    }
}
