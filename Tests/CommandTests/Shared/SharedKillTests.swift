import Glibc
import PostgresSupport
import TestSupport
import Testing

/// Three machines buy the same names at once, from an account whose list lags and whose answers get lost, while whatever there
/// is gets killed: never a server too many, never one that nobody knows.
@Suite(.ownThreads)
struct SharedKillTests {
    /// CPH_LONG kills 2,000 times.
    private static let rounds = getenv("CPH_LONG") == nil ? 1 : 34
    /// Kills and cuts of one round.
    private static let kills = 60
    private static let machines = 3

    /// Buys every name in an order of its own, and tells each id at once; what can't be bought now is left to the next run.
    private static let script = """
        local names, open = {}, 0
        for number = 1, tonumber(arg[1]) do names[number] = "n" .. number end
        for number = #names, 2, -1 do
          local other = math.random(number)
          names[number], names[other] = names[other], names[number]
        end
        for _, name in ipairs(names) do
          local result, problem = cph.try(cph.servers.create, { server_name = name, server_model_name = "m",
            keypair_name = "k", order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
            nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } })
          if result then print(name, result.server_ids[1]) else open = open + 1; io.stderr:write(tostring(problem), "\\n") end
          io.stdout:flush()
        end
        if open > 0 then os.exit(7) end
        """

    @Test(.serialized, arguments: 1...rounds)
    func `three machines buy each name once, whatever is killed`(round: Int) throws {
        var story = try KillStory(names: 200, machines: Self.machines, script: Self.script)
        // Each kind of harm is done at least once.
        while story.kills < Self.kills || !story.hasAllHarms { try story.killSomething() }
        try story.finish()
    }
}

/// One fleet, those who buy it, and what happens to them.
private struct KillStory {
    /// What may be killed or cut.
    enum Harm: CaseIterable { case client, backend, serverProcess, server, cut, cutAfter, restart }

    private let cluster: PostgresCluster
    private let shared: SharedCloud
    private let proxy: CuttingProxy
    private let names: Int
    private let script: String
    private var runs: [RunningCommand] = []
    /// Every id that a run has told, by name.
    private var told: [String: Set<String>] = [:]
    /// How often what was done.
    private(set) var harms: [Harm: Int] = [:]
    var kills: Int { harms.values.reduce(0, +) }
    var hasAllHarms: Bool { harms.count == Harm.allCases.count }

    init(names: Int, machines: Int, script: String) throws {
        (self.names, self.script) = (names, script)
        cluster = try PostgresCluster()
        shared = try SharedCloud(
            "--faults", "list-lag=200ms,reset-after=0.1,truncate-after=0.1,503-after=0.1,latency@create=20ms",
            machines: machines, on: cluster)
        proxy = try CuttingProxy(to: cluster.port)
        shared.lease = "1s"
        shared.address = cluster.tcpAddress(database: shared.database.name, port: proxy.port)
        runs = try (0..<machines).map(start)
    }

    private func start(_ machine: Int) throws -> RunningCommand {
        try shared.start(
            ["--allow-spend", "\(names)", "--settle", "2s", "-", "\(names)"], input: script, machine: machine)
    }

    /// Lets somebody get on, then kills or cuts something, and starts again who is gone.
    mutating func killSomething() throws {
        let harm = Harm.allCases.randomElement() ?? .client
        let machine = Int.random(in: 0..<runs.count)
        // Whoever is watched has bought something more, or does not get on.
        let before = runs[machine].output.utf8.count
        _ = Waiting.until(atMost: .milliseconds(.random(in: 50...900))) {
            runs[machine].output.utf8.count > before || runs[machine].hasEnded
        }
        poll(nil, 0, .random(in: 0...40))
        harms[harm, default: 0] += 1
        switch harm {
        case .client: runs[machine].signal(SIGKILL)
        case .backend: cluster.backends.randomElement().map { cluster.killBackend($0, SIGTERM) }
        case .serverProcess:
            cluster.backends.randomElement().map { cluster.killBackend($0) }
            try cluster.waitUntilReady()
        case .server:
            cluster.kill()
            try cluster.start()
        case .restart: try cluster.restart(.immediate)
        case .cut: proxy.cut()
        case .cutAfter: proxy.cut(after: .random(in: 0...5000), Bool.random() ? .toServer : .toClient)
        }
        for (number, run) in runs.enumerated() where run.hasEnded || (harm == .client && number == machine) {
            try note(run.wait())
            runs[number] = try start(number)
        }
    }

    /// Remembers what a run has told, which must have ended in one of the ways that are foreseen.
    private mutating func note(_ outcome: Command.Outcome) throws {
        let foreseen: Set<Int32> = [0, 4, 5, 6, 7, 20, -SIGKILL]
        #expect(foreseen.contains(outcome.status), "exit \(outcome.status): \(outcome.error)")
        // The last line of a run that was killed may be half of one.
        for line in outcome.output.split(separator: "\n") {
            let words = line.split(separator: "\t").map(String.init)
            if words.count == 2, words[1].count == 32 { told[words[0], default: []].insert(words[1]) }
        }
    }

    /// Lets everybody come to the end, and compares the account, the record and what was told.
    mutating func finish() throws {
        proxy.pass()
        for run in runs { try note(run.wait()) }
        for _ in 0..<10 {
            let outcome = try start(0).wait()
            try note(outcome)
            if outcome.status == 0 { break }
            try settleWhatNobodySent()
        }
        // The list lags behind what was bought last.
        _ = try Waiting.until { try shared.servers().count >= names }
        let servers = try shared.servers()
        #expect(servers.count == names, "\(names - servers.count) names have none")
        for (name, ids) in servers {
            #expect(ids.count == 1 && told[name] == Set(ids), "\(name): \(ids), told \(told[name] ?? [])")
        }
        let known = try shared.database.run("SELECT id FROM cph.server ORDER BY id").split(separator: "\n").map(
            String.init)
        #expect(known == servers.values.joined().sorted(), "the record knows the account's servers")
        let verified = try shared.start(["ledger", "verify"]).wait()
        #expect(verified.status == 0, "\(verified.error)")
    }

    /// A run that was killed before its request left leaves a name in doubt which the account does not have: a person says so.
    private func settleWhatNobodySent() throws {
        let list = try shared.start(["ledger", "list", "--in-doubt"]).wait()
        for line in list.lines {
            let name = String(line.split(separator: "\t")[2])
            let looked = try shared.start(["ledger", "resolve", name]).wait()
            guard looked.status == 20 else { continue }
            let absent = try shared.start(
                ["ledger", "resolve", name, "--absent", "--lag", "0s", "--evidence", "the list is empty"]).wait()
            #expect(absent.status == 0, "\(absent.error)")
        }
    }
}
