import Glibc
import PostgresSupport
import TestSupport
import Testing

/// A server that dies, and a standby that takes its place: machines find it by a list of both.
@Suite(.ownThreads)
struct FailoverTests {
    /// Every take-over is waited out for more than a minute: `scripts/test --long shared` sets CPH_LONG.
    private static let isLong = getenv("CPH_LONG") != nil
    private let primary: PostgresCluster
    private let shared: SharedCloud
    private let standby: Standby

    init() throws {
        primary = try PostgresCluster()
        shared = try SharedCloud(machines: 2, on: primary)
        standby = try Standby(of: primary)
        shared.address = standby.addressOfBoth(database: shared.database.name)
    }

    private func expectEachOnce(_ names: [String], _ outcome: Command.Outcome) throws {
        #expect(outcome.status == 0 && outcome.lines.count == names.count, "exit \(outcome.status): \(outcome.error)")
        let servers = try shared.servers()
        #expect(servers.count == names.count)
        for (name, id) in zip(names, outcome.lines) {
            #expect(servers[name] == [id], "\(name): \(servers[name] ?? []), told \(id)")
        }
    }

    @Test(.enabled(if: isLong))
    func `a primary dies in the middle of 200 purchases, and with its synchronous standby all are bought once`()
        throws
    {
        try primary.run("ALTER SYSTEM SET synchronous_standby_names = '*'; SELECT pg_reload_conf()")
        try standby.catchUp()
        let names = (1...200).map { "n\($0)" }
        let runs = [
            try shared.startBuying(names, machine: 0), try shared.startBuying(names.reversed(), machine: 1),
        ]
        _ = Waiting.until { runs.contains { $0.output.split(separator: "\n").count >= 40 || $0.hasEnded } }
        primary.kill()
        try standby.promote()
        for run in runs {
            let outcome = run.wait()
            // Who stood still for longer than a lease says so of the name that the other has taken over.
            #expect([0, 6, 20].contains(outcome.status), "exit \(outcome.status): \(outcome.error)")
        }
        try expectEachOnce(names, try shared.startBuying(names, machine: 0).wait())
        let events = try standby.cluster.run(
            "SELECT count(*) FROM cph.event WHERE kind = 'sending'", database: shared.database.name)
        #expect(events == "200", "each was sent once")
        #expect(try shared.start(["ledger", "verify"]).wait().status == 0)
    }

    @Test(.enabled(if: isLong))
    func `what the standby had not got stops those who have seen it, and is not bought again`() throws {
        #expect(try shared.buy("a", "b").status == 0)
        try standby.catchUp()
        try standby.disconnect()
        // The standby will know nothing of this one.
        #expect(try shared.buy("c").status == 0)
        primary.kill()
        try standby.promote()
        for names in [["a"], ["c"], ["d"]] {
            let outcome = try shared.startBuying(names).wait()
            #expect(outcome.oddity(code: "rolled_back") == nil, "\(names)")
        }
        // A machine that has seen nothing finds the server in the account, and buys no second one.
        let stranger = try shared.buy("c", machine: 1)
        #expect(stranger.status != 0, "\(stranger.output)")
        #expect(try shared.servers().mapValues(\.count) == ["a": 1, "b": 1, "c": 1])
        // A person looks, and says how to go on.
        let words = ["ledger", "accept-rollback", "--reason", "the primary is gone"]
        let accepted = try shared.start(words).wait()
        #expect(accepted.status == 0, "\(accepted.error)")
        #expect(try shared.buy("a", "b", "d").status == 0)
        #expect(try shared.servers().mapValues(\.count) == ["a": 1, "b": 1, "c": 1, "d": 1])
    }

    @Test(.enabled(if: isLong)) func `a primary that comes back beside its promoted standby is noticed`() throws {
        #expect(try shared.buy("a").status == 0)
        try standby.catchUp()
        primary.kill()
        try standby.promote()
        #expect(try shared.buy("b").status == 0)
        // Clients that name the old primary first find it again, and it takes changes: it does not know what came later.
        try primary.start()
        let outcome = try shared.buy("c")
        #expect(outcome.oddity(code: "rolled_back") == nil)
        #expect(try shared.servers().mapValues(\.count) == ["a": 1, "b": 1])
    }
}
