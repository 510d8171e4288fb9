import Glibc
import PostgresSupport
import TestSupport
import Testing

/// Approvals by a second person, as a job without a terminal and somebody at one have them.
@Suite(.ownThreads)
struct ApproveTests {
    /// The digits in the message of a job whose plan waits.
    private func digits(_ outcome: Command.Outcome) throws -> String {
        let said = outcome.error.firstMatch(of: /waiting for approval: cph ledger approve (?:.* )?([0-9a-f]{8,});/)
        return String(try #require(said?.1))
    }

    private func approve(
        _ digits: String, _ cloud: LocalCloud, answer: String, expecting: String, _ options: String...
    ) throws -> Int32 {
        let session = try TerminalSession(
            ["ledger", "approve", digits] + options, environment: cloud.environment, columns: 160, rows: 40)
        try session.expect("anything else to stop: ")
        session.type("\(answer)\r")
        try session.expect(expecting)
        return session.ended()
    }

    @Test func `a job without a terminal ends with 3, somebody approves, and its next run buys exactly that, once`()
        throws
    {
        try withCloud { cloud in
            let job = try cloud.run(fleet("game", 25))
            #expect(job.status == 3 && job.output.isEmpty, "\(job.error)")
            let digits = try digits(job)
            #expect(job.error.contains("nothing was sent"))
            #expect(try cloud.run(fleet("game", 25)).status == 3)
            let waiting = try cloud.cph("ledger", "waiting")
            #expect(waiting.status == 0 && waiting.lines.count == 1)
            let cells = waiting.lines[0].split(separator: "\t").map(String.init)
            #expect(cells.count == 7 && cells[0].hasPrefix(digits) && cells[1...3] == ["p", "25", "25"])
            #expect(cells[4].contains("@") && cells[5].hasSuffix("Z") && cells[6] == "waiting")
            #expect(try cloud.servers() == 0)

            #expect(try approve(digits, cloud, answer: "no", expecting: "was not approved; nothing was recorded") == 3)
            #expect(try cloud.run(fleet("game", 25)).status == 3)
            #expect(try approve(digits, cloud, answer: "25", expecting: "p approved, until ", "--for", "2h") == 0)
            #expect(try cloud.cph("ledger", "waiting").error == "cph ledger: no plan waits for approval\n")
            #expect(try cloud.cph("ledger", "waiting", "--approved").output.contains("\tapproved by "))
            let again = try cloud.cph("ledger", "approve", digits)
            #expect(again.status == 0 && again.output.hasPrefix("p was approved by "))

            let other = try cloud.run(fleet("game", 24))
            #expect(try other.status == 3 && self.digits(other) != digits)
            let bought = try cloud.run(fleet("game", 25))
            #expect(bought.status == 0 && bought.lines.count == 25, "\(bought.error)")
            #expect(try cloud.run(fleet("game", 25)).lines == bought.lines)
            #expect(try cloud.servers() == 25)
            let shown = try cloud.cph("ledger", "show", "game-b01").output
            #expect(shown.contains(", who may have asked for it: that was not checked\n"), "\(shown)")
            #expect(try cloud.cph("ledger", "verify").status == 0)
        }
    }

    @Test func `a plan that was bought under an allowance waits for nobody any more`() throws {
        try withCloud { cloud in
            #expect(try cloud.run(fleet("game", 25)).status == 3)
            #expect(try cloud.cph("ledger", "show", "p").output.contains("waits for approval"))
            #expect(try cloud.run(fleet("game", 25), "--allow-spend", "25").status == 0)
            #expect(try cloud.cph("ledger", "waiting").error == "cph ledger: no plan waits for approval\n")
            let shown = try cloud.cph("ledger", "show", "p").output
            #expect(!shown.contains("waits for approval") && shown.contains("game-b01"), "\(shown)")
        }
    }

    @Test func `the question shows all of the plan, and who asks, before anybody types`() throws {
        try withCloud { cloud in
            let extra = "plan:add(body { server_name = 'slow', count = 1, order_param = cph.order.years(2) })"
            let job = try cloud.run(fleet("game", 12, extra: extra))
            let session = try TerminalSession(
                ["ledger", "approve", try digits(job)], environment: cloud.environment, columns: 160, rows: 40)
            try session.expect("p: this buys 13 servers in 3 orders, 36 server-months")
            try session.expect("game-b02: 2 servers x 1 month")
            try session.expect("slow-b01: 1 server x 2 YEARS")
            try session.expect("asked by ")
            try session.expect("1 server for YEARS, not months: up to 2 YEARS")
            try session.expect("Type 13 p to let the next run buy them, anything else to stop: ")
            session.type("13\r")
            try session.expect("was not approved")
            #expect(session.ended() == 3)
        }
    }

    @Test func `nothing goes around the question, and wrong words say what is right`() throws {
        try withCloud { cloud in
            let none = try cloud.cph("ledger", "waiting")
            #expect(none.status == 0 && none.error == "cph ledger: no plan waits for approval\n")
            #expect(try cloud.cph("ledger", "approve", "1a2b3c4d").status == 2 && !cloud.hasLedger)
            let digits = try digits(cloud.run(fleet("game", 5)))
            for words in [[], ["--for", "1h"]] {
                let outcome = try Command.start(
                    ["ledger", "approve", digits] + words, environment: cloud.environment
                ).wait()
                #expect(outcome.status == 3 && outcome.error.contains("no option goes around that"), "\(outcome.error)")
            }
            for (words, text) in [
                (["approve", digits, "--yes"], "--yes"), (["approve", digits, "--for", "8d"], "a time up to 7 days"),
                (["approve", "1a2b3c4"], "8 to 64 hexadecimal digits"),
                (["approve", "00000000"], "no plan whose hash"),
                (["decline", digits], "--reason"), (["decline", digits, "--reason", " "], "--reason needs a text"),
            ] {
                let outcome = try Command.start(["ledger"] + words, environment: cloud.environment).wait()
                #expect(outcome.status == 2 && outcome.error.contains(text), "\(words): \(outcome.error)")
            }
            #expect(try cloud.cph("ledger", "waiting").lines.count == 1)
        }
    }

    @Test func `what is declined, or approved no longer, is not bought`() throws {
        try withCloud { cloud in
            let first = try digits(cloud.run(fleet("game", 5)))
            let declined = try cloud.cph("ledger", "decline", first, "--reason", "too dear")
            #expect(declined.status == 0 && declined.output == "p declined\n", "\(declined.error)")
            #expect(try cloud.cph("ledger", "approve", first).status == 2)
            let again = try digits(cloud.run(fleet("game", 5)))
            #expect(try approve(again, cloud, answer: "5", expecting: "p approved") == 0)
            let taken = try cloud.cph("ledger", "decline", again, "--reason", "thought better of it")
            #expect(taken.status == 0 && taken.output == "p no longer approved\n")
            #expect(try cloud.run(fleet("game", 5)).status == 3 && cloud.servers() == 0)
            let third = try digits(cloud.run(fleet("game", 5)))
            #expect(try approve(third, cloud, answer: "5", expecting: "p approved") == 0)
            #expect(try cloud.run(fleet("game", 5)).status == 0)
            let late = try cloud.cph("ledger", "decline", third, "--reason", "too late")
            #expect(late.status == 0 && late.error.contains("1 purchase of it, made before, stand as"), "\(late.error)")
            #expect(try cloud.servers() == 5)
        }
    }

    @Test func `a script sees the code, a dry run leaves nothing, and a job that is killed goes on`() throws {
        try withCloud { cloud in
            #expect(try cloud.run(fleet("game", 45), "--dry-run").status == 0)
            #expect(try cloud.cph("ledger", "export").output.isEmpty)
            let caught = "local ok, err = pcall(plan.apply, plan) print(err.kind, err.code)"
            #expect(try cloud.run(fleet("game", 45, then: caught)).output == "denied\twaiting\n")
            let digits = try digits(cloud.run(fleet("game", 45)))
            #expect(try approve(digits, cloud, answer: "45", expecting: "p approved") == 0)
            let killed = try cloud.run(
                """
                local real, calls = cph.api.create_cloud_phone_single_server, 0
                cph.api.create_cloud_phone_single_server = function(body)
                  calls = calls + 1
                  if calls == 3 then \(killSelf) end
                  return real(body)
                end
                """ + fleet("game", 45, then: "plan:apply { concurrency = 1 }"), "--allow-exec")
            #expect(try killed.status != 0 && cloud.servers() == 20)
            let rest = try cloud.run(fleet("game", 45))
            #expect(rest.status == 0 && Set(rest.lines).count == 45, "\(rest.error)")
            #expect(try cloud.servers() == 45)
        }
    }

    @Test func `on a server, whoever asked may not approve, and somebody else's yes is checked`() throws {
        let database = try TestDatabase()
        let address = { (user: String) in database.cluster.address(database: database.name, user: user) }
        let setup = try Command.cph("ledger", "setup", database.address)
        #expect(setup.status == 0, "\(setup.error)")
        let (ci, bob) = ("ci_of_\(database.name)", "bob_of_\(database.name)")
        for role in [ci, bob] {
            try database.cluster.createRole(role)
            let rights = try Command.cph("ledger", "setup", database.address, "--role", role)
            #expect(rights.status == 0, "\(rights.error)")
        }
        let cloud = try LocalCloud()
        let job = try cloud.run(fleet("game", 15), "--ledger", address(ci))
        #expect(job.status == 3, "\(job.error)")
        let digits = try digits(job)
        let own = try cloud.cph("ledger", "approve", digits, "--ledger", address(ci))
        #expect(own.status == 3 && own.error.contains("whoever asked may not approve"), "\(own.error)")
        #expect(try cloud.cph("ledger", "waiting", "--ledger", address(bob)).output.contains("(role \(ci))"))
        let status = try approve(digits, cloud, answer: "15", expecting: "p approved", "--ledger", address(bob))
        #expect(status == 0)
        let bought = try cloud.run(fleet("game", 15), "--ledger", address(ci))
        #expect(bought.status == 0 && bought.lines.count == 15, "\(bought.error)")
        #expect(try cloud.run(fleet("game", 15), "--ledger", address(ci)).lines == bought.lines)
        #expect(try cloud.servers() == 15)
        let shown = try cloud.cph("ledger", "show", "game-b01", "--ledger", address(bob))
        #expect(shown.output.contains(" (role \(bob)), who did not ask for it"), "\(shown)")
    }
}
