import TestSupport
import Testing

/// What a run says of what it bought: now, before, or in a dry run not at all.
@Suite(.ownThreads)
struct ResultTests {
    /// Prints what `apply` returned, then what each order says.
    private static let told = """
        local r = plan:apply()
        print(r.bought, r.before, r.would_buy, #r.server_ids)
        for _, order in ipairs(r.orders) do print(order.name, order.now, order.dry_run) end
        """

    private static let create = """
        cph.servers.create { server_name = "game", server_model_name = "m", keypair_name = "k", count = 2,
          order_param = cph.order.months(1), public_ip = cph.public_ip.none(),
          nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
        """

    @Test func `a plan that is applied again says that nothing was bought now`() throws {
        try withCloud { cloud in
            let first = try cloud.run(fleet("game", 25, then: Self.told), "--allow-spend", "25")
            #expect(
                first.lines == ["25\t0\t0\t25", "game-b01\ttrue\tnil", "game-b02\ttrue\tnil", "game-b03\ttrue\tnil"])
            #expect(first.error.hasSuffix("\n25 bought, 0 were bought before\n"), "\(first.error)")
            let second = try cloud.run(fleet("game", 25, then: Self.told), "--allow-spend", "25")
            #expect(second.lines.first == "0\t25\t0\t25" && second.lines.last == "game-b03\tfalse\tnil")
            #expect(second.status == 0 && second.error.hasSuffix("\n0 bought, 25 were bought before\n"))
            // Which of the three is answered last is not said.
            #expect(second.error.contains(/; game-b0[123] was bought before, order CS/), "\(second.error)")
            let more = try cloud.run(fleet("game", 28, then: Self.told), "--allow-spend", "25")
            #expect(more.lines.first == "3\t25\t0\t28" && more.lines.last == "game-b04\ttrue\tnil")
            #expect(more.error.hasSuffix("\n3 bought, 25 were bought before\n"))
        }
    }

    @Test func `a single purchase says it too, and in JSON where messages are JSON`() throws {
        try withCloud { cloud in
            let first = try cloud.run(Self.create, "--allow-spend", "2")
            #expect(first.error.hasSuffix("2 bought, 0 were bought before\n"), "\(first.error)")
            #expect(try cloud.run(Self.create).error.hasSuffix("\n0 bought, 2 were bought before\n"))
            let json = try cloud.run(Self.create, "--log-json")
            #expect(json.error.contains(#""message":"0 bought, 2 were bought before""#), "\(json.error)")
            #expect(try cloud.run("cph.servers.list()").error.isEmpty)
        }
    }

    @Test func `a purchase fulfilled in part counts the servers that are known, and a person is told how to go on`()
        throws
    {
        try withCloud(faults: "fewer-servers=once") { cloud in
            let script = fleet("game", 5, then: "plan:show() print(plan:status().missing) plan:apply()")
            let first = try cloud.run(script, "--allow-spend", "5", "--settle", "0s")
            #expect(first.status == 4 && first.lines.last == "0", "\(first)")
            let again = try cloud.run(script, "--allow-spend", "5", "--settle", "0s")
            #expect(again.status == 4 && again.lines.last == "1", "\(again)")
            #expect(again.output.contains("\n4 of 5 servers are bought already, 0 in doubt; game-b01 has 4 of 5\n"))
            #expect(again.error.contains("cph ledger show game-b01"), "\(again.error)")
            #expect(again.error.contains("buy what is missing under another name"), "\(again.error)")
            // What was bought beside it completes it, where a person says so.
            let other = try cloud.run(
                fleet("rest", 1), "--allow-spend", "1", "--ledger", "\(cloud.home)/other.ledger")
            let ids = try cloud.ids(named: "game-b01") + other.lines
            let adopt = ["ledger", "resolve", "game-b01"] + ids.flatMap { ["--adopt", $0] }
            let adopted = try Command.start(adopt, environment: cloud.environment).wait()
            #expect(adopted.status == 0 && adopted.output.hasPrefix("adopted\tgame-b01\t5/5"), "\(adopted)")
            #expect(try cloud.run(script).status == 0)
        }
    }

    @Test func `a run that fails tells what it bought from what was bought before`() throws {
        try withCloud { cloud in
            _ = try cloud.run(fleet("game", 2), "--allow-spend", "2")
            let failed = try cloud.run(fleet("game", 3, then: "plan:apply() error 'later'"), "--allow-spend", "1")
            #expect(failed.status == 1)
            let lines = failed.error.split(separator: "\n").suffix(5)
            #expect(
                lines.map { $0.prefix { $0 != ":" && $0 != "," } } == [
                    "ordered in this run", "bought in this run", "bought before this run", "2 orders wait for payment",
                    "1 bought",
                ])
        }
    }

    @Test func `what is in doubt is in the last line`() throws {
        let outcome = try Command.cph(
            "--emulator", "--faults", "reset-after,list-lag=1h", "--settle", "0s", "-", input: Self.create)
        #expect(outcome.status == 20)
        #expect(outcome.error.hasSuffix("\n0 bought, 0 were bought before, 2 in doubt\n"), "\(outcome.error)")
    }

    @Test(arguments: [["--dry-run"], []])
    func `a dry run says so on every line, and ends with that nothing was bought`(options: [String]) throws {
        try withCloud { cloud in
            _ = try cloud.run(fleet("game", 10), "--allow-spend", "10")
            var environment = cloud.environment
            if options.isEmpty { environment["CPH_DRY_RUN"] = "1" }
            let dry = try Command.start(
                options + ["-"], input: fleet("game", 25, then: Self.told), environment: environment
            ).wait()
            #expect(dry.status == 0)
            #expect(dry.lines.first == "0\t10\t15\t25" && dry.lines.last == "game-b03\tfalse\ttrue")
            let lines = dry.error.split(separator: "\n")
            #expect(lines.allSatisfy { $0.hasPrefix("dry run: ") }, "\(dry.error)")
            #expect(lines.contains { $0.hasPrefix("dry run: would buy game-b02: 10 servers x 1 month, 80000.00 CNY") })
            #expect(lines.contains { $0.contains("; game-b01 was bought before, order CS") })
            #expect(lines.last == "dry run: 15 servers would be bought, 10 were bought before; nothing was bought")
            #expect(try cloud.servers() == 10)
        }
    }

    @Test(arguments: ["plan:apply()", "plan", "plan:apply().server_ids", "plan:apply().orders[1]"])
    func `nobody waits for what a dry run made up`(what: String) throws {
        let script = "plan:apply() print(#cph.servers.wait(\(what)))"
        let dry = try Command.cph("--emulator", "--dry-run", "-", input: fleet("game", 12, then: script))
        #expect(dry.status == 0 && dry.output == "0\n", "\(dry.error)")
        let lines = dry.error.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("dry run: ") }, "\(dry.error)")
        #expect(lines.contains { $0.hasSuffix(" servers not waited for; nothing was bought") })
        #expect(lines.last == "dry run: 12 servers would be bought; nothing was bought")
    }

    @Test func `ids of a dry run are refused by what takes ids, and no export has them`() throws {
        let dry = { (code: String) in
            try Command.cph(
                "--emulator", "--dry-run", "-", input: fleet("game", 2, then: "local r = plan:apply() " + code))
        }
        let shown = try dry("cph.servers.show(r.server_ids[1])")
        #expect(shown.status == 1 && shown.error.contains("\"dry-run-1-1\" is no id: a dry run made it up"))
        #expect(shown.error.hasSuffix("\ndry run: 2 servers would be bought; nothing was bought\n"))
        #expect(!shown.error.contains("in this run:"), "nothing was ordered: \(shown.error)")
        let written = try dry(
            """
            local servers = {}
            for index, id in ipairs(r.server_ids) do
              servers[index] = { server_id = id, addresses = { { server_ip = "10.0.0.1" } } }
            end
            io.write(cph.inventory.ini(servers), cph.inventory.yaml(servers), cph.ssh_config(servers), cph.export "csv")
            """)
        #expect(written.status == 0 && !written.output.contains("dry-run"), "\(written.output)")
        #expect(written.output.contains("# dry run: 2 servers not bought\n"))
    }

    @Test func `a dry run whose script fails has bought nothing either`() throws {
        let dry = try Command.cph(
            "--emulator", "--dry-run", "-", input: fleet("game", 2, then: "plan:apply() os.exit(7)"))
        #expect(dry.status == 7)
        #expect(dry.error.hasPrefix("dry run: would buy game-b01: 2 servers x 1 month, 16000.00 CNY"), "\(dry.error)")
        #expect(dry.error.hasSuffix("\ndry run: 2 servers would be bought; nothing was bought\n"))
        #expect(!dry.error.contains("in this run"))
    }
}
