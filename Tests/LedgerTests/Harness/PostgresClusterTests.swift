import Glibc
import PostgresSupport
import TestSupport
import Testing

/// The servers that other tests work with.
@Suite(.ownThreads)
struct PostgresClusterTests {
    @Test func `each database of the shared server is empty and alone`() throws {
        let (one, other) = (try TestDatabase(), try TestDatabase())
        try one.run("CREATE TABLE t (n int); INSERT INTO t VALUES (1), (2)")
        #expect(try one.run("SELECT n FROM t ORDER BY n") == "1\n2")
        #expect(throws: (any Error).self) { try other.run("SELECT n FROM t") }
    }

    @Test func `a server keeps its promises to the disk unless a test says otherwise`() throws {
        let shared = try PostgresCluster.shared
        #expect(try shared.run("SHOW fsync; SHOW synchronous_commit; SHOW full_page_writes") == "on\non\non")
        let own = try PostgresCluster(settings: ["synchronous_commit": "off"])
        #expect(try own.run("SHOW synchronous_commit") == "off")
    }

    @Test func `it is ended with the last who is interested in it`() throws {
        var cluster: PostgresCluster? = try PostgresCluster()
        let folder = try #require(cluster?.folder)
        #expect(access(folder, F_OK) == 0)
        cluster = nil
        #expect(Waiting.until { access(folder, F_OK) != 0 })
    }

    @Test(arguments: [PostgresCluster.StopMode.fast, .immediate, .smart])
    func `it is stopped and started at the same port`(mode: PostgresCluster.StopMode) throws {
        let cluster = try PostgresCluster()
        try cluster.run("CREATE TABLE t (n int); INSERT INTO t VALUES (1)")
        cluster.stop(mode)
        #expect(throws: (any Error).self) { try cluster.run("SELECT 1") }
        try cluster.start()
        #expect(try cluster.run("SELECT n FROM t") == "1")
    }

    @Test func `what was committed is there after a kill of everything`() throws {
        let cluster = try PostgresCluster()
        try cluster.run("CREATE TABLE t (n int)")
        for round in 1...3 {
            try cluster.run("INSERT INTO t VALUES (\(round))")
            cluster.kill()
            try cluster.start()
            #expect(try cluster.run("SELECT count(*) FROM t") == "\(round)")
        }
    }

    @Test func `a killed backend takes all others with it, and the server comes back`() throws {
        let cluster = try PostgresCluster()
        let sleeper = try BackgroundSQL("SELECT pg_sleep(1000)", cluster)
        let backend = try #require(cluster.waitForBackends(1).first)
        cluster.killBackend(backend)
        #expect(sleeper.wait() != 0)
        try cluster.waitUntilReady()
        #expect(try cluster.run("SELECT 1") == "1")
    }

    @Test func `a frozen server answers when it is thawed`() throws {
        let cluster = try PostgresCluster()
        cluster.freeze()
        let question = try BackgroundSQL("SELECT 1", cluster)
        #expect(!question.ends(within: .milliseconds(300)))
        cluster.thaw()
        #expect(question.wait() == 0)
    }

    @Test func `over TCP a password is asked for`() throws {
        let database = try TestDatabase()
        try database.cluster.createRole("ada_\(database.name)", password: "a b/c%")
        let right = database.cluster.tcpAddress(
            database: database.name, user: "ada_\(database.name)", password: "a b/c%")
        #expect(try psql(right, "SELECT current_user") == "ada_\(database.name)")
        let wrong = database.cluster.tcpAddress(database: database.name, password: "wrong")
        #expect(throws: (any Error).self) { try psql(wrong, "SELECT 1") }
    }

    @Test func `a standby follows, and takes the place of the server that was killed`() throws {
        let primary = try PostgresCluster()
        try primary.run("CREATE TABLE t (n int); INSERT INTO t VALUES (1)")
        let standby = try Standby(of: primary)
        try primary.run("INSERT INTO t VALUES (2)")
        try standby.catchUp()
        try standby.disconnect()
        try primary.run("INSERT INTO t VALUES (3)")
        primary.kill()
        try standby.promote()
        #expect(try psql(standby.addressOfBoth(database: "postgres"), "SELECT max(n) FROM t") == "2")
    }

