import Glibc
import PostgresSupport
import TestSupport
import Testing

/// A server that goes away, or takes no more, while somebody buys: an error or none, and one purchase when all is well again.
@Suite(.ownThreads)
struct ServerLossTests {
    /// CPH_LONG looks at more places.
    private static let isLong = getenv("CPH_LONG") != nil

    /// Runs what buys the names once more, as somebody would who sees what it said: now all is bought, each once.
    private func finish(_ names: [String], _ shared: SharedCloud) throws {
        let outcome = try shared.startBuying(names).wait()
        #expect(outcome.status == 0, "exit \(outcome.status): \(outcome.error)")
        let servers = try shared.servers()
        for (name, id) in zip(names, outcome.lines) {
            #expect(servers[name] == [id], "\(name): \(servers[name] ?? []), told \(id)")
        }
        let open = "SELECT count(*) FROM cph.purchase WHERE state NOT IN ('accepted', 'adopted')"
        #expect(try outcome.lines.count == names.count && shared.database.run(open) == "0")
    }

    /// Holds against what a run promised, if it ended early: one error, and of what it sent every id.
    private func expectClear(_ outcome: Command.Outcome, _ comment: String = "") {
        guard outcome.status != 0 else { return }
        #expect(
            outcome.status == 6 && outcome.errors.count == 1, "\(comment): exit \(outcome.status): \(outcome.error)")
        let isUnsent = outcome.error.contains("nothing was sent")
        #expect(isUnsent != outcome.error.contains("was sent and may have been bought"), "\(comment): \(outcome.error)")
        #expect(isUnsent || outcome.error.contains(/order "\w+"/), "\(comment): \(outcome.error)")
    }

    // MARK: Cuts

    @Test(arguments: [CuttingProxy.Direction.toServer, .toClient], [false, true])
    func `the connection is cut at every step, and what is bought is bought once`(
        direction: CuttingProxy.Direction, isForGood: Bool
    ) throws {
        let shared = try SharedCloud()
        shared.lease = "1s"
        let proxy = try CuttingProxy(to: shared.database.cluster.port)
        /// What goes over the line while these are bought in a new ledger.
        func bytes(_ names: String...) throws -> Int {
            try shared.takeNewLedger(by: proxy)
            let before = proxy.bytes(direction)
            #expect(try shared.startBuying(names).wait().status == 0)
            proxy.waitUntilIdle()
            return proxy.bytes(direction) - before
        }
        let one = try bytes("one")
        let each = try bytes("two", "three") - one
        // A few cuts while the ledger is opened, and most of them in the purchase.
        let (early, late) = Self.isLong ? (40, 200) : (2, 6)
        let places =
            (0..<early).map { (one - each) * $0 / early } + (0..<late).map { one - each + each * $0 / late }
        var (refused, rescued) = (0, 0)
        for (number, place) in places.enumerated() {
            try shared.takeNewLedger(by: proxy)
            proxy.cut(after: place, direction, isForGood: isForGood)
            let outcome = try shared.buy("cut-\(number)")
            expectClear(outcome, "after \(place) of \(one)")
            let wasSent = outcome.error.contains("was sent and may have been bought")
            (refused, rescued) = (refused + (outcome.status == 0 || wasSent ? 0 : 1), rescued + (wasSent ? 1 : 0))
            #expect(isForGood || number < early || outcome.status == 0, "after \(place) of \(one): \(outcome.error)")
            proxy.pass()
            try finish(["cut-\(number)"], shared)
        }
        #expect(proxy.cuts >= places.count - 1)
        #expect(isForGood ? refused > 0 && rescued > 0 : rescued == 0, "\(refused) refused, \(rescued) rescued")
    }

    // MARK: Restarts

    /// A script that buys a server, waits for a file, and buys another one.
    private static func haltingScript(until file: String) -> String {
        """
        local buy = function(name) print(cph.servers.create({ server_name = name, server_model_name = "m",
          keypair_name = "k", order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
          nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }).server_ids[1]) end
        buy "one"
        io.stdout:flush()
        while not io.open("\(file)") do cph.sleep(0.05) end
        buy "two"
        """
    }

    @Test(arguments: [PostgresCluster.StopMode.smart, .fast, .immediate])
    func `a server that is restarted between purchases is found again`(mode: PostgresCluster.StopMode) throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        let file = "\(cluster.folder)/go-on"
        let run = try shared.start(
            ["--allow-spend", "2", "--settle", "0s", "-"], input: Self.haltingScript(until: file))
        #expect(Waiting.until { run.output.contains("\n") })
        cluster.beginStopping(mode)
        // A smart stop waits for clients to leave; an idle one has to be told.
        if case .smart = mode { for backend in cluster.backends { cluster.killBackend(backend, SIGTERM) } }
        cluster.waitForEnd()
        try cluster.start()
        close(open(file, O_CREAT | O_WRONLY, 0o644))
        let outcome = run.wait()
        #expect(outcome.status == 0 && outcome.lines.count == 2, "\(outcome.error)")
        try finish(["one", "two"], shared)
    }

    @Test(arguments: [PostgresCluster.StopMode.fast, .immediate])
    func `a server that is restarted again and again during purchases sells nothing twice`(
        mode: PostgresCluster.StopMode
    ) throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        let names = (1...8).map { "n\($0)" }
        for round in 1...3 {
            let run = try shared.startBuying(names)
            _ = Waiting.until { run.output.split(separator: "\n").count >= 2 * round || run.hasEnded }
            try cluster.restart(mode)
            expectClear(run.wait(), "\(mode) \(round)")
        }
        try finish(names, shared)
    }

    @Test func `a server that is killed with all its processes in the middle has forgotten nothing`() throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        let names = (1...20).map { "n\($0)" }
        let run = try shared.startBuying(names)
        _ = Waiting.until { run.output.contains("\n") || run.hasEnded }
        cluster.kill()
        let outcome = run.wait()
        #expect(outcome.status == 6)
        expectClear(outcome)
        try cluster.start()
        try finish(names, shared)
    }

    // MARK: A server that stands still

    @Test func `a server that stands still is given up in time, and nothing hangs on it`() throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        let names = (1...20).map { "n\($0)" }
        let run = try shared.startBuying(names)
        _ = Waiting.until { run.output.contains("\n") || run.hasEnded }
        cluster.freeze()
        let outcome = run.wait()
        #expect(outcome.status == 6)
        expectClear(outcome)
        cluster.thaw()
        try finish(names, shared)
    }

    // MARK: No room

    /// Says that the disk is full whenever `table` gets a row. Its name sorts before those of the ledger's own triggers.
    private static func fullDisk(_ table: String) -> String {
        """
        CREATE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER a_full_disk BEFORE INSERT ON cph.\(table) FOR EACH ROW EXECUTE FUNCTION public.full_disk()
        """
    }

    @Test func `without room for an intent nothing is sent`() throws {
        let shared = try SharedCloud()
        for table in ["event", "purchase", "sent", "lease", "claim"] {
            try shared.takeNewLedger()
            try shared.database.run(Self.fullDisk(table))
            let oddity = try shared.buy(table).oddity(code: "disk_full")
            #expect(oddity == nil, "\(table)")
            #expect(try shared.servers()[table] == nil, "\(table)")
            try shared.database.run("DROP TRIGGER a_full_disk ON cph.\(table)")
            try finish([table], shared)
        }
    }

    @Test func `a script that tries again once there is room goes on`() throws {
        let shared = try SharedCloud()
        try shared.database.run(Self.fullDisk("event"))
        let file = "\(shared.home)/go-on"
        let script = Self.haltingScript(until: file).replacing(#"buy "one""#, with: #"print(pcall(buy, "one"))"#)
        let run = try shared.start(["--allow-spend", "2", "--settle", "0s", "-"], input: script)
        #expect(Waiting.until { run.output.contains("\n") })
        try shared.database.run("DROP TRIGGER a_full_disk ON cph.event")
        close(open(file, O_CREAT | O_WRONLY, 0o644))
        let outcome = run.wait()
        #expect(outcome.status == 0 && outcome.output.contains("disk_full"), "\(outcome.output) \(outcome.error)")
        try finish(["two"], shared)
    }

    @Test func `without room for an answer its ids are told, and the next run knows them`() throws {
        let shared = try SharedCloud()
        try shared.database.run(Self.fullDisk("attempt"))
        let outcome = try shared.buy("a")
        let ids = try shared.servers()["a"] ?? []
        #expect(outcome.status == 6 && ids.count == 1 && outcome.error.contains(ids[0]), "\(outcome.error)")
        try shared.database.run("DROP TRIGGER a_full_disk ON cph.attempt")
        try finish(["a"], shared)
    }

    @Test func `with all connections taken by others it ends with one error`() throws {
        let cluster = try PostgresCluster(settings: ["max_connections": "5", "superuser_reserved_connections": "0"])
        let shared = try SharedCloud(on: cluster)
        let others = try (0..<5).map { _ in try BackgroundSQL("SELECT pg_sleep(1000)", cluster) }
        #expect(cluster.waitForBackends(5).count == 5)
        let outcome = try shared.buy("a")
        #expect(outcome.oddity(code: "unreachable") == nil)
        #expect(outcome.error.contains("too many clients"), "\(outcome.error)")
        for backend in cluster.backends { cluster.killBackend(backend, SIGTERM) }
        for other in others { _ = other.wait() }
        try finish(["a"], shared)
    }

    // MARK: Standbys

    @Test func `a commit that its standby did not confirm sends nothing`() throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        try cluster.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'; SELECT pg_reload_conf()")
        // It waits for a confirmation that nobody gives, until it is told not to.
        shared.lease = "15s"
        let run = try shared.startBuying(["a"])
        let waits = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        #expect(Waiting.until { (try? cluster.run(waits))?.isEmpty == false })
        try cluster.run("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        // Every commit that follows is as good as it can be.
        try cluster.run("ALTER SYSTEM RESET synchronous_standby_names; SELECT pg_reload_conf()")
        let outcome = run.wait()
        #expect(outcome.oddity(code: "not_durable") == nil)
        #expect(try shared.servers()["a"] == nil)
        shared.lease = "2s"
        try finish(["a"], shared)
    }
}
