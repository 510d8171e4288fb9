import Schema
import TestSupport
import Testing

/// Prices and limits in money, on emulated clouds whose catalogue says what servers cost.
@Suite(.ownThreads)
struct CostTests {
    private let folder: TemporaryFolder
    private var ledger: String { "\(folder.path)/l.db" }

    init() throws {
        folder = try TemporaryFolder([
            "catalogue.json":
                #"{"prices": [{"server_model_name": "m", "monthly": 1234.5}, {"server_model_name": "n", "monthly": 0.05}]}"#
        ])
    }

    /// Buys single servers, one after the other.
    private static let script = """
        for number = 1, tonumber(arg[1]) do
          cph.servers.create { server_name = "s" .. number, server_model_name = arg[2] or "m", keypair_name = "k",
            order_param = cph.order.months(2, { pay = true }), public_ip = cph.public_ip.none(),
            nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
        end
        """

    private func buy(_ options: String..., arguments: String..., environment: [String: String] = [:]) throws
        -> Command.Outcome
    {
        try Command.start(
            ["--emulator", "--catalogue", "\(folder.path)/catalogue.json", "--ledger", ledger] + options + ["-"]
                + arguments, input: Self.script, environment: environment
        ).wait()
    }

    private func amounts() throws -> [String] {
        let list = try Command.cph("ledger", "list", "--json", "--ledger", ledger)
        return (try Value(json: Array(list.output.utf8)).items ?? []).map { row in
            "\(row.members?["amount"]?.text ?? "-") \(row.members?["currency"]?.text ?? "-")"
        }
    }

    @Test func `money is allowed to the last hundredth`() throws {
        // Two months at a fifth less than the list price: 1975.20 each.
        let short = try buy("--allow-cost", "5925.59", arguments: "3")
        #expect(short.status == 3, "\(short.error)")
        #expect(
            short.error.contains(
                "\"s3\" (1 server, 2 server-months, 1975.20 CNY) is not approved: beside the 2 servers and 4 server-months "
                    + "and 3950.40 CNY of this run --allow-cost 5925.59 is 0.01 CNY short; nothing was sent"),
            "\(short.error)")
        #expect(short.error.contains("or allow it with --allow-cost 5925.60\n"), "\(short.error)")
        let first = try buy("--allow-cost", "1", "--allow-spend", "1", arguments: "1")
        #expect(
            first.error.contains("is not approved: --allow-cost 1.00 is 1974.20 CNY short; nothing"), "\(first.error)")
        #expect(first.error.contains("or allow it with --allow-cost 1975.20\n"), "\(first.error)")
        let both = try buy("--allow-cost", "1", "--allow-spend", "0", arguments: "1")
        #expect(
            both.error.contains("--allow-cost 1.00 is 1974.20 CNY short, and --allow-spend 0 is 1 server short;")
                && both.error.contains("or allow it with --allow-spend 1 --allow-cost 1975.20\n"), "\(both.error)")
        #expect(try amounts() == ["1975.20 CNY", "1975.20 CNY"])
    }

    @Test func `exactly what it costs is enough`() throws {
        let enough = try buy("--allow-cost", "5925.6", arguments: "3")
        #expect(enough.status == 0, "\(enough.error)")
        #expect(try amounts() == ["1975.20 CNY", "1975.20 CNY", "1975.20 CNY"])
    }

    @Test func `the variable says the same as the option, which comes first`() throws {
        #expect(try buy(arguments: "1", environment: ["CPH_ALLOW_COST": "1975.19"]).status == 3)
        #expect(try buy("--allow-cost", "1975.20", arguments: "1", environment: ["CPH_ALLOW_COST": "1"]).status == 0)
    }

    @Test func `what has no known price is refused under a limit in money, and needs none without`() throws {
        let unknown = try buy("--allow-cost", "1000000", arguments: "1", "o")
        #expect(unknown.status == 3, "\(unknown.error)")
        #expect(
            unknown.error.contains(
                "its price is not known, and there is a limit in money: The price of o"), "\(unknown.error)")
        #expect(try amounts().isEmpty)
        #expect(try buy(arguments: "1", "o").status == 0)
        // Its order says what it came to.
        #expect(try amounts() == ["16000.00 CNY"])
    }

    @Test func `other limits hold beside the one in money`() throws {
        #expect(try buy("--allow-cost", "10000", "--allow-spend", "1", arguments: "2").status == 3)
        #expect(try amounts() == ["1975.20 CNY"])
    }

    @Test func `hundredths add up`() throws {
        #expect(try buy("--allow-cost", "0.31", arguments: "4", "n").status == 3)
        #expect(try amounts() == ["0.08 CNY", "0.08 CNY", "0.08 CNY"])
    }

    @Test(arguments: ["", "-1", "1e3", "1,5", "5 CNY", "0.000000001", "many"])
    func `what is no amount is refused before anything runs`(text: String) throws {
        let outcome = try buy("--allow-cost", text, arguments: "1")
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
    }

    @Test func `an approved plan keeps to the limit in money as well`() throws {
        let plan = fleet("game", 3)
        let hash = try #require(
            try Command.cph("--emulator", "-e", fleet("game", 3, then: "print(plan:hash())")).lines
                .first { $0.count == 64 })
        let refused = try Command.cph("--emulator", "--approve", hash, "--allow-cost", "1", "-e", plan)
        #expect(
            refused.status == 3 && refused.error.contains("--allow-cost 1.00 is 23999.00 CNY short"), "\(refused.error)"
        )
        #expect(!refused.error.contains("--approve"), "the same option would not help")
        #expect(try Command.cph("--emulator", "--approve", hash, "-e", plan).status == 0)
    }

    @Test func `a person sees what it costs`() throws {
        let session = try TerminalSession(
            [
                "--emulator", "--ask", "--catalogue", "\(folder.path)/catalogue.json", "-e",
                fleet("game", 2, model: "m"),
            ],
            columns: 120, rows: 40)
        try session.expect("price now: 1975.20 CNY")
        try session.expect("list price 2469.00 CNY, 493.80 less by Emulated contract")
        try session.expect("anything else to stop: ")
        session.type("no\r")
        #expect(session.ended() == 3)
        let unknown = try TerminalSession(
            [
                "--emulator", "--ask", "--catalogue", "\(folder.path)/catalogue.json", "-e",
                fleet("game", 2, model: "o"),
            ],
            columns: 120, rows: 40)
        try unknown.expect("price: not known (The price of o")
    }
}
