import Glibc
import TestSupport
import Testing

/// SIGTERM and SIGHUP, which pipelines, schedulers and closed terminals send, get the care that Ctrl-C has.
@Suite(.ownThreads)
struct EndSignalTests {
    static let ends: [(signal: Int32, code: Int32, words: String)] = [
        (SIGINT, 130, "interrupted"), (SIGTERM, 143, "terminated"), (SIGHUP, 129, "hung up"),
    ]

    /// Starts a script in a folder and returns when it has made the file `ready`.
    private func start(_ script: String, in folder: TemporaryFolder, _ options: String...) throws -> RunningCommand {
        try start(script, in: folder, options)
    }

    private func start(_ script: String, in folder: TemporaryFolder, _ options: [String]) throws -> RunningCommand {
        try folder.write("s.lua", "local function ready() io.open('\(folder.path)/ready', 'w'):close() end\n\(script)")
        let events = try FolderEvents(folder.path)
        let ledger = ["--emulator", "--ledger", "\(folder.path)/l.ledger"]
        let running = try Command.start(ledger + options + ["\(folder.path)/s.lua"])
        while events.next(orEndOf: running), events.file != "ready" {}
        return running
    }

    @Test(arguments: ends)
    func `what was bought is said, and the exit code names the signal`(signal: Int32, code: Int32, words: String) throws
    {
        let folder = try TemporaryFolder(isInMemory: true)
        let running = try start("\(fleet("game", 1))\nready() cph.sleep('1h')", in: folder)
        running.signal(signal)
        let outcome = running.wait()
        #expect(outcome.status == code, "\(outcome)")
        #expect(outcome.error.contains("/s.lua:") && outcome.error.contains(": \(words)\n"), "\(outcome.error)")
        #expect(outcome.error.contains("ordered in this run: CS") && outcome.error.contains("bought in this run: "))
        #expect(outcome.error.contains("\n1 bought, 0 were bought before"), "\(outcome.error)")
        let list = try Command.cph("ledger", "list", "--ledger", "\(folder.path)/l.ledger")
        #expect(list.output.contains("\tgame-b01\t1/1\t"), "\(list)")
    }

    /// Says that it is ready when its purchase has been sent.
    private static let buying = """
        cph.parallel({ 1, 2 }, { limit = 2 }, function(number)
          if number == 1 then
            \(fleet("game", 1))
          end
          repeat cph.sleep(0.01) until (cph.ledger.list()[1] or {}).state == "sending"
          ready()
          cph.sleep("1h")
        end)
        """

    @Test(arguments: ends)
    func `a purchase under way gets its answer`(signal: Int32, code: Int32, words: String) throws {
        let folder = try TemporaryFolder(isInMemory: true)
        let running = try start(Self.buying, in: folder, "--faults", "latency@create=2s")
        running.signal(signal)
        let outcome = running.wait()
        #expect(outcome.status == code && outcome.error.contains("\n1 bought, 0 were bought before"), "\(outcome)")
        let list = try Command.cph("ledger", "list", "--ledger", "\(folder.path)/l.ledger")
        #expect(list.output.contains("\tgame-b01\t1/1\t"), "\(list)")
    }

