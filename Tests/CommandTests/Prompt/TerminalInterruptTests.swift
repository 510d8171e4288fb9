import TestSupport
import Testing

/// Ctrl-C, jobs, and the question before a purchase at a terminal.
@Suite(.ownThreads)
struct TerminalInterruptTests {
    @Test func `Ctrl-C clears the line, Ctrl-D on an empty one leaves, and the terminal is as before`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        #expect(!session.isCooked)
        session.type("never \u{3}")
        try session.expect("^C")
        try session.enter("'alive'", shows: "\"alive\"")
        session.type("\u{4}")
        #expect(session.ended() == 0)
        #expect(session.isCooked)
        #expect(session.output.contains("\u{1B}[?2004l"))
    }

    @Test(arguments: [
        "while true do pcall(function() while true do end end) end",
        "coroutine.wrap(function() while true do end end)()",
        "('a'):rep(60):find(('a*'):rep(40) .. 'b')",
        "cph.sleep('1h')",
        "cph.parallel({ 1, 2 }, { limit = 2 }, function() cph.sleep('1h') end)",
    ])
    func `Ctrl-C stops what runs at once, wherever it is`(code: String) throws {
        let session = try TerminalSession.prompt("--no-rc")
        session.type("print('runs'); \(code)\r")
        try session.expect("runs\n")
        session.type("\u{3}")
        try session.expect("No purchase was under way.\n")
        try session.enter("'alive'", shows: "\"alive\"")
    }

    @Test func `Ctrl-C in a purchase says that it may have been carried out`() throws {
        let session = try TerminalSession.prompt("--no-rc", "--faults", "silent-after")
        let wait = "repeat cph.sleep(0.01) until cph.ledger.list({ state = 'sending' })[1]"
        session.type("cph.job(function() \(wait) print('now' .. ' waiting') end) \(purchase)\r")
        try session.expect("now waiting\n")
        session.type("\u{3}")
        try session.expect("waiting for the answer to a-1; Ctrl-C gives up waiting\n")
        session.type("\u{3}")
        try session.expect("a-1; sent, and may have been carried out")
        try session.expect("cph emulator> ")
    }

    @Test func `jobs run behind the prompt and print above the line being typed`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        try session.enter("cph.job(function() cph.sleep('50ms') print('from' .. ' the job') end);")
        session.type("'half")
        try session.expect("from the job\n")
        session.type(" typed'\r")
        try session.expect("\"half typed\"\n")
    }

    @Test func `jobs are listed and cancelled`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        try session.enter("cph.job(cph.sleep, '1h');")
        session.type(":jobs\r")
        try session.expect("\njob 1  ")
        try session.expect("cph emulator> ")
        try session.enter(":cancel 1", shows: "job 1 was cancelled")
    }

    @Test func `a purchase is asked for and bought when the count is typed`() throws {
        let session = try TerminalSession.prompt("--no-rc", "--ask")
        session.type("\(purchase)\r")
        try session.expect("Type 2 to buy them, anything else to stop: ")
        session.type("3\r")
        try session.expect("was refused; nothing was sent")
        try session.expect("cph emulator> ")
        session.type("\u{1B}[A\r")
        try session.expect("Type 2 to buy them, anything else to stop: ")
        session.type("2\r")
        try session.expect("server_ids = {")
        try session.expect("cph emulator> ")
        session.type("\u{4}")
        #expect(session.ended() == 0)
        #expect(session.isCooked)
    }

    private var purchase: String {
        """
        cph.servers.create { server_name = "a-1", server_model_name = "physical.rx2.32xlarge.4", count = 2, \
        keypair_name = "k", order_param = cph.order.months(1), \
        nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, public_ip = cph.public_ip.none() }
        """
    }
}
