import Files
import PostgresSupport
import TestSupport
import Testing

/// Off this machine a server shows who it is, unless somebody says otherwise. `127.1` is this machine in a spelling that cph
/// does not take for it: as good as another.
@Suite(.ownThreads)
struct ServerEncryptionTests {
    private struct Site {
        let certificate: ServerCertificate
        let ledger: SharedLedger
        let home: TemporaryFolder

        /// - Parameter hasTLS: Whether the server speaks TLS.
        init(hasTLS: Bool = true) throws {
            certificate = try ServerCertificate()
            ledger = try SharedLedger(on: try PostgresCluster(certificate: hasTLS ? certificate : nil))
            home = try TemporaryFolder()
            #expect(try ledger.cloud.cph("ledger", "setup", ledger.address).status == 0)
        }

        func address(_ host: String, _ more: String = "") -> String {
            "host=\(host) port=\(ledger.database.cluster.port) dbname=\(ledger.database.name) user=postgres \(more)"
        }

        func list(_ address: String, _ environment: [String: String] = [:]) throws -> Command.Outcome {
            let own = ["HOME": home.path, "PGPASSWORD": PostgresCluster.password]
            return try Command.start(
                ["ledger", "list", "--ledger", address], environment: own.merging(environment) { $1 }
            ).wait()
        }

        func trustAuthority() throws {
            try home.write(".postgresql/root.crt", Files.text(certificate.authorityFile) ?? "")
        }
    }

    private static let none = "cph ledger: no purchases\n"

    @Test func `verify-full is what holds where nothing is said`() throws {
        let site = try Site()
        let unknown = try site.list(site.address("127.1"))
        #expect(unknown.status == 6 && unknown.error.contains("root certificate file"), "\(unknown)")
        #expect(unknown.error.contains("sslrootcert=FILE"))
        let named = try site.list(site.address("127.1", "sslrootcert=\(site.certificate.authorityFile)"))
        #expect(named.status == 0 && named.error == Self.none, "\(named)")
        try site.trustAuthority()
        for list in ["127.1", "127.1,127.1", "/nowhere,127.1", "127.0.0.1,127.1"] {
            let outcome = try site.list(site.address(list))
            #expect(outcome.status == 0 && outcome.error == Self.none, "\(list): \(outcome)")
        }
        let doctor = try Command.start(
            ["doctor", "--emulator", "--ledger", site.address("127.1")],
            environment: ["HOME": site.home.path, "PGPASSWORD": PostgresCluster.password]
        ).wait()
        #expect(doctor.output.contains("right  encryption    TLSv1."), "\(doctor)")
        #expect(doctor.output.contains(", sslmode verify-full\n"))
        #expect(doctor.output.contains("look   rights        postgres is a superuser, and may change what is recorded"))
        let bought = try site.ledger.buy(
            "game", at: site.address("127.1", "sslrootcert=\(site.certificate.authorityFile)"),
            environment: ["PGPASSWORD": PostgresCluster.password])
        #expect(bought.status == 0 && !bought.error.contains("sslmode"), "\(bought)")
    }

    @Test func `a certificate for another name, or by nobody known, is refused`() throws {
        let other = try ServerCertificate(names: ["DNS:db.example"])
        let ledger = try SharedLedger(on: try PostgresCluster(certificate: other))
        #expect(try ledger.cloud.cph("ledger", "setup", ledger.address).status == 0)
        let address =
            "host=127.1 port=\(ledger.database.cluster.port) dbname=\(ledger.database.name) user=postgres "
        let environment = ["PGPASSWORD": PostgresCluster.password]
        let outcome = try ledger.buy(
            "game", at: address + "sslrootcert=\(other.authorityFile)", environment: environment)
        #expect(outcome.status == 6 && outcome.error.contains("does not match host name"), "\(outcome)")
        #expect(outcome.error.contains("nothing was sent") && !outcome.error.contains(PostgresCluster.password))
        let folder = try TemporaryFolder(["none.crt": ""])
        let unknown = try ledger.buy(
            "game", at: address + "sslrootcert=\(folder.path)/none.crt", environment: environment)
        #expect(unknown.status == 6, "\(unknown)")
        #expect(try ledger.cloud.servers() == 0)
    }

