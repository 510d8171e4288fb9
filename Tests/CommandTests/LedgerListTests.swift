import Glibc
import Schema
import TestSupport
import Testing

/// `cph ledger` for those who look.
@Suite(.ownThreads)
struct LedgerListTests {
    @Test func `before the first purchase the usual ledger is empty; one that is named has to be there`() throws {
        let home = try TemporaryFolder()
        let list = try Command.cph("ledger", "list", environment: ["HOME": home.path])
        #expect(list.status == 0 && list.output.isEmpty && list.error == "cph ledger: no purchases\n")
        let verified = try Command.cph("ledger", "verify", environment: ["HOME": home.path])
        #expect(verified.output.hasPrefix("0 events, 0 purchases, 0 servers: all in order\n"))
        let show = try Command.cph("ledger", "show", "x", environment: ["HOME": home.path])
        #expect(show.status == 2 && show.error.contains("the ledger has no purchase \"x\""))
        #expect(home.files().isEmpty, "looking makes no ledger")
        let named = try Command.cph("ledger", "list", "--ledger", "\(home.path)/other.db")
        #expect(named.status == 6 && named.error.contains("other.db does not exist"))
    }

    @Test func `a ledger that is gone is an error, the usual one too`() throws {
        let home = try TemporaryFolder([".local/state/cph/history": ""])
        let ledger = "\(home.path)/.local/state/cph/ledger.sqlite3"
        let bought = try Command.cph("--emulator", "--ledger", ledger, "-e", fleet("game", 1))
        #expect(bought.status == 0, "\(bought.error)")
        #expect(unlink(ledger) == 0)
        let list = try Command.cph("ledger", "list", environment: ["HOME": home.path])
        #expect(list.status == 6 && list.error.contains("is gone, though purchases were recorded in it"))
    }

    /// Buys twelve servers of a plan `p` in two orders, one after the other.
    private static let script = fleet("game", 12, then: "plan:apply { concurrency = 1 }")

