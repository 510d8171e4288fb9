import Glibc
import TestSupport
import Testing

/// Who has the terminal, and in which modes: while a line runs, while a script reads, and whatever ends the program.
@Suite(.ownThreads)
struct TerminalStateTests {
    @Test func `keys typed while a line runs are the next line's, and are shown there only`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        let folder = try TemporaryFolder()
        session.type("print('run' .. 'ning') repeat until cph.try(io.lines, '\(folder.path)/typed') print('over')\r")
        try session.expect("running\n")
        session.type("'typed' .. ' ahead'\r")
        try folder.write("typed", "")
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

    @Test(arguments: ["3s", "3600s"])
    func `Ctrl-C in a purchase waits for its answer, and another one does not`(latency: String) throws {
        let session = try TerminalSession("--emulator", "--no-rc", "--faults", "latency@create=\(latency)")
        try session.expect("cph emulator> ")
        session.type(
            "cph.job(function() repeat cph.sleep(0.01) until cph.ledger.list({ state = 'sending' })[1] print('se' .. 'nt') end) "
                + "\(Self.purchase)\r")
        try session.expect("sent\n")
        session.type("\u{3}")
        if latency == "3s" {
            try session.expect("bought in this run: ")
            try session.expect("\n2 bought, 0 were bought before\n")
        } else {
            try session.expect("waiting for the answer to a; Ctrl-C gives up waiting\n")
            session.type("\u{3}")
            try session.expect("\n0 bought, 0 were bought before, 2 in doubt\n")
            try session.expect("under way: a; sent, and may have been carried out")
        }
        try session.expect("cph emulator> ")
    }

    private static let purchase =
        "cph.servers.create { server_name = 'a', server_model_name = 'm', count = 2, keypair_name = 'k', "
        + "order_param = cph.order.months(1), nics = { cph.nic '3c5e2638-b71f-4499-8d1e-355e89f21ae0' }, "
        + "public_ip = cph.public_ip.none() }"

    /// A signal that is sent to a process may arrive after the sender has gone on: then it stops again and again.
    @Test func `Ctrl-Z at the prompt and at a question stops once each, and goes on where it was`() throws {
        let shell = try TerminalSession("--norc", "-i", environment: ["PS1": "sh> "], program: "/bin/bash")
        try shell.expect("sh> ")
        shell.type("\(Command.executable) --emulator --no-rc --ask\n")
        try shell.expect("cph emulator> ")
        for round in 1...4 {
            shell.type("\u{1A}")
            try shell.expect("Stopped")
            try shell.expect("sh> ")
            shell.type("fg\n")
            try shell.expect("cph emulator> ")
            try shell.enter("\(round) + 100", shows: "\(round + 100)")
        }
        shell.type(Self.purchase + "\r")
        try shell.expect("anything else to stop: ")
        shell.type("\u{1A}")
        try shell.expect("Stopped")
        try shell.expect("sh> ")
        shell.type("fg\n")
        try shell.expect("anything else to stop: ")
        shell.type("no\r")
        try shell.expect("cph emulator> ")
        try shell.enter("2 + 100", shows: "102")
        shell.type("\u{4}")
        try shell.expect("sh> ")
        shell.type("jobs; echo en''d\n")
        try shell.expect("end\n")
        #expect(shell.output.ranges(of: "Stopped").count == 5, "\(shell.output)")
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

    @Test(arguments: [SIGTERM, SIGHUP, SIGSEGV, SIGABRT, SIGILL, SIGTRAP])
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
}
