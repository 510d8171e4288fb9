import Terminal
import TestSupport
import Testing

/// The questions of a run on screens as people have them: whole, and within the screen.
@Suite(.ownThreads)
struct CardTests {
    private static let address = "https://hooks.corp.example/services/team/notifications-of-the-operations-team"

    private static let script = """
        local order = { server_name = "game", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 2,
          order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
          availability_zone = "cn-east-3a", nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
        cph.plan("game"):add(order):apply { check = false }
        cph.renewals("nightly"):renew({ purchase = "game", months = 2 }):auto_renew({ purchase = "game" }):apply()
        """

    /// The lines of the questions, as they stand on the screen.
    private func cards(_ session: TerminalSession) -> [String] {
        let shown = ["[K", "[J", "[1m", "[0m", "[22m"].reduce(session.output) { $0.replacing("\u{1B}" + $1, with: "") }
        return shown.split(separator: "\n").map(String.init).filter { line in
            ["┌ ", "│ ", "└ "].contains { line.hasPrefix($0) }
        }
    }

    /// Whether the lines say something, wherever they were broken.
    private func say(_ lines: [String], _ words: String) -> Bool {
        let parts = lines.map { line in String(line.dropFirst(2).drop { $0 == " " }) }
        return ["", " "].contains { parts.joined(separator: $0).contains(words) }
    }

    @Test(arguments: [80, 100] as [UInt16], [["NO_COLOR": "1"], ["NO_COLOR": "", "COLORFGBG": "0;15"]])
    func `they show everything, and fit`(columns: UInt16, colours: [String: String]) throws {
        let cloud = try LocalCloud("--seed", "3")
        let folder = try TemporaryFolder([
            "cph.project.lua": "return { notify = { url = '\(Self.address)', secret_variable = 'S' } }",
            "buy.lua": Self.script,
        ])
        let session = try TerminalSession(
            ["\(folder.path)/buy.lua"], environment: cloud.environment.merging(colours) { $1 }, columns: columns,
            rows: 40)
        try session.expect("Type trust to let it be told from now on, anything else to stop: ")
        session.type("no\r")
        try session.expect("Type 2 to buy them, anything else to stop: ")
        session.type("2\r")
        try session.expect("Type 4 nightly to go on, anything else to stop: ")
        session.type("4 nightly\r")
        try session.expect("2 renewed, 2 set to renew itself")
        #expect(session.ended() == 0)
        let lines = cards(session)
        #expect(lines.filter { !$0.hasPrefix("└") }.allSatisfy { displayWidth($0) < Int(columns) }, "\(lines)")
        for part in [
            Self.address, "in cn-east-3a", "price now: 16000.00 CNY",
            "list price 20000.00 CNY, 4000.00 less by Emulated contract",
            "region cn-north-4", "127.0.0.1:", "nightly: this renews or changes 2 servers, 4 changes, 4 server-months",
            "price now: 32000.00 CNY", "AUTO-RENEWAL",
        ] { #expect(say(lines, part), "\(part) of \(lines.joined(separator: "\n"))") }
        #expect(!lines.contains { $0.contains("…") && !$0.contains("EMU") }, "\(lines)")
    }
}
