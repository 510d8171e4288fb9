import PostgresSupport
import TestSupport
import Testing

/// `cph ledger setup`: what it makes, whom it lets do what, and what it leaves alone.
@Suite(.ownThreads)
struct LedgerSetUpTests {
    @Test func `makes the ledger and the role once, and says so`() throws {
        let ledger = try SharedLedger()
        let first = try ledger.setUp()
        let words = "postgresql://postgres@/\(ledger.database.name)?host="
        #expect(first.output.hasPrefix(words) && first.lines[0].hasSuffix(": the ledger is made"), "\(first)")
        #expect(first.lines[1] == "role \"\(ledger.buyer)\": made; it may buy, and nothing else")
        #expect(first.error.contains("the role has no password"))
        let again = try ledger.setUp()
        #expect(again.lines[0].hasSuffix(": the ledger is there"))
        #expect(again.lines[1] == "role \"\(ledger.buyer)\": it may buy, and nothing else" && again.error.isEmpty)
        let bought = try ledger.buy("game")
        #expect(bought.status == 0, "\(bought)")
        let id = try #require(bought.lines.first)
        let list = try ledger.cloud.cph("ledger", "list", "--ledger", ledger.buyerAddress)
        #expect(list.output.contains("game") && list.output.contains(id), "\(list)")
        for words in [["verify"], ["show", "game-b01"], ["export"]] {
            let outcome = try Command.start(
                ["ledger"] + words + ["--ledger", ledger.buyerAddress], environment: ledger.cloud.environment
            ).wait()
            #expect(outcome.status == 0, "\(words): \(outcome)")
        }
        #expect(try ledger.setUp().lines[0].hasSuffix(": the ledger is there"))
        #expect(try ledger.buy("game").lines == [id])
        #expect(try ledger.cloud.servers() == 1)
    }

    /// What the role that buys may not do, though it has bought.
    private static let forbidden = [
        "UPDATE cph.event SET detail = '{}'", "DELETE FROM cph.event", "TRUNCATE cph.event",
        "DELETE FROM cph.purchase", "TRUNCATE cph.purchase CASCADE", "UPDATE cph.purchase SET key = 'other'",
        "UPDATE cph.purchase SET scope = 'other'", "UPDATE cph.purchase SET state = 'planned', revision = revision + 1",
        "UPDATE cph.purchase SET state = 'absent', revision = revision + 1", "UPDATE cph.purchase SET revision = 1",
        "INSERT INTO cph.purchase SELECT 99, scope, 'other', content_sha256, state, 1, NULL, 0 FROM cph.purchase",
        "UPDATE cph.attempt SET body = ''", "DELETE FROM cph.attempt", "DELETE FROM cph.server", "TRUNCATE cph.server",
        "UPDATE cph.server SET purchase = 99", "UPDATE cph.server SET id = 'x'",
        "INSERT INTO cph.event SELECT 1000, at, run, purchase, kind, from_state, to_state, detail, hash FROM cph.event LIMIT 1",
        "UPDATE cph.head SET seq = 0", "DELETE FROM cph.head", "TRUNCATE cph.head",
        "INSERT INTO cph.head VALUES (2, 0, '', false)",
        "UPDATE cph.meta SET value = 'x'", "DELETE FROM cph.meta", "INSERT INTO cph.meta VALUES ('x', 'y')",
        "UPDATE cph.claim SET epoch = epoch - 1", "DELETE FROM cph.claim", "DELETE FROM cph.lease", "TRUNCATE cph.sent",
        "UPDATE cph.lease SET holder = 'somebody'", "DROP TRIGGER event_stays ON cph.event",
        "ALTER TABLE cph.event DISABLE TRIGGER ALL", "ALTER TABLE cph.event DISABLE TRIGGER event_stays",
        "SET session_replication_role = replica", "DROP SCHEMA cph CASCADE", "DROP TABLE cph.event",
        "CREATE TABLE cph.other (n int)", "ALTER TABLE cph.event OWNER TO CURRENT_USER",
        "CREATE OR REPLACE FUNCTION "
            + "cph.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "CREATE RULE r AS ON INSERT TO cph.event DO INSTEAD NOTHING", "CREATE INDEX ON cph.event (at)",
        "CREATE TRIGGER t BEFORE INSERT ON cph.event FOR EACH ROW EXECUTE FUNCTION cph.follow()",
        // The end of the chain is moved with the rights of who set the ledger up: not from a table of one's own.
        "CREATE TEMP TABLE t (seq bigint, hash bytea); CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW EXECUTE "
            + "FUNCTION cph.follow(); INSERT INTO t SELECT seq + 1, 'x' FROM cph.head",
        "SELECT cph.follow()", "BEGIN; LOCK TABLE cph.event", "SET ROLE postgres",
        "COPY cph.event TO PROGRAM 'cat'", "ALTER ROLE CURRENT_USER SUPERUSER",
    ]

