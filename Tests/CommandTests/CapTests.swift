import Schema
import TestSupport
import Testing

/// Limits in money of days and months, as processes beside each other meet them.
@Suite(.ownThreads)
struct CapTests {
    @Test(arguments: [
        "cph.api.renewal_resources { resource_ids = { id }, period_type = 2, period_num = 2, is_auto_pay = 1 }",
        "cph.request { method = 'POST', service = 'bss', path = '/v2/orders/subscriptions/resources/renew', "
            + "body = { resource_ids = { id }, period_type = 2, period_num = 2, is_auto_pay = 1 } }",
        "cph.api.change_cloud_phone_server_model { server_id = id, server_model_name = 'physical.rx3.xlarge', "
            + "phone_model_name = 'p' }",
    ])
    func `what a script sends itself is refused under limits in money, which could not count it`(call: String) throws {
        let cloud = try LocalCloud("--seed", "3")
        let buy = """
            local id = cph.servers.create({ server_name = "a", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k",
              order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(), count = 1,
              nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }).server_ids[1]
            """
        #expect(try cloud.cph("--allow-spend", "1", "-", input: buy).status == 0)
        for limit in [
            ["--allow-cost", "900000"], ["--allow-cost-per-day", "900000"], ["--allow-cost-per-month", "900000"],
        ] {
            let run = try Command.start(
                ["--allow-pay", "9", "--allow-request", "9"] + limit + ["-"],
                input: "local id = cph.servers.list()[1].server_id\n" + call, environment: cloud.environment
            ).wait()
            #expect(run.status == 3 && run.error.contains("comes to is not known, and there is the limit of"), "\(run)")
        }
        let account = "print(cph.api.list_customer_orders({ limit = 100 }).total_count)"
        #expect(try cloud.cph("-", input: account).output == "1\n")
    }

