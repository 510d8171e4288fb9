import TestSupport
import Testing

/// The question before a purchase, on a terminal.
@Suite(.ownThreads)
struct TerminalQuestionTests {
    /// Buys once while a job prints, and conceals whatever comes after it.
    private static let script = """
        local stopped
        local job = cph.job(function()
          for count = 1, 1000 do
            if stopped then return end
            io.stdout:write("DRAWN", count, "\\27[8m\\27]10;#000\\7 ")
            io.stdout:flush()
            cph.sleep(0.001)
          end
        end)
        cph.sleep(0.02)
        local ids = cph.servers.create({ server_name = "a", server_model_name = "m", count = 2, keypair_name = "k",
          order_param = cph.order.months(1), nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
          public_ip = cph.public_ip.none() }).server_ids
        stopped = true
        print("\\27[0mbought " .. #ids)
        """

    @Test(arguments: [[], ["--sandbox"]])
    func `nothing draws while it stands`(mode: [String]) throws {
        let script =
            mode.isEmpty
            ? Self.script
            : Self.script.replacing("io.stdout:write", with: "print")
                .replacing("io.stdout:flush()", with: "")
        let session = try TerminalSession(
            ["--emulator", "--ask"] + mode + ["-e", script], columns: 120, rows: 40)
        try session.expect("this buys 2 servers, 2 server-months")
        // What is typed before the blank behind the colon is thrown away.
        try session.expect("Type 2 to buy them, anything else to stop: ")
        let before = session.output.count
        session.type("x\u{7F}")
        try session.expect("x")
        #expect(!session.output.dropFirst(before).contains("DRAWN"))
        session.type("2\r")
        try session.expect("bought 2")
        #expect(session.ended() == 0)
    }

    @Test func `what code returns is shown on a terminal with its control characters spelled out`() throws {
        let code = "return 'a\\27[2Jb\\r\\u{202e}c'"
        let session = try TerminalSession(["-e", code], columns: 80, rows: 20)
        try session.expect("a\\u{1b}[2Jb\\r\\u{202e}c")
        #expect(session.ended() == 0)
        #expect(try Command.cph("-e", code).output == "a\u{1B}[2Jb\r\u{202E}c\n")
    }

    @Test func `a deadline takes it away, and nothing is bought`() throws {
        let session = try TerminalSession(
            ["--emulator", "--ask", "--deadline", "1s", "-e", Self.script], columns: 120, rows: 40)
        try session.expect("Type 2 to buy them")
        #expect(session.ended() == 124)
        #expect(session.isCooked)
        #expect(!session.output.contains("bought 2"))
    }

    @Test func `every row is on the screen or counted, and the sums stand next to where one types`() throws {
        let script = """
            local plan = cph.plan("many", { prices = { [("m"):rep(64)] = 10.5 }, currency = "CNY" })
            for number = 1, 30 do
              plan:add { server_name = "row" .. number, server_model_name = ("m"):rep(64), count = 1, keypair_name = "k",
                order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
                nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
            end
            plan:apply { check = false }
            """
        let session = try TerminalSession(["--emulator", "--ask", "-e", script], columns: 80, rows: 20)
        try session.expect("many: this buys 30 servers in 30 orders, 30 server-months")
        try session.expect("30 servers in 30 orders, each for 1 month, PAID AT ONCE")
        try session.expect("more lines of this question not shown")
        try session.expect("at the prices that the plan itself names: 315.00 CNY")
        try session.expect("project ")
        try session.expect("in all 30 servers in 30 orders, 30 server-months")
        try session.expect("Type 30 to buy them, anything else to stop: ")
        session.type("no\r")
        try session.expect("was refused; nothing was sent")
    }
}