    @Test func `a terminal gets columns with headings, a program tabs`() throws {
        let folder = try TemporaryFolder()
        let ledger = "\(folder.path)/l.db"
        #expect(try Command.cph("--emulator", "--ledger", ledger, "-e", Self.script).status == 0)
        let plain = try Command.cph("ledger", "list", "--ledger", ledger).lines
        let cells = plain.map { $0.split(separator: "\t").map(String.init) }
        #expect(
            cells.count == 2 && cells[0][1...5] == ["p", "game-b01", "10/10", "unpaid", "80000.00 CNY"], "\(plain)")
        #expect(cells[0][0].hasSuffix("Z") && cells[0][7].hasPrefix("CS"))
        #expect(cells[0][8].split(separator: ",").count == 10, "the ids are last")
        let session = try TerminalSession("ledger", "list", "--ledger", ledger)
        try session.expect("time              plan  name      servers  state         amount  who")
        try session.expect("  p     game-b01    10/10  unpaid  80000.00 CNY  ")
    }

    /// Buys `game` under a plan `p`, pays its first order, and leaves what waits of another plan.
    private func withPurchases(_ body: (LocalCloud) throws -> Void) throws {
        try withCloud { cloud in
            #expect(try cloud.run(Self.script, "--allow-spend", "12").status == 0)
            #expect(try cloud.cph("ledger", "pay", "game-b01", "--allow-pay", "1").status == 0)
            #expect(try cloud.run(fleet("refused", 30)).status == 3)
            try body(cloud)
        }
    }

    @Test func `JSON has amounts as text or null, who it was, and no row of a run that was refused`() throws {
        try withPurchases { cloud in
            let rows = try #require(Value(json: cloud.cph("ledger", "list", "--json").output).items?.map(\.members))
            #expect(rows.map { $0?["name"]?.text } == ["game-b01", "game-b02"])
            let (paid, unpaid) = (try #require(rows[0]), try #require(rows[1]))
            #expect(paid["amount"] == "80000.00" && paid["currency"] == "CNY" && paid["state"] == "adopted")
            #expect(paid["paid"] == "80000.00" && paid["order_status"] == "paid" && paid["refunded"] == .null)
            #expect(unpaid["amount"] == "16000.00" && unpaid["paid"] == .null && unpaid["approved_by"] == .null)
            #expect(paid["plan"] == "p" && paid["plan_hash"]?.text?.utf8.count == 64 && paid["servers"] == 10)
            #expect(paid["server_ids"]?.items?.count == 10 && paid["order_id"]?.text?.hasPrefix("CS") == true)
            #expect(paid["user"]?.text?.isEmpty == false && paid["project"]?.text?.isEmpty == false)
            #expect(try cloud.cph("ledger", "list", "--json", "--plan", "none").output == "[]\n")
        }
    }

    @Test func `filters leave what they say, and a wrong word names the right ones`() throws {
        try withPurchases { cloud in
            func names(_ options: String...) throws -> [String] {
                let list = try Command.start(["ledger", "list"] + options, environment: cloud.environment).wait()
                return list.lines.map { String($0.split(separator: "\t")[2]) }
            }
            let (first, second, both) = (["game-b01"], ["game-b02"], ["game-b01", "game-b02"])
            #expect(try names("--state", "unpaid") == second && names("--state=unpaid", "--state=adopted") == both)
            #expect(try names("--since", "7d") == both && names("--until", "7d").isEmpty)
            #expect(try names("--since", "2026-01-31").count == 2 && names("--since", "2099-01-31").isEmpty)
            #expect(try names("--plan", "p") == both && names("--plan", "q").isEmpty)
            #expect(try names("--prefix", "game-b02") == second && names("--limit", "1") == second)
            #expect(try names("--user", "nobody-there").isEmpty && names("--in-doubt").isEmpty)
            #expect(try names("--state", "adopted", "--prefix", "game") == first)
            for (words, text) in [
                (["--state", "bogus"], "the states are planned, approved, sending"),
                (["--since", "tomorrow"], "write 7d, 2026-01-31"), (["--limit=-1"], "--limit takes a number"),
            ] {
                let outcome = try Command.start(["ledger", "list"] + words, environment: cloud.environment).wait()
                #expect(outcome.status == 2 && outcome.error.contains(text), "\(outcome.error)")
            }
            let lua = try cloud.cph("-e", "cph.ledger.list { state = 'bogus' }")
            #expect(lua.status == 1 && lua.error.contains("bad argument #1 to cph.ledger.list (filter.state: one of"))
            #expect(lua.error.contains("'unpaid'"))
        }
    }

    @Test func `a report on 80 columns has its keys whole, and no columns of nothing`() throws {
        let folder = try TemporaryFolder()
        let ledger = "\(folder.path)/l.db"
        #expect(try Command.cph("--emulator", "--ledger", ledger, "-e", Self.script).status == 0)
        let session = try TerminalSession(
            ["ledger", "report", "--by", "model", "--ledger", ledger], columns: 80, rows: 30)
        try session.expect("model                    purchases  servers  months        amount  paid\n")
        try session.expect("physical.rx2.32xlarge.4          2       12      12  96000.00 CNY  0.00\n")
        try session.expect("total                            2       12      12  96000.00 CNY  0.00\n")
        #expect(session.ended() == 0)
    }

    @Test func `a report sums by any word what was ordered, paid and given back`() throws {
        try withPurchases { cloud in
            func report(_ words: String...) throws -> Command.Outcome {
                try Command.start(["ledger", "report"] + words, environment: cloud.environment).wait()
            }
            let byPlan = try report("--by", "plan").lines
            #expect(byPlan == ["p\t2\t12\t12\t96000.00\t80000.00\t0.00\tCNY\t0"])
            for word in ["day", "month", "user", "zone", "model"] {
                let rows = try report("--by", word).lines
                let sums = "\t2\t12\t12\t96000.00\t80000.00\t0.00\tCNY\t0"
                #expect(rows.count == 1 && rows[0].hasSuffix(sums), "\(word): \(rows)")
            }
            let csv = try report("--by", "plan", "--csv", "--state", "adopted").output
            let titles = "plan,purchases,servers,server_months,amount,paid,refunded,currency,servers_in_doubt\r\n"
            #expect(csv == titles + "p,1,10,10,80000.00,80000.00,0.00,CNY,0\r\n")
            let rows = try #require(Value(json: report("--by", "month", "--json").output).items)
            #expect(rows.first?.members?["amount"] == "96000.00" && rows.last?.members?["paid"] == "80000.00")
            let markdown = try report("--by", "plan", "--markdown").output
            #expect(markdown.contains("| p | 2 | 12 | 12 | 96000.00 | 80000.00 | 0.00 | CNY | 0 |\n"))
            #expect(try report("--by", "plan", "--project", "other").error == "cph ledger: no purchases\n")
            let wrong = try report("--by", "week")
            #expect(wrong.status == 2 && wrong.error.contains("there are day, month, user, plan, zone, model"))
        }
    }

    @Test func `a purchase is told as a story, a plan with its purchases and sums, and raw answers on demand`() throws {
        try withPurchases { cloud in
            let shown = try cloud.cph("ledger", "show", "game-b01").output
            for words in [
                "10 servers of physical.rx2.32xlarge.4 for 1 month, sent 1 time", "  plan      p, ", ", cph ",
                "allowed by --allow-spend", "amount    80000.00 CNY", "send 1 begins",
                "the answer to send 1: status 200",
                "the answer means unpaid, order CS", " pays the order; it comes to 80000.00 CNY",
                "  paid 80000.00 CNY on 20",
                "the order waits for payment until 20",
            ] { #expect(shown.contains(words), "\(words) in \(shown)") }
            #expect(!shown.contains("\"order_id\""))
            let raw = try cloud.cph("ledger", "show", "game-b01", "--raw").output
            #expect(raw.contains("answer to send 1: ") && raw.contains("\"order_id\""))
            let json = try Value(json: cloud.cph("ledger", "show", "game-b01", "--json").output).members
            #expect(json?["events"]?.items?.isEmpty == false && json?["amount"] == "80000.00")
            let plan = try cloud.cph("ledger", "show", "p").output
            #expect(plan.hasPrefix("plan p\n  hash "))
            #expect(plan.contains("2 purchases: 1 unpaid, 1 adopted\n"), "\(plan)")
            #expect(plan.contains("  12 servers, 12 server-months: 96000.00 CNY, 80000.00 paid\n"))
            #expect(plan.contains("waits for approval: asked by ") && plan.contains("  game-b02  "))
        }
    }
}
