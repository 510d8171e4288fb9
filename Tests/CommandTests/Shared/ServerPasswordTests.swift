import Glibc
import PostgresSupport
import TestSupport
import Testing

/// A password opens the ledger's server, however it is given, and is found nowhere else.
@Suite(.ownThreads)
struct ServerPasswordTests {
    private static let canary = "canary of 'the' /password?"

    /// A ledger whose role logs in with the canary, over TCP.
    private struct Site {
        let ledger: SharedLedger
        var place: String {
            "host=127.0.0.1 port=\(ledger.database.cluster.port) dbname=\(ledger.database.name) user=\(ledger.buyer)"
        }
        var home: String { ledger.cloud.home }

        init() throws {
            ledger = try SharedLedger()
            try ledger.setUp()
            let quoted = canary.replacing("'", with: "''")
            try ledger.database.run("ALTER ROLE \(ledger.buyer) PASSWORD '\(quoted)'")
        }

        /// The address with a password in it.
        func whole(_ password: String) -> String {
            "\(place) password='\(password.replacing("'", with: "\\'"))'"
        }

        func write(_ file: String, _ text: String) throws {
            let descriptor = open("\(home)/\(file)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            defer { close(descriptor) }
            #expect(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
        }
    }

    private func expectUnseen(_ outcome: Command.Outcome) {
        #expect(!(outcome.output + outcome.error).contains("canary"), "\(outcome)")
    }

    @Test func `every way in which libpq takes one works`() throws {
        let site = try Site()
        let escaped = Self.canary.utf8.map { "%" + String($0, radix: 16) }.joined()
        let url =
            "postgresql://\(site.ledger.buyer):\(escaped)@127.0.0.1:\(site.ledger.database.cluster.port)/\(site.ledger.database.name)"
        for environment in [["PGPASSWORD": Self.canary], ["CPH_LEDGER": site.whole(Self.canary)], ["CPH_LEDGER": url]] {
            let outcome = try site.ledger.buy("game", at: site.place, environment: environment)
            #expect(outcome.status == 0, "\(outcome)")
            expectUnseen(outcome)
        }
        let refused = try site.ledger.buy("game", at: site.place)
        #expect(refused.status == 6 && refused.error.contains("no password supplied"), "\(refused)")
        #expect(refused.error.contains("PGPASSWORD, in ~/.pgpass"))
        try site.write(".pgpass", "127.0.0.1:*:*:*:\(Self.canary)\n")
        #expect(try site.ledger.buy("game", at: site.place).status == 0)
        // The variable comes before the file, as in psql.
        #expect(try site.ledger.buy("game", at: site.place, environment: ["PGPASSWORD": "wrong"]).status == 6)
        #expect(chmod("\(site.home)/.pgpass", 0o644) == 0)
        let open = try site.ledger.buy("game", at: site.place)
        #expect(open.status == 6 && open.error.contains("mode 600"), "\(open)")
        expectUnseen(open)
    }

    @Test func `a wrong one is in no message, at whatever level`() throws {
        let site = try Site()
        let wrong = ["CPH_LEDGER": site.whole("wrong \(Self.canary)")]
        for words in [[], ["--log-level", "trace"], ["--log-level", "debug", "--log-json"]] {
            let outcome = try site.ledger.buy("game", environment: wrong, words: words)
            #expect(outcome.status == 6 && outcome.error.contains("password authentication failed"), "\(outcome)")
            expectUnseen(outcome)
        }
        for words in [
            ["doctor"], ["doctor", "--json"], ["ledger", "list"], ["ledger", "verify"], ["-e", "cph.ledger.list()"],
        ] {
            let environment = site.ledger.cloud.environment.merging(wrong) { $1 }
            let outcome = try Command.start(words, environment: environment).wait()
            #expect(outcome.status != 0, "\(words)")
            expectUnseen(outcome)
        }
    }

    @Test func `it is in no row, no file, no process of the server's and no child`() throws {
        let site = try Site()
        let show = "os.execute 'env; ps axww -o args; cat /proc/*/cmdline /proc/$PPID/environ 2>/dev/null; true'"
        for environment in [
            ["CPH_LEDGER": site.whole(Self.canary)], ["PGPASSWORD": Self.canary, "CPH_LEDGER": site.place],
        ] {
            let script = fleet("game", 1) + show + " print(os.getenv 'PGPASSWORD', os.getenv 'CPH_LEDGER')"
            let outcome = try Command.start(
                ["--allow-spend", "9", "--allow-exec", "--log-level", "trace", "-"], input: script,
                environment: site.ledger.cloud.environment.merging(
                    environment.merging(["PATH": "/bin:/usr/bin"]) { $1 }
                ) { $1 }
            ).wait()
            #expect(outcome.status == 0 && outcome.output.contains("CPH_LEDGER="), "\(outcome)")
            expectUnseen(outcome)
        }
        let rows = try site.ledger.database.run(
            "SELECT string_agg(t::text, ' ') FROM cph.event t; SELECT string_agg(t::text, ' ') FROM cph.lease t; "
                + "SELECT string_agg(t::text, ' ') FROM cph.meta t; SELECT string_agg(t::text, ' ') FROM cph.claim t; "
                + "SELECT string_agg(query, ' ') FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        #expect(rows.contains("game") && !rows.contains("canary"))
        let found = try RunningCommand("/bin/grep", ["--recursive", "--files-with-matches", "canary", site.home]).wait()
        #expect(found.status == 1 && found.output.isEmpty, "\(found)")
    }

    @Test func `a child that lacks it buys nothing`() throws {
        let site = try Site()
        let script = "os.execute([[\(Command.executable) --allow-spend 9 \(site.home)/child.lua]])"
        try site.write("child.lua", fleet("child", 1))
        let environment = ["CPH_LEDGER": site.whole(Self.canary), "PATH": "/bin:/usr/bin"]
        let outcome = try Command.start(
            ["--allow-exec", "-e", script], environment: site.ledger.cloud.environment.merging(environment) { $1 }
        ).wait()
        #expect(!outcome.error.isEmpty, "\(outcome)")
        #expect(try site.ledger.cloud.servers() == 0)
        #expect(!site.ledger.cloud.hasLedger)
    }
}