    @Test func `a pgbouncer gives each transaction another connection`() throws {
        let database = try TestDatabase()
        let bouncer = try PgBouncer(of: database.cluster)
        try database.cluster.createRole("bob_\(database.name)", password: "other words")
        let address = bouncer.address(
            database: database.name, user: "bob_\(database.name)", password: "other words")
        #expect(try psql(address, "SELECT current_user") == "bob_\(database.name)")
        #expect(throws: (any Error).self) { try psql(address + "?options=-cgeqo%3Doff", "SELECT 1") }
    }

    @Test func `a certificate is good for its names only`() throws {
        let certificate = try ServerCertificate(names: ["DNS:localhost"])
        let cluster = try PostgresCluster(certificate: certificate)
        let root = "sslmode=verify-full&sslrootcert=\(certificate.authorityFile)"
        let address = cluster.tcpAddress() + "?\(root)"
        let named = address.replacing("@127.0.0.1", with: "@localhost")
        #expect(try psql(named, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == "t")
        #expect(throws: (any Error).self) { try psql(address, "SELECT 1") }
        let stranger = named.replacing(certificate.authorityFile, with: "/dev/null")
        #expect(throws: (any Error).self) { try psql(stranger, "SELECT 1") }
    }
}

/// A connection that can be cut.
@Suite(.ownThreads)
struct CuttingProxyTests {
    private let database: TestDatabase
    private let proxy: CuttingProxy
    private var address: String { database.cluster.tcpAddress(database: database.name, port: proxy.port) }

    init() throws {
        database = try TestDatabase()
        proxy = try CuttingProxy(to: database.cluster.port)
        try database.run("CREATE TABLE t (n int)")
    }

    @Test func `it passes everything, and counts it`() throws {
        let text = String(repeating: "x", count: 300_000)
        #expect(try psql(address, "SELECT '\(text)'") == text)
        #expect(proxy.bytes(.toServer) > 300_000 && proxy.bytes(.toClient) > 300_000)
        #expect(proxy.connections == 1 && proxy.cuts == 0)
    }

    @Test func `it cuts at every byte that goes to the server, and nothing is half done`() throws {
        _ = try psql(address, "INSERT INTO t VALUES (0)")
        proxy.waitUntilIdle()
        // The end of a session is a message of five bytes, which a client may lose.
        let all = proxy.bytes(.toServer) - 5
        for bytes in stride(from: 0, to: all, by: 7) {
            proxy.cut(after: bytes, .toServer)
            #expect(throws: (any Error).self) { try psql(address, "INSERT INTO t VALUES (\(bytes))") }
        }
        #expect(proxy.cuts == (all + 6) / 7)
        #expect(try psql(address, "SELECT count(*) > 0 FROM t") == "t")
    }

    @Test func `what reached the server before the cut is done there`() throws {
        let sent = "INSERT INTO t VALUES (1)"
        _ = try psql(address, sent)
        proxy.waitUntilIdle()
        proxy.cut(after: proxy.bytes(.toServer) - 5, .toServer, isForGood: true)
        #expect(throws: (any Error).self) { try psql(address, sent) }
        #expect(Waiting.until { (try? database.run("SELECT count(*) FROM t")) == "2" })
        #expect(throws: (any Error).self) { try psql(address, sent) }
        proxy.pass()
        #expect(try psql(address, "SELECT count(*) FROM t") == "2")
    }

    @Test func `a frozen line holds an answer back until it passes again`() throws {
        proxy.freeze()
        let question = try BackgroundSQL("SELECT 1", at: address)
        #expect(!question.ends(within: .milliseconds(200)))
        proxy.pass()
        #expect(question.wait() == 0)
    }

    @Test func `a cut on demand ends what is open, and refusing what comes`() throws {
        let question = try BackgroundSQL("SELECT pg_sleep(1000)", at: address)
        #expect(Waiting.until { (try? database.run(Self.sleepers)) == "1" })
        proxy.refuse()
        #expect(question.wait() != 0)
        #expect(throws: (any Error).self) { try psql(address, "SELECT 1") }
        try database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
    }

    private static let sleepers = """
        SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()
        """
}