    @Test func `the role can buy, and can change nothing that is recorded`() throws {
        let ledger = try SharedLedger()
        try ledger.setUp()
        #expect(try ledger.buy("game").status == 0)
        let events = try ledger.database.run("SELECT count(*) FROM cph.event")
        let known = [
            "permission denied", "must be owner", "never", "keeps its name", "no such step", "follows the last one",
            "does not follow", "starts as planned", "stays with its purchase", "must be superuser",
            "must be a superuser",
        ]
        for sql in Self.forbidden {
            let error = #expect(throws: (any Error).self, "\(sql)") {
                try ledger.database.run(sql, user: ledger.buyer)
            }
            let words = error.map { "\($0)" } ?? ""
            #expect(known.contains { words.contains($0) }, "\(sql): \(words)")
        }
        #expect(try ledger.database.run("SELECT count(*) FROM cph.event") == events)
        #expect(try ledger.cloud.cph("ledger", "verify", "--ledger", ledger.buyerAddress).status == 0)
    }

    @Test func `a role that had more has what buying needs, and a group may be one`() throws {
        let ledger = try SharedLedger()
        try ledger.setUp()
        try ledger.database.run(
            "GRANT ALL ON ALL TABLES IN SCHEMA cph TO \(ledger.buyer); GRANT CREATE ON SCHEMA cph TO \(ledger.buyer); "
                + "GRANT UPDATE (detail) ON cph.event TO \(ledger.buyer)")
        try ledger.setUp()
        for sql in [
            "DELETE FROM cph.event", "UPDATE cph.event SET detail = ''", "CREATE TABLE cph.t (n int)",
            "TRUNCATE cph.sent",
        ] {
            #expect(throws: (any Error).self, "\(sql)") { try ledger.database.run(sql, user: ledger.buyer) }
        }
        let group = "Group \"\(ledger.database.name)\""
        try ledger.database.run("CREATE ROLE \"\(group.replacing("\"", with: "\"\""))\" NOLOGIN")
        let outcome = try ledger.cloud.cph("ledger", "setup", ledger.address, "--role", group)
        #expect(outcome.status == 0 && outcome.output.contains("it can't log in itself"), "\(outcome)")
        #expect(try ledger.buy("game").status == 0)
    }

    @Test func `whom no right limits is refused as a role, and nothing is changed`() throws {
        let ledger = try SharedLedger()
        let superuser = try ledger.cloud.cph("ledger", "setup", ledger.address, "--role", "postgres")
        #expect(superuser.status == 6 && superuser.error.contains("a superuser, whom no right limits"), "\(superuser)")
        #expect(try ledger.database.run("SELECT to_regnamespace('cph') IS NULL") == "t", "all or nothing")
        let owner = "owner_\(ledger.database.name)"
        try ledger.database.cluster.createRole(owner)
        try ledger.database.run("GRANT CREATE ON DATABASE \(ledger.database.name) TO \(owner)")
        let place = ledger.database.cluster.address(database: ledger.database.name, user: owner)
        let own = try ledger.cloud.cph("ledger", "setup", place, "--role", owner)
        #expect(own.status == 6 && own.error.contains("the owner of the ledger's tables"), "\(own)")
        // Who may not make roles says so; the tables are not made either.
        let made = try ledger.cloud.cph("ledger", "setup", place, "--role", ledger.buyer)
        #expect(made.status == 6 && made.error.contains("or as a role that may make schemas"), "\(made)")
        #expect(try ledger.cloud.cph("ledger", "setup", place).status == 0)
        #expect(try ledger.buy("game", at: place).status == 0, "its owner buys too")
    }

    @Test func `an empty schema is taken, one of another program is not`() throws {
        let ledger = try SharedLedger()
        let owner = "owner_\(ledger.database.name)"
        try ledger.database.cluster.createRole(owner)
        let place = ledger.database.cluster.address(database: ledger.database.name, user: owner)
        let refused = try ledger.cloud.cph("ledger", "setup", place)
        #expect(refused.status == 6 && refused.error.contains("permission denied for database"), "\(refused)")
        try ledger.database.run("CREATE SCHEMA cph AUTHORIZATION \(owner)")
        #expect(try ledger.cloud.cph("ledger", "setup", place).status == 0)
        #expect(try ledger.buy("game", at: place).status == 0)
        for sql in [
            "CREATE TABLE cph.meta (n int)", "CREATE TABLE cph.other (n int)",
            "CREATE FUNCTION cph.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        ] {
            let other = try TestDatabase()
            try other.run("CREATE SCHEMA cph; \(sql)")
            let outcome = try Command.cph("ledger", "setup", other.address)
            #expect(outcome.status == 6 && outcome.error.contains("a schema cph of another program"), "\(outcome)")
        }
        let newer = try ledger.database.run("UPDATE cph.meta SET value = '99' WHERE name = 'version'; SELECT 1")
        #expect(newer == "1")
        let outcome = try ledger.cloud.cph("ledger", "setup", ledger.address)
        #expect(outcome.status == 6 && outcome.error.contains("was made by a newer cph (format 99"), "\(outcome)")
        #expect(try ledger.buy("game", at: ledger.address).status == 6)
    }

    @Test func `several at once make one ledger`() throws {
        let database = try TestDatabase()
        let all = try (0..<6).map { _ in try Command.start(["ledger", "setup", database.address]) }.map { $0.wait() }
        #expect(all.allSatisfy { $0.status == 0 }, "\(all)")
        #expect(all.count { $0.output.contains("is made") } == 1)
    }

    @Test(arguments: [
        ("postgresql://me:canary@db/cph", "the address holds a password"), ("ledger.sqlite3", "is no server"),
        ("mysql://db", "mysql:// is no kind of ledger"), ("host=db hots=x", "did you mean host?"),
    ])
    func `what is no address is refused`(address: String, words: String) throws {
        let outcome = try Command.cph("ledger", "setup", address)
        #expect(outcome.status == 2 && outcome.error.contains(words) && !outcome.error.contains("canary"), "\(outcome)")
    }
}
