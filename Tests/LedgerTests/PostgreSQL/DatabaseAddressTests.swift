import Testing

@testable import Ledger

/// What is a server and what is a file, and that no password leaves the text.
struct DatabaseAddressTests {
    @Test(arguments: [
        "postgresql://db.example/cph", "postgres://db", "postgresql://", "POSTGRESQL://db/cph", "postgresql:/db",
        "postgres:db", " postgresql://db", "service=team", "service = team", "host=db", "dbname=cph user=me",
        "user=me host=db", "hots=db dbname=cph", "password='x' host=db", "mysql://db/cph", "http://127.0.0.1:1",
        "sqlite:///tmp/x", "file:///tmp/x", "jdbc:postgresql://db/cph", "postgresql+psycopg2://db", "port=1", "HOST=db",
    ])
    func `is a server, well written or not`(text: String) {
        #expect(DatabaseAddress.isOne(text))
    }

    @Test(arguments: [
        "ledger.sqlite3", "/var/lib/cph/ledger", "./service=team", "/data/host=a/ledger.db", "a=b", "name=x.db",
        "C:\\ledger.db", "C:/ledger.db", "c://ledger.db", "\\\\server\\share\\x.db", "dir/postgresql://x", "",
        "ledger host=x",
        "host", "postgresql", "://x", "1a://x", "tab\\=x", "=x", "my ledger.db", "a?b=c",
    ])
    func `is a file`(text: String) {
        #expect(!DatabaseAddress.isOne(text))
    }

    @Test(arguments: [
        (
            "mysql://u:canary@db/cph",
            "mysql:// is no kind of ledger; a server is postgresql://HOST/DATABASE or service=NAME"
        ),
        ("sqlite:///tmp/x", "sqlite:// is no kind of ledger; write the file's path alone"),
        ("postgresql:/db", "postgresql: has no // behind it; a server is postgresql://HOST/DATABASE"),
        (
            "host=db dbname",
            "the text has no NAME=VALUE where one must be; a value with blanks in it stands in single quotes; before ' and \\ stands a \\"
        ),
        (
            "password=my canary host=db",
            "the text has no NAME=VALUE where one must be; a value with blanks in it stands in single quotes; before ' and \\ stands a \\"
        ),
        ("hots=db dbname=cph", "the name of parameter 1 is none that cph hands to PostgreSQL; did you mean host?"),
        (
            "host=db replication=1",
            "the name of parameter 2 is none that cph hands to PostgreSQL; see libpq's manual for their names"
        ),
        (
            "user=me password=canary",
            "it names no host, dbname or service; a file of such a name is written with ./ in front"
        ),
        ("host=db port=x", "a port is to be a number from 1 to 65535"),
        ("host=db user=me:canary", "a colon stands in the user's name; a password goes into ~/.pgpass"),
        ("dbname=postgresql://u:canary@db/x", "the name of the database is another address; write that one alone"),
        ("host=postgresql://u:canary@db/x", "its host is another address; write that one alone"),
        ("host='db\u{7}' dbname=x", "a control character stands in it"),
    ])
    func `says what is wrong, and repeats no value`(text: String, message: String) {
        let error = #expect(throws: DatabaseAddressError.self) { try DatabaseAddress(text) }
        #expect(error?.description == message)
    }

    /// Slips by which libpq would take a part of a password for a host, a database or a user.
    @Test(arguments: [
        "postgresql://me:can@ary@db/cph", "postgresql://me:can/ary@db/cph", "postgresql://me:1/canary@db/cph",
        "postgresql://me:can@a/ry@db/cph", "postgresql://db?password=can@ary", "postgresql://db:1?password=can@ary",
        "postgresql://me:can%zzary@db", "postgresql://me:canary%2@db", "postgresql://me:can@ry?x=1@db/cph",
        "postgresql://me:canary", "postgresql://me:can/ary", "postgresql://db/cph?password=can&ary",
        "postgresql://db/cph?password=can=ary", "postgresql://[::1/cph?password=canary", "postgresql://[::1]canary/cph",
        "postgresql://me%3Acanary@db/cph", "postgresql://db/cph%3Dcanary", "postgresql://db/cph?pasword=canary",
        "postgresql://db/cph?password=can%00ary", "password='canary host=db", "password=can\\", "host=db canary",
        "password = can ary=x host=db", "\"postgresql://me:canary@db\"", "'password=canary host=db'",
    ])
    func `what cannot be read shows nothing of it`(text: String) {
        #expect(DatabaseAddress.isOne(text))
        let error = #expect(throws: DatabaseAddressError.self, "\(text)") { try DatabaseAddress(text) }
        for part in ["canary", "ary", "ry"] {
            let words = (error?.description ?? "").split { !$0.isLetter }
            #expect(!words.contains { $0 == part }, "\(error?.description ?? "")")
        }
    }