    @Test func `a dry run counts what it would have bought for days and months, too`() throws {
        let folder = try TemporaryFolder()
        let script = """
            for number = 1, 4 do
              local ok, err = cph.try(cph.servers.create, { server_name = "a" .. number,
                server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 1, order_param = cph.order.months(1),
                public_ip = cph.public_ip.none(), nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } })
              print(ok and "would" or err.code)
            end
            """
        for limit in [
            ["--allow-per-day", "3"], ["--allow-cost-per-day", "24000"], ["--allow-cost-per-month", "24000"],
        ] {
            let run = try Command.start(["--emulator", "--dry-run"] + limit + ["-"], input: script).wait()
            #expect(
                run.lines.prefix(3) == ["would", "would", "would"] && run.lines.last != "would", "\(limit): \(run)")
        }
        for rules in ["servers = { per_day = 3 }", "server_months = { per_month = 3 }"] {
            try folder.write("cph.project.lua", "return { policy = { \(rules) } }")
            try folder.write("dry.lua", script)
            let run = try Command.cph("--emulator", "--dry-run", "\(folder.path)/dry.lua")
            #expect(run.lines == ["would", "would", "would", "policy"], "\(rules): \(run)")
        }
    }

    private let folder: TemporaryFolder
    private let cloud: LocalCloud

    init() throws {
        folder = try TemporaryFolder([
            "catalogue.json": #"{"prices": [{"server_model_name": "m", "monthly": 1234.55}]}"#
        ])
        cloud = try LocalCloud("--catalogue", "\(folder.path)/catalogue.json")
    }

    /// Buys one server for a month: 987.64 CNY.
    private func start(_ name: String, _ options: [String], model: String = "m", environment: [String: String] = [:])
        throws -> RunningCommand
    {
        let script = """
            cph.servers.create { server_name = "\(name)", server_model_name = "\(model)", keypair_name = "k",
              order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
              nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
            """
        let all = cloud.environment.merging(environment) { $1 }
        return try Command.start(["--allow-spend", "9"] + options + ["-e", script], environment: all)
    }

    private func buy(_ name: String, _ options: String..., model: String = "m", environment: [String: String] = [:])
        throws -> Command.Outcome
    {
        try start(name, options, model: model, environment: environment).wait()
    }

    private func names() throws -> [String] {
        let list = try cloud.cph("ledger", "list", "--json")
        return (try Value(json: Array(list.output.utf8)).items ?? []).compactMap { $0.members?["name"]?.text }
    }

    @Test(arguments: ["--allow-cost-per-day", "--allow-cost-per-month"])
    func `runs one after the other keep to it, to the last hundredth`(option: String) throws {
        #expect(try buy("a", option, "1975.28").status == 0)
        let short = try buy("b", option, "1975.27")
        #expect(short.status == 3, "\(short.error)")
        #expect(
            short.error.contains("\"b\" costs 987.64 CNY and would pass the limit of 1975.27 a ")
                && short.error.contains("(\(option)): 987.64 CNY spent since 20"), "\(short.error)")
        #expect(try buy("b", option, "1975.28").status == 0)
        #expect(try buy("c", option, "1975.28").status == 3)
        #expect(try names() == ["a", "b"])
    }

    @Test func `the variables say the same, and options come first`() throws {
        let day = ["CPH_ALLOW_COST_PER_DAY": "987.63"]
        let refused = try buy("a", environment: day)
        #expect(refused.status == 3 && refused.error.contains("(CPH_ALLOW_COST_PER_DAY)"), "\(refused.error)")
        #expect(try buy("a", environment: ["CPH_ALLOW_COST_PER_MONTH": "987.63"]).status == 3)
        #expect(try buy("a", "--allow-cost-per-day", "987.64", environment: day).status == 0)
    }

    @Test func `twenty processes at once never pass it`() throws {
        let runs = try (0..<20).map { try start("n\($0)", ["--allow-cost-per-day", "4938.20"]) }
        let outcomes = runs.map { $0.wait() }
        // A file's ledger is one run's at a time: who does not get it in time buys nothing.
        let bought = outcomes.filter { $0.status == 0 }.count
        #expect((1...5).contains(bought), "\(outcomes.map(\.error))")
        #expect(try cloud.servers() == bought)
    }

    @Test func `what has no known price is refused, and an order says what it came to all the same`() throws {
        let unknown = try buy("a", "--allow-cost-per-day", "1000000", model: "o")
        #expect(unknown.status == 3 && unknown.error.contains("the price of \"a\" is not known"), "\(unknown.error)")
        #expect(try buy("a", model: "o").status == 0)
        let over = try buy("b", "--allow-cost-per-day", "8000")
        #expect(over.status == 3 && over.error.contains("8000.00 CNY spent since"), "\(over.error)")
        #expect(try buy("b", "--allow-cost-per-day", "1000000").status == 0)
    }

    @Test func `a person at a terminal can't agree beyond it`() throws {
        let session = try TerminalSession(
            [
                "--emulator", "--ask", "--catalogue", "\(folder.path)/catalogue.json", "--allow-cost-per-day", "1",
                "-e",
                fleet("game", 2, model: "m"),
            ], columns: 100, rows: 40)
        try session.expect("would pass the limit of 1.00 a day (--allow-cost-per-day)")
        #expect(session.ended() == 3)
    }

    @Test func `a dry run says on each line what it would cost`() throws {
        let dry = try Command.cph(
            "--emulator", "--catalogue", "\(folder.path)/catalogue.json", "--dry-run", "-e",
            fleet("game", 12, model: "m"))
        #expect(dry.status == 0)
        #expect(
            dry.error.contains(
                "would buy game-b01: 10 servers x 1 month, 9876.40 CNY (list price 12345.50 CNY, 2469.10 less by Emulated contract)"
            ), "\(dry.error)")
        let unknown = try Command.cph(
            "--emulator", "--catalogue", "\(folder.path)/catalogue.json", "--dry-run", "-e",
            fleet("game", 2, model: "o"))
        #expect(unknown.status == 0 && unknown.error.contains("1 month, price not known (The price of o"))
    }

    @Test func `the project's own prices are shown where the service has none, and no limit goes by them`() throws {
        let project = try TemporaryFolder([
            "cph.project.lua": #"return { prices = { currency = "CNY", o = "0.01" } }"#,
            "s.lua": fleet("game", 2, model: "o", then: "print(plan:cost()) plan:show() plan:apply()"),
        ])
        let options = ["--emulator", "--catalogue", "\(folder.path)/catalogue.json"]
        let shown = try Command.start(options + ["--dry-run", "\(project.path)/s.lua"]).wait()
        #expect(shown.output.contains("0.02 CNY\tproject"), "\(shown)")
        #expect(shown.output.contains("price: 0.02 CNY by the prices in cph.project.lua; the billing service has none"))
        #expect(shown.error.contains("1 month, 0.02 CNY by the prices in cph.project.lua"))
        for option in ["--allow-cost", "--allow-cost-per-day", "--allow-cost-per-month"] {
            let refused = try Command.start(options + [option, "100", "\(project.path)/s.lua"]).wait()
            #expect(refused.status == 3 && refused.error.contains("not known"), "\(refused.error)")
        }
    }

    @Test func `the same figures for a person on 80 columns`() throws {
        let session = try TerminalSession(
            ["--emulator", "--ask", "-e", fleet("game", 25, model: "physical.rx2.32xlarge.4")], columns: 80, rows: 40)
        try session.expect("price now: 200000.00 CNY")
        try session.expect("list price 250000.00 CNY, 50000.00 less by Emulated contract")
        try session.expect("region embedded")
        try session.expect("anything else to stop: ")
        session.type("no\r")
        #expect(session.ended() == 3)
    }
}
