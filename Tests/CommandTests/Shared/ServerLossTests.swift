import Glibc
import PostgresSupport
import TestSupport
import Testing

/// A server that goes away, or takes no more, while somebody buys: an error or none, and one purchase when all is well again.
@Suite(.ownThreads)
struct ServerLossTests {
    /// CPH_LONG looks at more places.
    private static let isLong = getenv("CPH_LONG") != nil

    /// Runs what buys `name` until it is bought, as somebody would who sees what it says; a dead owner's lease ends meanwhile.
    private func finish(_ name: String, _ shared: SharedCloud) throws {
        let outcome = try shared.buy(name)
        #expect(outcome.status == 0, "\(name): exit \(outcome.status): \(outcome.error)")
        let ids = try shared.ids(name)
        #expect(ids.count == 1 && outcome.lines == ids, "\(name): bought \(ids), told \(outcome.lines)")
        #expect(try shared.state(name) == "bought")
    }

    // MARK: Cuts

    @Test(arguments: [CuttingProxy.Direction.toServer, .toClient], [false, true])
    func `the connection is cut at every step, and what is bought is bought once`(
        direction: CuttingProxy.Direction, isForGood: Bool
    ) throws {
        let shared = try SharedCloud()
        let proxy = try CuttingProxy(to: shared.database.cluster.port)
        let direct = shared.address
        let cut = shared.database.cluster.tcpAddress(database: shared.database.name, port: proxy.port)
        shared.address = cut
        #expect(try shared.buy("whole").status == 0)
        proxy.waitUntilIdle()
        let all = proxy.bytes(direction)
        let cuts = Self.isLong ? 200 : 10
        var (refused, rescued) = (0, 0)
        for number in 0..<cuts {
            let name = "cut-\(number)"
            proxy.cut(after: all * number / cuts, direction, isForGood: isForGood)
            shared.address = cut
            let outcome = try shared.buy(name)
            let ids = try shared.ids(name)
            switch outcome.status {
            case 0: #expect(ids.count == 1 && outcome.lines == ids, "\(name): \(ids), told \(outcome.lines)")
            case 6 where ids.isEmpty:
                refused += 1
                #expect(outcome.errors.count == 1 && outcome.error.contains("nothing was sent"), "\(outcome.error)")
            case 6:
                rescued += 1
                #expect(ids.count == 1 && outcome.error.contains(ids[0]), "\(name): \(ids): \(outcome.error)")
            default: Issue.record("\(name) after \(all * number / cuts): exit \(outcome.status): \(outcome.error)")
            }
            proxy.pass()
            shared.address = direct
            try finish(name, shared)
        }
        #expect(proxy.cuts == cuts)
        #expect(refused > 0 && (rescued > 0 || !isForGood), "\(refused) refused, \(rescued) rescued")
    }

    // MARK: Restarts

    @Test(arguments: [PostgresCluster.StopMode.smart, .fast, .immediate])
    func `a server that is restarted between purchases is found again`(mode: PostgresCluster.StopMode) throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        // The server ends between two purchases of one run, at which the run's connection is open.
        let halt = "\(cluster.folder)/go-on"
        let script = """
            local buy = function(name) print(cph.servers.create({ server_name = name, server_model_name = "m",
              keypair_name = "k", order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
              nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }).server_ids[1]) end
            buy "one"
            io.stdout:flush()
            while not io.open("\(halt)") do cph.sleep(0.05) end
            buy "two"
            """
        let run = try shared.start(["--allow-spend", "2", "--settle", "0s", "-"], input: script)
        #expect(Waiting.until { run.output.contains("\n") })
        cluster.beginStopping(mode)
        // A smart stop waits for clients to leave; an idle one has to be told.
        if case .smart = mode { for backend in cluster.backends { cluster.killBackend(backend, SIGTERM) } }
        cluster.waitForEnd()
        try cluster.start()
        close(open(halt, O_CREAT | O_WRONLY, 0o644))
        let outcome = run.wait()
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try outcome.lines == shared.ids("one") + shared.ids("two") && outcome.lines.count == 2)
    }

    @Test(arguments: [PostgresCluster.StopMode.fast, .immediate])
    func `a server that is restarted again and again during purchases sells nothing twice`(
        mode: PostgresCluster.StopMode
    ) throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        let names = (1...8).map { "n\($0)" }
        let run = try shared.startBuying(names)
        for count in 1...3 {
            _ = Waiting.until { run.output.split(separator: "\n").count >= 2 * count || run.hasEnded }
            try cluster.restart(mode)
        }
        let outcome = run.wait()
        if outcome.status != 0 {
            #expect(outcome.status == 6 && outcome.errors.count == 1, "exit \(outcome.status): \(outcome.error)")
        }
        for name in names { try finish(name, shared) }
    }

    @Test func `a server that is killed with all its processes in the middle has forgotten nothing`() throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        let names = (1...6).map { "n\($0)" }
        let run = try shared.startBuying(names)
        _ = Waiting.until { run.output.contains("\n") || run.hasEnded }
        cluster.kill()
        let outcome = run.wait()
        #expect(outcome.status == 6 && outcome.errors.count == 1, "exit \(outcome.status): \(outcome.error)")
        #expect(outcome.error.contains("nothing was sent") || outcome.error.contains("order"), "\(outcome.error)")
        try cluster.start()
        for name in names { try finish(name, shared) }
    }

    // MARK: A server that stands still

    @Test func `a server that stands still is given up in time, and nothing hangs on it`() throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        let names = (1...6).map { "n\($0)" }
        let run = try shared.startBuying(names)
        _ = Waiting.until { run.output.contains("\n") || run.hasEnded }
        cluster.freeze()
        let outcome = run.wait()
        #expect(outcome.status == 6 && outcome.errors.count == 1, "exit \(outcome.status): \(outcome.error)")
        cluster.thaw()
        for name in names { try finish(name, shared) }
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

    @Test(arguments: ["event", "purchase", "sent", "lease", "claim"])
    func `without room for an intent nothing is sent`(table: String) throws {
        let shared = try SharedCloud()
        try shared.database.run(Self.fullDisk(table))
        let outcome = try shared.buy("a")
        #expect(outcome.oddity(code: "disk_full") == nil)
        #expect(try shared.ids("a") == [])
        try shared.database.run("DROP TRIGGER a_full_disk ON cph.\(table)")
        try finish("a", shared)
    }

    @Test func `without room for an answer its ids are told, and the next run knows them`() throws {
        let shared = try SharedCloud()
        try shared.database.run(Self.fullDisk("attempt"))
        let outcome = try shared.buy("a")
        let ids = try shared.ids("a")
        #expect(outcome.status == 6 && ids.count == 1 && outcome.error.contains(ids[0]), "\(outcome.error)")
        try shared.database.run("DROP TRIGGER a_full_disk ON cph.attempt")
        try finish("a", shared)
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
        try finish("a", shared)
    }

    // MARK: Standbys

    @Test func `a commit that its standby did not confirm sends nothing`() throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        try cluster.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'; SELECT pg_reload_conf()")
        shared.lease = "4s"
        let run = try shared.startBuying(["a"])
        // It waits for a confirmation that nobody gives, until it is told not to.
        let waits = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        #expect(Waiting.until { (try? cluster.run(waits))?.isEmpty == false })
        try cluster.run("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        let outcome = run.wait()
        #expect(outcome.oddity(code: "not_durable") == nil)
        #expect(try shared.ids("a") == [])
        try cluster.run("ALTER SYSTEM RESET synchronous_standby_names; SELECT pg_reload_conf()")
        try finish("a", shared)
    }
}