    @Test func `a server without TLS is refused off this machine, and taken on it`() throws {
        let site = try Site(hasTLS: false)
        try site.trustAuthority()
        let off = try site.list(site.address("127.1"))
        #expect(off.status == 6 && off.error.contains("server does not support SSL"), "\(off)")
        for host in ["127.0.0.1", "localhost", site.ledger.database.cluster.folder] {
            let outcome = try site.list(site.address(host))
            #expect(outcome.status == 0 && outcome.error == Self.none, "\(host): \(outcome)")
        }
    }

    @Test func `weaker is what somebody says, with one line on standard error`() throws {
        let site = try Site()
        func line(_ mode: String) -> String {
            "is used with sslmode=\(mode): who can come between may read and change the record"
        }
        for mode in ["disable", "allow", "prefer", "require"] {
            let outcome = try site.list(site.address("127.1", "sslmode=\(mode)"))
            #expect(outcome.status == 0 && outcome.error.contains(line(mode)), "\(mode): \(outcome)")
            #expect(outcome.error.split(separator: "\n").count == 2, "one line: \(outcome.error)")
        }
        let bought = try site.ledger.buy(
            "game", at: site.address("127.1", "sslmode=require"), environment: ["PGPASSWORD": PostgresCluster.password])
        #expect(bought.status == 0 && bought.error.contains(line("require")), "\(bought)")
        let warnings = bought.error.split(separator: "\n").filter { $0.contains("is used with sslmode") }
        #expect(warnings.count == 1, "\(bought.error)")
        let variable = try site.list(site.address("127.1"), ["PGSSLMODE": "require"])
        #expect(variable.status == 0 && variable.error.contains(line("require")), "\(variable)")
        let stronger = try site.list(site.address("127.1", "sslmode=verify-full"), ["PGSSLMODE": "disable"])
        #expect(stronger.status == 6, "the address comes before the variable: \(stronger)")
        // One host of a list that is not this machine is enough.
        let list = try site.list(site.address("127.0.0.1,127.1", "sslmode=disable"))
        #expect(list.status == 0 && list.error.contains(line("disable")))
        // On this machine anything goes, without a word.
        for address in [site.address("127.0.0.1", "sslmode=disable"), site.address("127.0.0.1", "sslmode=require")] {
            #expect(try !site.list(address).error.contains("sslmode"))
        }
        let own = try site.list(site.address("db.invalid", "hostaddr=127.0.0.1"))
        #expect(own.status == 0 && !own.error.contains("sslmode"), "\(own)")
    }

    @Test func `a service file says where, how and with which password`() throws {
        let site = try Site()
        let host = "port=\(site.ledger.database.cluster.port)\ndbname=\(site.ledger.database.name)\nuser=postgres\n"
        let password = "password=\(PostgresCluster.password)\n"
        try site.home.write(
            ".pg_service.conf",
            "[far]\nhost=127.1\n\(host)\(password)[weak]\nhost=127.1\nsslmode=require\n\(host)\(password)"
                + "[near]\nhost=127.0.0.1\n\(host)\(password)[prefers]\nhost=127.1\nsslmode=prefer\n\(host)\(password)")
        let far = try site.list("service=far", ["PGPASSWORD": ""])
        #expect(far.status == 6 && far.error.contains("root certificate file"), "\(far)")
        #expect(try site.list("service=near", ["PGPASSWORD": ""]).error == Self.none)
        // The file's password comes before the variable's, as in psql.
        let weak = try site.list("service=weak", ["PGPASSWORD": "wrong"])
        #expect(weak.status == 0 && weak.error.contains("is used with sslmode=require"), "\(weak)")
        #expect(weak.error.contains("the ledger service=weak is used"))
        // libpq's own default can't be told from the same word in the file: the safer one holds.
        #expect(try site.list("service=prefers", ["PGPASSWORD": ""]).status == 6)
        let none = try site.list("service=nobody", ["PGPASSWORD": ""])
        #expect(none.status == 6 && none.error.contains("nobody"), "\(none)")
        try site.trustAuthority()
        for environment in [["PGPASSWORD": ""], ["PGPASSWORD": "", "PGSSLMODE": "disable"]] {
            let outcome = try site.list("service=far", environment)
            #expect(outcome.status == 0, "\(outcome)")
        }
        #expect(try site.list("postgresql://", ["PGSERVICE": "near", "PGPASSWORD": ""]).error == Self.none)
        #expect(try site.list("postgresql://?service=near&sslmode=prefer", ["PGPASSWORD": ""]).error == Self.none)
    }
}
