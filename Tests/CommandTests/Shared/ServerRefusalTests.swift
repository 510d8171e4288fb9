import PostgresSupport
import TestSupport
import Testing

/// A server that can't be used as a ledger: each reason is one clear error, and nothing is sent.
@Suite(.ownThreads)
struct ServerRefusalTests {
    /// What was done to a server or to its address, before somebody wants to buy.
    struct Harm: Sendable {
        let name: String
        /// The short name in the error.
        let code: String
        /// What the error says, in part.
        var words = ""
        /// Run in the ledger's database.
        var sql = ""
        /// The address for the run that buys.
        var address: @Sendable (TestDatabase) -> String = { $0.tcpAddress }
    }

    private static func over(_ user: String, _ database: TestDatabase) -> String {
        database.cluster.tcpAddress(database: database.name, user: "\(user)_\(database.name)", password: "swordfish")
    }

    private static let harms: [Harm] = [
        Harm(
            name: "no socket there", code: "unreachable", words: "No such file",
            address: { _ in "postgresql:///x?host=/nowhere&password=swordfish" }),
        Harm(
            name: "nobody listens", code: "unreachable", words: "Connection refused",
            address: { $0.cluster.tcpAddress(database: $0.name, password: "swordfish", port: 1) }),
        Harm(
            name: "a wrong password", code: "unreachable", words: "password authentication failed",
            address: { $0.cluster.tcpAddress(database: $0.name, password: "swordfish") }),
        Harm(
            name: "no password", code: "unreachable", words: "no password",
            address: { $0.tcpAddress.replacing(/:[^:@\/]*@/, with: "@") }),
        Harm(
            name: "no such database", code: "unreachable", words: "does not exist",
            address: { $0.cluster.tcpAddress(database: "nowhere") }),
        Harm(
            name: "TLS is demanded of a server without", code: "unreachable", words: "SSL",
            address: { $0.tcpAddress + "?sslmode=require" }),
        Harm(
            name: "too many connections", code: "unreachable", words: "too many connections",
            sql: "CREATE ROLE many_DB LOGIN PASSWORD 'swordfish' CONNECTION LIMIT 0", address: { over("many", $0) }),
        Harm(
            name: "no rights", code: "no_rights", words: "permission denied",
            sql: "CREATE ROLE none_DB LOGIN PASSWORD 'swordfish'", address: { over("none", $0) }),
        Harm(
            name: "rights to read only", code: "no_rights", words: "permission denied",
            sql: """
                CREATE ROLE reader_DB LOGIN PASSWORD 'swordfish'; GRANT USAGE ON SCHEMA cph TO reader_DB;
                GRANT SELECT ON ALL TABLES IN SCHEMA cph TO reader_DB
                """, address: { over("reader", $0) }),
        Harm(
            name: "a database that is set to reading", code: "unreachable", words: "read-only",
            sql: "ALTER DATABASE DB SET default_transaction_read_only = on"),
        Harm(
            name: "no ledger there", code: "missing", words: "cph ledger setup",
            sql: "DROP SCHEMA cph CASCADE"),
        Harm(
            name: "another program's schema", code: "not_a_ledger", words: "another program",
            sql: "DROP SCHEMA cph CASCADE; CREATE SCHEMA cph; CREATE TABLE cph.phones (id int)"),
        Harm(
            name: "another program's schema with a table of the same name", code: "not_a_ledger",
            words: "another program",
            sql: "DROP SCHEMA cph CASCADE; CREATE SCHEMA cph; CREATE TABLE cph.meta (key int)"),
        Harm(
            name: "a newer cph's ledger", code: "newer", words: "newer cph",
            sql: "UPDATE cph.meta SET value = '1000' WHERE name = 'version'"),
        Harm(
            name: "an older cph's ledger", code: "older", words: "cph ledger setup",
            sql: "UPDATE cph.meta SET value = '1' WHERE name = 'version'"),
        Harm(
            name: "a guard that was dropped", code: "damaged", words: "event_stays",
            sql: "DROP TRIGGER event_stays ON cph.event"),
        Harm(
            name: "a guard that was switched off", code: "damaged", words: "event_stays",
            sql: "ALTER TABLE cph.event DISABLE TRIGGER event_stays"),
        Harm(
            name: "a guard that guards nothing", code: "damaged", words: "refuse",
            sql: """
                CREATE OR REPLACE FUNCTION cph.refuse() RETURNS trigger LANGUAGE plpgsql \
                AS 'BEGIN RETURN NEW; END'
                """),
        Harm(
            name: "a table that is gone", code: "damaged", words: "event",
            sql: "DROP TABLE cph.event"),
        Harm(
            name: "the end of the chain that is gone", code: "damaged", words: "the end of its chain",
            sql: "SET session_replication_role = replica; DELETE FROM cph.head"),
    ]

