import Testing

/// The prompt on a real terminal driver.
struct PromptTests {
    private func session() throws -> TerminalSession {
        let session = try TerminalSession("--emulator", "--no-rc")
        try session.expect("cph emulator> ")
        return session
    }

    @Test func `bare cph on a terminal is a prompt, and Ctrl-D leaves it`() throws {
        let session = try session()
        session.type("6 * 7\r")
        try session.expect("42\n")
        try session.expect("cph emulator> ")
        session.type("\u{4}")
        #expect(session.ended() == 0)
    }

    @Test func `Ctrl-C clears the line, and stops what runs, and the session lives on`() throws {
        let session = try session()
        session.type("never \u{3}")
        try session.expect("^C")
        try session.expect("cph emulator> ")
        session.type("print('runs') while true do pcall(function() while true do end end) end\r")
        try session.expect("runs\n")
        session.type("\u{3}")
        try session.expect("No purchase was under way.\n")
        try session.expect("cph emulator> ")
        session.type("print('sleeps') cph.sleep('1h')\r")
        try session.expect("sleeps\n")
        session.type("\u{3}")
        try session.expect("No purchase was under way.\n")
        try session.expect("cph emulator> ")
        session.type("'alive'\r")
        try session.expect("\"alive\"\n")
        try session.expect("cph emulator> ")
        session.type(":quit\r")
        #expect(session.ended() == 0)
    }

    @Test func `a job prints above the line that is being typed`() throws {
        let session = try session()
        session.type("cph.job(function() cph.sleep('50ms') print('from' .. ' the job') end);\r")
        try session.expect("cph emulator> ")
        session.type("'half")
        try session.expect("from the job\n")
        session.type(" typed'\r")
        try session.expect("\"half typed\"\n")
    }

    @Test func `Tab completes a field of a request`() throws {
        let session = try session()
        session.type("cph.servers.create { order_param = { period_t\t")
        try session.expect("period_type = ")
    }

    @Test func `a purchase is asked for and bought when the count is typed`() throws {
        let session = try TerminalSession("--emulator", "--no-rc", "--ask")
        try session.expect("cph emulator> ")
        session.type(
            """
            cph.servers.create { server_name = "a-1", server_model_name = "physical.rx2.32xlarge.4", count = 2, \
            keypair_name = "k", order_param = cph.order.months(1), \
            nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, public_ip = cph.public_ip.none() }\r
            """)
        try session.expect("Type 2 to buy them")
        try session.insist("3")
        session.type("\r")
        try session.expect("was refused; nothing was sent")
        try session.expect("cph emulator> ")
        session.type("\u{1B}[A\r")
        try session.expect("Type 2 to buy them")
        try session.insist("2")
        session.type("\r")
        try session.expect("server_ids = {")
    }
}
