import PostgresSupport
import Schema
import TestSupport
import Testing

@testable import cph

/// `cph doctor` on a ledger that is shared.
@Suite(.ownThreads)
struct ServerDoctorTests {
    /// Verdict and text by topic.
    private func findings(_ outcome: Command.Outcome) throws -> [String: String] {
        let found = try Value(json: Array(outcome.output.utf8)).members?["findings"]?.items ?? []
        return found.compactMap(\.members).reduce(into: [:]) {
            $0[$1["topic"]?.text ?? ""] =
                "\($1["verdict"]?.text ?? "") \($1["text"]?.text ?? "")" + ($1["advice"]?.text.map { " | \($0)" } ?? "")
        }
    }

    private func doctor(_ ledger: SharedLedger, at place: String) throws -> [String: String] {
        try findings(ledger.cloud.cph("doctor", "--json", "--ledger", place))
    }

    @Test func `the role that buys, a superuser and an owner`() throws {
        let ledger = try SharedLedger()
        try ledger.setUp()
        #expect(try ledger.buy("game").status == 0)
        let found = try doctor(ledger, at: ledger.buyerAddress)
        #expect(found["server"]?.hasPrefix("right PostgreSQL ") == true, "\(found)")
        #expect(
            found["server"]?.hasSuffix("database \(ledger.database.name) on a unix socket, as \(ledger.buyer)") == true)
        #expect(found["encryption"] == "right not encrypted; the server is on this machine")
        #expect(found["durability"] == "right fsync and full_page_writes on")
        #expect(found["server clock"] == "right as this machine's")
        #expect(found["rights"] == "right \(ledger.buyer) may buy, and nothing else")
        #expect(found["ledger"]?.hasSuffix("1 purchase with 1 server, chain in order") == true)
        #expect(found["ledger"]?.hasPrefix("right postgresql://\(ledger.buyer)@/") == true)
        #expect(
            try doctor(ledger, at: ledger.address)["rights"]
                == "right postgres is a superuser, and may change what is recorded")
        try ledger.database.run("GRANT DELETE ON cph.event TO \(ledger.buyer)")
        #expect(
            try doctor(ledger, at: ledger.buyerAddress)["rights"]?.hasPrefix(
                "look \(ledger.buyer) may buy, and besides: DELETE on event") == true)
        try ledger.database.run("REVOKE INSERT ON cph.event, cph.claim FROM \(ledger.buyer)")
        let lacking = try ledger.cloud.cph("doctor", "--ledger", ledger.buyerAddress)
        #expect(lacking.status == 1)
        #expect(lacking.output.contains("wrong  rights        \(ledger.buyer) lacks INSERT on event, INSERT on claim"))
    }

    @Test func `a database without a ledger, with another program's, or not to be seen`() throws {
        let ledger = try SharedLedger()
        var found = try doctor(ledger, at: ledger.address)
        #expect(
            found["ledger"]?.hasPrefix(
                "wrong there is none in this database | make one, once for all: cph ledger setup ") == true)
        #expect(found["rights"] == nil && found["server"]?.hasPrefix("right ") == true)
        try ledger.database.run("CREATE SCHEMA cph; CREATE TABLE cph.meta (n int)")
        found = try doctor(ledger, at: ledger.address)
        #expect(found["ledger"] == "wrong the schema cph is another program's | use another database")
        try ledger.database.run("DROP SCHEMA cph CASCADE")
        try ledger.setUp()
        let stranger = "stranger_\(ledger.database.name)"
        try ledger.database.cluster.createRole(stranger)
        let place = ledger.database.cluster.address(database: ledger.database.name, user: stranger)
        #expect(try doctor(ledger, at: place)["server"]?.contains("permission denied for schema cph") == true)
        try ledger.database.run("UPDATE cph.meta SET value = '99' WHERE name = 'version'")
        found = try doctor(ledger, at: ledger.address)
        #expect(found["ledger"]?.hasPrefix("wrong format 99; this cph knows ") == true, "\(found)")
    }

    @Test func `a server that forgets, and one that is not there`() throws {
        let cluster = try PostgresCluster(settings: ["fsync": "off", "synchronous_commit": "off"])
        let ledger = try SharedLedger(on: cluster)
        let setUp = try ledger.cloud.cph("ledger", "setup", ledger.address)
        #expect(setUp.status == 0, "\(setUp)")
        #expect(
            try doctor(ledger, at: ledger.address)["durability"]
                == "wrong fsync off: the server may forget what it has confirmed | set it on; nothing is bought until then"
        )
        #expect(try ledger.buy("game", at: ledger.address).error.contains("fsync off"))
        cluster.stop()
        let gone = try ledger.cloud.cph("doctor", "--ledger", ledger.address)
        #expect(gone.status == 1 && gone.output.contains("wrong  server        "), "\(gone)")
        #expect(gone.output.contains("do: see that the server runs"))
        #expect(try ledger.cloud.servers() == 0)
    }

    @Test func `a standby shows what was bought, and is not bought from`() throws {
        let primary = try PostgresCluster()
        let ledger = try SharedLedger(on: primary)
        try ledger.setUp()
        #expect(try ledger.buy("game", at: ledger.address).status == 0)
        let standby = try Standby(of: primary)
        try standby.catchUp()
        let place = standby.cluster.address(database: ledger.database.name)
        let found = try doctor(ledger, at: place)
        #expect(
            found["server"]?.hasSuffix("a standby, which can't be written | name the primary, or all hosts") == true,
            "\(found)")
        #expect(found["server"]?.hasPrefix("wrong ") == true && found["ledger"]?.contains("1 purchase with") == true)
        #expect(try ledger.cloud.cph("ledger", "list", "--ledger", place).output.contains("game-b01"))
        #expect(try ledger.cloud.cph("ledger", "verify", "--ledger", place).status == 0)
        let refused = try ledger.buy("other", at: place)
        #expect(refused.status == 6 && refused.error.contains("nothing was sent"), "\(refused.error)")
        #expect(refused.error.contains("hint: this is a standby, or set to reading: name the primary, or all hosts"))
        #expect(try ledger.cloud.servers() == 1)
    }

    @Test(arguments: [
        (0, "right as this machine's"), (-1, "right as this machine's"), (60, "right 60 s ahead of this machine's"),
        (-300, "right 5 min behind this machine's"), (301, "look 5 min ahead of this machine's"),
        (-3600, "look 60 min behind this machine's"),
    ])
    func `a server's clock is to be looked at beyond five minutes`(seconds: Int, found: String) {
        let finding = DoctorFinding.serverClock(seconds)
        #expect("\(finding.verdict.rawValue) \(finding.text)" == found)
        #expect((finding.advice != nil) == (abs(seconds) > 300))
    }
}
