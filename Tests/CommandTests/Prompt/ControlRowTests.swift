import Glibc
import Testing

/// Interrupts, jobs and the terminal's state, one row a test.
struct ControlRowTests {
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
        // The job's turn comes when the line waits for the service.
        session.type("cph.job(function() print('now' .. ' waiting') end) \(purchase)\r")
        try session.expect("now waiting\n")
        session.type("\u{3}")
        try session.expect("a-1; sent, and may have been carried out")
        try session.expect("cph emulator> ")
    }

    @Test func `keys typed while a line runs are the next line's, and are shown there only`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        session.type("print('run' .. 'ning') local t = os.clock() repeat until os.clock() > t + 0.3 print('over')\r")
        try session.expect("running\n")
        session.type("'typed' .. ' ahead'\r")
        try session.expect("over\n")
        try session.expect("cph emulator> 'typed' .. ' ahead'\n\"typed ahead\"\n")
        #expect(session.output.contains("running\nover\n"))
    }

    @Test func `what a script reads is typed in sight`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        for read in ["io.read()", "io.stdin:read()", "io.lines()()"] {
            session.type("print('rea' .. 'ds') print(\(read):find 'o' ~= nil)\r")
            try session.expect("reads\n")
            // What comes before the script reads is kept, but not shown.
            try session.insist("o")
            session.type("\n")
            try session.expect("\ntrue\n")
            try session.expect("cph emulator> ")
        }
    }

    @Test func `Ctrl-Z stops what runs, on a terminal as it was, and typing stays hidden afterwards`() throws {
        let shell = try TerminalSession("--norc", "-i", environment: ["PS1": "sh> "], program: "/bin/bash")
        try shell.expect("sh> ")
        shell.type("\(Command.executable) --emulator --no-rc\n")
        try shell.expect("cph emulator> ")
        shell.type("print('sle' .. 'eps') cph.sleep('1h')\r")
        try shell.expect("sleeps\n")
        shell.type("\u{1A}")
        try shell.expect("Stopped")
        try shell.expect("sh> ")
        shell.type("stty -a | grep -o '[-]*echo '; fg\n")
        try shell.expect("\necho \n")
        try shell.expect("--no-rc\n")
        try shell.expectOwnModes()
        shell.type("\u{3}")
        try shell.expect("^C stopped after ")
        try shell.expect("cph emulator> ")
    }

    @Test func `os.exit ends the session with its code`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        session.type("os.exit(7)\r")
        #expect(session.ended() == 7)
        #expect(session.isCooked)
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a terminal that hides typing is given back too`(signal: Int32) throws {
        let session = try TerminalSession.prompt("--no-rc")
        session.type("print('sle' .. 'eps') cph.sleep('1h')\r")
        try session.expect("sleeps\n")
        #expect(!session.isCooked)
        session.send(signal: signal)
        _ = session.ended()
        #expect(session.isCooked)
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

    @Test(arguments: [SIGTERM, SIGHUP, SIGSEGV, SIGABRT])
    func `the terminal is given back whatever signal ends the program`(signal: Int32) throws {
        let session = try TerminalSession.prompt("--no-rc")
        session.send(signal: signal)
        _ = session.ended()
        #expect(session.isCooked)
        #expect(session.output.contains("\u{1B}[?2004l"))
    }

    /// Nothing can be done in a process that is killed; the shell puts the terminal right.
    @Test func `a shell has its terminal back after kill -9`() throws {
        let shell = try TerminalSession("--norc", "-i", environment: ["PS1": "sh> "], program: "/bin/bash")
        try shell.expect("sh> ")
        shell.type("\(Command.executable) --emulator --no-rc\n")
        try shell.expect("cph emulator> ")
        kill(try #require(shell.runningChild), SIGKILL)
        try shell.expect("Killed")
        try shell.expect("sh> ")
        shell.type("stty -a | grep -o '[-]*icanon'; echo done; cat\n")
        try shell.expect("icanon\ndone\n")
        shell.type("echoed\n")
        try shell.expect("echoed\nechoed\n")
    }

    @Test func `a purchase is asked for and bought when the count is typed`() throws {
        let session = try TerminalSession.prompt("--no-rc", "--ask")
        session.type("\(purchase)\r")
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