    @Test func `each is one error, and nothing is sent`() throws {
        let shared = try SharedCloud()
        for harm in Self.harms {
            try shared.takeNewLedger()
            try shared.database.run(harm.sql.replacing("DB", with: shared.database.name))
            shared.address = harm.address(shared.database)
            let outcome = try shared.buy("a")
            let oddity = outcome.oddity(code: harm.code)
            #expect(oddity == nil, "\(harm.name)")
            #expect(outcome.error.contains(harm.words), "\(harm.name): \(outcome.error)")
            #expect(outcome.error.contains("hint: "), "what to do about \(harm.name): \(outcome.error)")
        }
        #expect(try shared.cloud.servers() == 0)
    }

    @Test func `a database in another encoding is refused`() throws {
        let cluster = try PostgresCluster.shared
        try cluster.run("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'")
        let address = cluster.address(database: "latin")
        let setUp = try Command.start(["ledger", "setup", address]).wait()
        #expect(setUp.status == 6 && setUp.error.contains("UTF-8"), "\(setUp.status): \(setUp.error)")
    }

    @Test(arguments: ["fsync", "full_page_writes"])
    func `a server that may forget what it confirms is refused`(setting: String) throws {
        let shared = try SharedCloud(on: PostgresCluster(settings: [setting: "off"]))
        let outcome = try shared.buy("a")
        #expect(outcome.oddity(code: "not_durable") == nil)
        #expect(outcome.error.contains(setting), "\(outcome.error)")
    }

    @Test func `a server that usually confirms early is asked to wait`() throws {
        let shared = try SharedCloud(on: PostgresCluster(settings: ["synchronous_commit": "off"]))
        #expect(try shared.buy("a").status == 0)
    }

    @Test func `a standby is refused, also when nobody asked for a server that writes`() throws {
        let primary = try PostgresCluster()
        let shared = try SharedCloud(on: primary)
        let standby = try Standby(of: primary)
        try standby.catchUp()
        shared.address = standby.cluster.tcpAddress(database: shared.database.name)
        let outcome = try shared.buy("a")
        #expect(outcome.oddity(code: "unreachable") == nil)
        #expect(outcome.error.contains("read-only"), "\(outcome.error)")
        shared.address += "?target_session_attrs=any"
        let asked = try shared.buy("a")
        #expect(asked.oddity(code: "read_only") == nil)
        #expect(asked.error.contains("standby"), "\(asked.error)")
    }

    @Test func `what is no PostgreSQL is told by its words`() throws {
        let shared = try SharedCloud()
        let port = try #require(shared.cloud.environment["CPH_ENDPOINT"]?.split(separator: ":").last)
        shared.address = "postgresql://u:swordfish@127.0.0.1:\(port)/x"
        #expect(try shared.buy("a").oddity(code: "unreachable") == nil)
    }

    @Test func `a server that takes connections and never answers is given up`() throws {
        let cluster = try PostgresCluster()
        let shared = try SharedCloud(on: cluster)
        cluster.freeze()
        let outcome = try shared.buy("a")
        #expect(outcome.oddity(code: "unreachable") == nil)
        #expect(outcome.error.contains("timeout"), "\(outcome.error)")
        cluster.thaw()
        #expect(try shared.buy("a").status == 0)
    }
}