    @Test(arguments: [
        ("postgresql://db.example/cph", "postgresql://db.example/cph"),
        ("postgres://me:canary@db.example:5433/cph", "postgresql://me@db.example:5433/cph"),
        ("postgresql://me:@db/cph", "postgresql://me@db/cph"),
        ("postgresql://:canary@db/cph", "postgresql://db/cph"),
        ("postgresql://me:c%61nary@db/cph", "postgresql://me@db/cph"),
        ("postgresql://db/cph?password=canary&sslmode=disable", "postgresql://db/cph?sslmode=disable"),
        ("postgresql://db/cph?p%61ssword=canary", "postgresql://db/cph"),
        ("postgresql://db/cph?sslkey=/k/x.key&sslpassword=canary", "postgresql://db/cph?sslkey=/k/x.key"),
        ("postgresql://db/cph?ssl=true", "postgresql://db/cph?sslmode=require"),
        ("postgresql://me:ca#na:ry@a:1,b,c:3/cph", "postgresql://me@a:1,b,c:3/cph"),
        ("postgresql://[2001:db8::1]:5432,[::1]/cph", "postgresql://[2001:db8::1]:5432,[::1]/cph"),
        ("postgresql:///cph?host=/run/postgresql", "postgresql:///cph?host=/run/postgresql"),
        ("postgresql://%2Frun%2Fpostgresql/cph", "postgresql:///cph?host=/run/postgresql"),
        ("postgresql://", "postgresql://"), ("postgresql://a%40b@db/c%20d", "postgresql://a%40b@db/c%20d"),
        ("postgresql://a,b/cph?port=7", "postgresql:///cph?host=a%2Cb&port=7"),
        ("postgresql://db/cph?password=one&password=canary", "postgresql://db/cph"),
        ("service=team", "service=team"), ("service=team password=canary", "service=team"),
        ("host=db password='can ary' dbname=cph", "host=db dbname=cph"),
        ("password='ca\\'na\\\\ry' host=db", "host=db"), ("password = canary host = db", "host=db"),
        ("host=db password=can\\ ary user='a b'", "host=db user='a b'"),
        ("user='it\\'s' host='' dbname=cph", "host='' dbname=cph user='it\\'s'"),
        ("dbname=cph host=/run/postgresql port=5433", "host=/run/postgresql port=5433 dbname=cph"),
    ])
    func `the words hold no password and are the same place`(text: String, words: String) throws {
        let address = try DatabaseAddress(text)
        #expect(address.words == words)
        let again = try DatabaseAddress(address.words)
        #expect(again.parameters == address.parameters.filter { !DatabaseAddress.isSecret($0.key) })
        #expect(again.words == words && !again.hasPassword)
        let secret = text.contains("can") || text.contains("c%61") || text.contains("ca\\") || text.contains("ca#")
        #expect(address.hasPassword == secret)
        let dumped = {
            var text = ""
            dump(Journal.Location.server(address), to: &text)
            return text
        }()
        for shown in ["\(address)", "\(Journal.Location.server(address))", String(reflecting: address), dumped] {
            #expect(shown.contains(words) && !shown.contains("ary"), "\(shown)")
        }
    }

    @Test func `libpq gets the text as it was written, and the scheme as it reads it`() throws {
        #expect(
            try DatabaseAddress("Postgres://me:canary@db/cph?sslmode=require").connectionString
                == "postgresql://me:canary@db/cph?sslmode=require")
        #expect(
            try DatabaseAddress(" service=team  password='x y' ").connectionString == "service=team  password='x y'")
    }

    @Test(arguments: [
        ("service=team sslrootcert=certs/ca.pem", "sslrootcert"), ("service=team sslrootcert=system", nil),
        ("service=team sslrootcert=/etc/ca.pem", nil), ("postgresql://db?passfile=x", "passfile"), ("host=db", nil),
    ])
    func `a file of the working directory is noticed`(text: String, name: String?) throws {
        #expect(try DatabaseAddress(text).relativeFile == name)
    }
}
