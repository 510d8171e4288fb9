import Glibc
import TestSupport

/// A second server that follows a first one as its changes stream in, and can take its place.
public final class Standby: Sendable {
    /// The server: it answers questions, and once it is promoted takes changes.
    public let cluster: PostgresCluster
    private let primary: PostgresCluster

    /// Copies `primary` as it is now and follows it. What it has got is asynchronous, unless the primary's
    /// `synchronous_standby_names` says otherwise.
    public init(of primary: PostgresCluster) throws {
        self.primary = primary
        let place = try GuardedFolder()
        try PostgresPrograms.run(
            "pg_basebackup",
            [
                "--pgdata", "\(place.path)/data", "--wal-method", "stream", "--checkpoint", "fast", "--no-sync",
                "--write-recovery-conf", "--dbname", primary.address(),
            ])
        cluster = try PostgresCluster(place)
    }

    /// Makes it take changes, as the server that it followed no longer will.
    public func promote() throws {
        guard try cluster.run("SELECT pg_promote(true, 60)") == "t" else {
            throw PostgresPrograms.Failed(description: "the standby was not promoted: \(cluster.log)")
        }
    }

    /// Waits until it has everything that the primary has now.
    public func catchUp() throws {
        let place = try primary.run("SELECT pg_current_wal_lsn()")
        let hasIt = try Waiting.until { try cluster.run("SELECT pg_last_wal_replay_lsn() >= '\(place)'") == "t" }
        guard hasIt else { throw PostgresPrograms.Failed(description: "the standby lags: \(cluster.log)") }
    }

    /// Lets nothing more arrive, as when the network between the two is gone.
    public func disconnect() throws {
        try cluster.run("ALTER SYSTEM SET primary_conninfo = ''; SELECT pg_reload_conf()")
        let isAlone = try Waiting.until { try cluster.run("SELECT count(*) FROM pg_stat_wal_receiver") == "0" }
        guard isAlone else { throw PostgresPrograms.Failed(description: "the standby goes on: \(cluster.log)") }
    }

    /// A connection string with both servers, in which clients find the one that takes changes.
    ///
    /// - Parameter database: The same on both.
    public func addressOfBoth(database: String, user: String = "postgres") -> String {
        let secret = PostgresCluster.escaped(PostgresCluster.password)
        return "postgresql://\(user):\(secret)@127.0.0.1:\(primary.port),127.0.0.1:\(cluster.port)/\(database)"
            + "?target_session_attrs=read-write"
    }
}
