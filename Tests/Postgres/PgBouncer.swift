import Files
import Glibc
import TestSupport

/// A pgbouncer in transaction mode in front of a server: each transaction may get another of few connections.
public final class PgBouncer: Sendable {
    private let cluster: PostgresCluster
    private let place: GuardedFolder
    private let child: Child
    /// Of its TCP socket.
    public let port: UInt16

    /// Starts one with as many connections to a database as `poolSize` says.
    public init(of cluster: PostgresCluster, poolSize: Int = 3) throws {
        self.cluster = cluster
        place = try GuardedFolder()
        port = try FreePort.find()
        // A user's password is what the server knows of it: the bouncer asks there, by way of its socket.
        try place.write("users", "\"postgres\" \"\(PostgresCluster.password)\"\n")
        let settings = """
            [databases]
            * = host=\(cluster.folder) port=\(cluster.port)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            pool_mode = transaction
            default_pool_size = \(poolSize)
            max_client_conn = 500
            auth_type = scram-sha-256
            auth_file = \(place.path)/users
            auth_user = postgres
            auth_query = SELECT usename, passwd FROM pg_shadow WHERE usename = $1
            """
        try place.write("settings", settings + "\n")
        let log = open("\(place.path)/log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer {
            close(log)
            close(nothing)
        }
        let words = try PostgresPrograms.words("pgbouncer", ["\(place.path)/settings"])
        child = try PostgresPrograms.start(words, folder: place.path, input: nothing, output: log, errors: log)
        let port = port
        let isUp = Waiting.until { !child.isInProcessTable || FreePort.isListening(port) }
        guard isUp, child.isInProcessTable else {
            throw PostgresPrograms.Failed(
                description: "pgbouncer did not start: \(Files.text("\(place.path)/log") ?? "")")
        }
    }

    /// A connection string over TCP.
    public func address(
        database: String, user: String = "postgres", password: String = PostgresCluster.password
    ) -> String {
        cluster.tcpAddress(database: database, user: user, password: password, port: port)
    }
}