    @Test(arguments: [
        ("--deadline=1s", "cph.sleep('1h')", Int32(124)), ("--quiet", "job:cancel()", 0), ("--quiet", "os.exit(7)", 7),
    ])
    func `so it does when time is over, when its job is cancelled, and when the script exits`(
        option: String, next: String, code: Int32
    ) throws {
        let folder = try TemporaryFolder(isInMemory: true)
        try folder.write(
            "s.lua",
            """
            local job = cph.job(function() \(fleet("game", 1)) end)
            repeat cph.sleep(0.01) until (cph.ledger.list()[1] or {}).state == "sending"
            \(next)
            """)
        let path = "\(folder.path)/l.ledger"
        let outcome = try Command.cph(
            option, "--emulator", "--ledger", path, "--faults", "latency@create=3s", "\(folder.path)/s.lua")
        #expect(outcome.status == code, "\(outcome)")
        #expect(try Command.cph("ledger", "list", "--ledger", path).output.contains("\tgame-b01\t1/1\t"))
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a purchase whose price is asked for is not sent any more`(signal: Int32) throws {
        let cloud = try LocalCloud("--faults", "latency@lookup+orders=4s")
        let folder = try TemporaryFolder(isInMemory: true)
        let events = try FolderEvents(folder.path)
        let script = """
            cph.job(function() cph.sleep(0.5) io.open("\(folder.path)/ready", "w"):close() cph.sleep "1h" end)
            cph.job(function() \(fleet("game", 1)) end)
            """
        let options = ["--region", "cn-east-3", "--allow-spend", "1", "--allow-cost", "100000", "-"]
        let running = try Command.start(options, input: script, environment: cloud.environment)
        while events.next(orEndOf: running), events.file != "ready" {}
        running.signal(signal)
        let outcome = running.wait()
        #expect(outcome.status == 128 + signal && !outcome.error.contains("under way"), "\(outcome)")
        #expect(try cloud.servers() == 0)
    }

    @Test func `a purchase without an answer is recorded as in doubt after a while`() throws {
        let folder = try TemporaryFolder(isInMemory: true)
        let running = try start(Self.buying, in: folder, "--faults", "latency@create=3600s")
        running.signal(SIGINT)
        let outcome = running.wait()
        #expect(outcome.status == 20 && outcome.error.contains("\nin doubt: game"), "\(outcome)")
        let list = try Command.cph("ledger", "list", "--ledger", "\(folder.path)/l.ledger")
        #expect(list.output.contains("\tin_doubt\t"), "\(list)")
    }

    @Test(arguments: [false, true])
    func `another Ctrl-C ends the wait for an answer`(isJSON: Bool) throws {
        let folder = try TemporaryFolder(isInMemory: true)
        let options = isJSON ? ["--log-json"] : []
        let running = try start(Self.buying, in: folder, options + ["--faults", "latency@create=3600s"])
        running.signal(SIGINT)
        while !running.error.contains("waiting for the answer to game-b01"), !running.hasEnded { sched_yield() }
        running.signal(SIGINT)
        let outcome = running.wait()
        #expect(outcome.status == 20, "\(outcome)")
        #expect(outcome.error.contains("waiting for the answer to game-b01, 8 s at most; another Ctrl-C ends at once"))
        let words =
            isJSON ? #""message":"ended at once","kind":"in_doubt""# : "\ncph: ended at once; cph ledger list has"
        #expect(outcome.error.contains(words), "\(outcome)")
        let list = try Command.cph("ledger", "list", "--ledger", "\(folder.path)/l.ledger")
        #expect(list.output.contains("\tsending\t"), "\(list)")
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `repeated at once it is one request, and a later one ends at once`(signal: Int32) throws {
        let folder = try TemporaryFolder(isInMemory: true)
        // timeout(1) sends its signal twice.
        let one = try start("ready() cph.sleep('1h')", in: folder)
        for _ in 1...3 { one.signal(signal) }
        #expect(one.wait().status == 128 + signal)
        // Only a trusted script has what cannot be stopped.
        let endless =
            "setmetatable({}, { __gc = function() ready() while true do end end })\ncollectgarbage() cph.sleep('1h')"
        let other = try start(endless, in: TemporaryFolder(isInMemory: true), "--trust")
        while !other.hasEnded {
            other.signal(signal)
            sched_yield()
        }
        #expect(other.wait().status == -signal)
    }

    @Test func `SIGHUP that is ignored stays ignored, as under nohup`() throws {
        let folder = try TemporaryFolder(isInMemory: true)
        try folder.write("s.lua", "io.open('\(folder.path)/ready', 'w'):close() cph.sleep('1h')")
        let events = try FolderEvents(folder.path)
        let line = "trap '' HUP; exec '\(Command.executable)' --emulator '\(folder.path)/s.lua'"
        let running = try RunningCommand("/bin/sh", ["-c", line])
        while events.next(orEndOf: running), events.file != "ready" {}
        running.signal(SIGHUP)
        running.signal(SIGTERM)
        #expect(running.wait().status == 143)
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `at the prompt of a script they end the program, and the terminal is given back`(signal: Int32) throws {
        let folder = try TemporaryFolder(["s.lua": "cph.repl()\nprint('went ' .. 'on')\n"])
        let session = try TerminalSession("--emulator", "--no-rc", "\(folder.path)/s.lua")
        try session.expect("cph \(folder.path)/s.lua:1> ")
        session.send(signal: signal)
        #expect(session.ended() == -signal && session.isCooked && !session.output.contains("went on"))
    }
}
