import Clock
import Files
import Glibc
import Policies
import Schema
import TestSupport
import Testing

/// Policies as a user meets them: no option and no variable loosens what they forbid.
@Suite(.ownThreads)
struct PolicyTests {
    private let folder: TemporaryFolder
    private var script: String { "\(folder.path)/scripts/buy.lua" }
    private var ledger: String { "\(folder.path)/l.db" }

    init() throws {
        folder = try TemporaryFolder([
            "scripts/buy.lua": """
            local plan = cph.plan "game"
            plan:add { server_name = arg[1] or "game", server_model_name = "m", keypair_name = "k", count = tonumber(arg[2] or 3),
              availability_zone = "cn-east-3a", order_param = cph.order.months(1), public_ip = cph.public_ip.none(),
              nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
            for _, problem in ipairs(plan:validate()) do print(problem) end
            plan:apply()
            """
        ])
        try write("{ servers = { per_run = 2 } }")
    }

    private func write(_ policy: String) throws {
        try folder.write("cph.project.lua", "return {\n  policy = \(policy),\n}")
    }

    private func run(
        _ options: [String] = [], _ arguments: String..., environment: [String: String] = [:]
    ) throws -> Command.Outcome {
        try Command.start(["--emulator"] + options + [script] + arguments, environment: environment).wait()
    }

    private func isForbidden(_ outcome: Command.Outcome, _ way: String) throws {
        #expect(outcome.status == 3, "\(way): exit \(outcome.status), \(outcome.error)")
        #expect(outcome.error.contains("servers.per_run, \(folder.path)/cph.project.lua:2"), "\(way): \(outcome.error)")
    }

    @Test func `no option loosens a policy`() throws {
        let options: [[String]] = [
            [], ["--allow-spend", "1000"], ["--allow-months", "1000", "--allow-spend", "1000"],
            ["--allow-cost", "1000000"],
            ["--allow-cost-per-day", "1000000"], ["--allow-cost-per-month", "1000000"], ["--allow-renew"],
            ["--approve", String(repeating: "0", count: 64)], ["--allow-change", "99"], ["--allow-pay", "99"],
            ["--allow-request", "99"], ["--allow-per-day", "1000"], ["--ledger", "\(folder.path)/other.db"],
            ["--settle", "1s"], ["--region", "cn-north-4"], ["--dry-run"], ["--deadline", "1h"], ["--memory", "256M"],
            ["--json"], ["--log-level", "debug"], ["--trust"], ["--sandbox"], ["--allow-exec"],
            ["--witness", "\(folder.path)/w"],
        ]
        for option in options { try isForbidden(run(option), "\(option)") }
    }

    @Test func `no variable loosens a policy`() throws {
        let values = [
            "CPH_ALLOW_SPEND": "1000", "CPH_ALLOW_COST": "1000000", "CPH_ALLOW_COST_PER_DAY": "1000000",
            "CPH_ALLOW_COST_PER_MONTH": "1000000", "CPH_ALLOW_CHANGE": "99", "CPH_ALLOW_PAY": "99",
            "CPH_ALLOW_PER_DAY": "99",
            "CPH_ALLOW_REQUEST": "99", "CPH_LEDGER": "\(folder.path)/v.db", "CPH_DRY_RUN": "1", "CPH_LEASE": "1s",
            "CPH_LOG_LEVEL": "debug", "CPH_LOG_JSON": "1", "CPH_PROJECT_ID": "p", "CPH_REGION": "r", "CPH_PROFILE": "x",
            // Neither the home folder nor the search for settings is a way around.
            "HOME": "\(folder.path)/scripts", "XDG_CONFIG_HOME": "/nowhere", "XDG_STATE_HOME": "/nowhere",
        ]
        for (name, value) in values { try isForbidden(run(environment: [name: value]), "\(name)=\(value)") }
    }

    @Test func `what is within goes through, and over several runs a day is one day`() throws {
        let cloud = try LocalCloud()
        func buy(_ name: String, _ count: Int) throws -> Command.Outcome {
            try Command.start(["--allow-spend", "9", script, name, "\(count)"], environment: cloud.environment).wait()
        }
        try write("{ servers = { per_day = 3, per_run = 3 }, names = { \"game*\" } }")
        #expect(try buy("game", 2).status == 0)
        let over = try buy("game2", 2)
        #expect(over.status == 3 && over.error.contains("comes to 2 servers, and 2 this day before"), "\(over.error)")
        #expect(try cloud.servers() == 2)
        #expect(try buy("game3", 1).status == 0)
        #expect(try buy("game", 2).status == 0, "what was bought is no new purchase")
        try write("{ regions = { \"nowhere\" }, projects = { \"p\" } }")
        let elsewhere = try buy("game4", 1)
        #expect(elsewhere.status == 3 && elsewhere.error.contains("region: is "), "\(elsewhere.error)")
        #expect(elsewhere.error.contains("project_id: is ") && elsewhere.error.contains("the only projects are p"))
        try write("{ ledger = \"/elsewhere/l.db\" }")
        let unrecorded = try buy("game5", 1)
        #expect(unrecorded.status == 3 && unrecorded.error.contains("a policy names the ledger"), "\(unrecorded.error)")
        #expect(try cloud.servers() == 3)
    }

    @Test func `plan validate and cph check say it with rule, file and line, and nothing is sent`() throws {
        try write("{\n    zones = { \"cn-east-3b\" } }")
        let outcome = try run()
        let place = "(zones, \(folder.path)/cph.project.lua:3)"
        #expect(outcome.output.contains("rows[1].availability_zone: is \"cn-east-3a\""), "\(outcome.output)")
        #expect(outcome.output.contains(place) && outcome.status == 3)
        let check = try Command.cph("check", script)
        #expect(check.status == 1 && check.output.contains("availability_zone is \"cn-east-3a\""), "\(check.output)")
        #expect(check.output.contains(place))
        // What is more by itself than a run, a day or a month may come to; a row is bought in several calls.
        try write("{ servers = { per_call = 9, per_run = 10, per_month = 11 }, server_months = { per_day = 23 } }")
        let order =
            "keypair_name = 'k', order_param = { charging_mode = 0, period_type = 2, period_num = 2 }, nics = {}"
        try folder.write(
            "scripts/twelve.lua",
            "cph.plan('g'):add { server_name = 'g', server_model_name = 'm', count = 12, \(order) }")
        let sums = try Command.cph("check", "\(folder.path)/scripts/twelve.lua").output
        for words in [
            "at most 10 servers in one run", "at most 11 servers in one month", "at most 23 server-months in one day",
        ] {
            #expect(sums.contains(words), "\(sums)")
        }
        #expect(!sums.contains("in one call"), "\(sums)")
    }

    @Test func `plan validate knows region, project, hours and the ledger's day, and plan check knows money`() throws {
        let cloud = try LocalCloud("--seed", "3")
        // A day that is neither today nor the next one.
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        let other = days[(CivilTime(unixSeconds: Int(time(nil))).weekday + 2) % 7]
        try write(
            "{ regions = { 'ap-southeast-9' }, projects = { 'p' }, hours = { from = '09:00', to = '18:00', days = { '\(other)' } } }"
        )
        let looking = """
            local plan = cph.plan "game"
            plan:add { server_name = "game", server_model_name = "m", keypair_name = "k", count = 3,
              order_param = cph.order.months(1), public_ip = cph.public_ip.none(),
              nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
            for _, problem in ipairs(plan[arg[1]](plan)) do
              if problem.code == "policy" then print(problem) end
            end
            """
        try folder.write("scripts/look.lua", looking)
        let look = "\(folder.path)/scripts/look.lua"
        // Without a record nobody is asked anything, whatever the day of the week.
        let fresh = try cloud.cph(look, "validate").output
        #expect(fresh.contains("region: is ") && fresh.contains("project_id: is "), "\(fresh)")
        #expect(fresh.contains("hours, \(folder.path)/cph.project.lua:2"), "\(fresh)")
        try write("{ servers = { per_day = 4 }, cost = { currency = 'CNY', per_day = '30000.00' } }")
        #expect(try cloud.cph(look, "validate").output.isEmpty)
        let bought = try cloud.cph("--allow-spend", "2", script, "first", "2")
        #expect(bought.status == 0, "\(bought.error)")
        let day = try cloud.cph(look, "validate").output
        #expect(day.contains("comes to 3 servers, and 2 this day before"), "\(day)")
        let money = try cloud.cph(look, "check").output
        #expect(money.contains("and would pass the limit of 30000.00 CNY a day (cost.per_day"), "\(money)")
        #expect(money.contains(" spent since "), "\(money)")
    }

    @Test func `a policy that can't be read forbids every purchase, and reads go on`() throws {
        try write("{ zons = { \"a\" } }")
        let outcome = try run(["--allow-spend", "99"])
        #expect(outcome.status == 3 && outcome.error.contains("cph.project.lua:2: zons: "), "\(outcome.error)")
        #expect(outcome.error.contains("nothing was sent"))
        try folder.write("scripts/read.lua", "print(#cph.servers.list())")
        let reading = try Command.cph("--emulator", "\(folder.path)/scripts/read.lua")
        #expect(reading.status == 0 && reading.output == "0\n", "\(reading.error)")
        let show = try Command.cph("policy", "show", "--project", folder.path)
        #expect(show.status == 2 && show.error.contains("did you mean"), "\(show.error)")
        #expect(try Command.cph("check", script).status == 2)
    }

    @Test func `policy show says that nothing holds only where nothing does`() throws {
        try folder.write("cph.project.lua", "return { policy = { servers = 7 } }")
        let show = try Command.cph("policy", "show", "--project", folder.path)
        #expect(
            show.status == 2 && show.error.contains("cph.project.lua:1") && !show.error.contains("no policy holds here")
        )
    }

    @Test func `policy show tells each rule with its line, as text and as JSON`() throws {
        try write(
            "{ servers = { per_run = 2 },\n  time_zone = \"+08:00\", cost = { currency = \"CNY\", per_run = \"0.10\" } }"
        )
        let text = try Command.cph("policy", "--project", folder.path, "--ledger", ledger)
        #expect(text.status == 0, "\(text.error)")
        for line in [
            "  :2    servers.per_run          2", "  :3    cost.per_run             0.10",
            "  :3    time_zone                +08:00",
        ] {
            #expect(text.lines.contains(line), "\(text.output)")
        }
        let json = try Command.cph("policy", "show", "--json", "--project", folder.path, "--ledger", ledger)
        let rows = try #require(try Value(json: Array(json.output.utf8)).items)
        #expect(rows.count == 4 && rows[0].members?["rule"] == "servers.per_run" && rows[0].members?["line"] == 2)
        let nothing = try TemporaryFolder(["x": ""])
        let none = try Command.cph("policy", "show", "--project", nothing.path)
        #expect(none.status == 0 && none.output.isEmpty && none.error.contains("no policy holds here"), "\(none.error)")
    }

    @Test func `a ledger's policy is set, shown, holds for everybody who records there, and is taken back`() throws {
        try write("{}")
        try folder.write("team.lua", "-- ours\nreturn {\n  names = { \"web-*\" },\n}\n")
        let wrong = try Command.cph("ledger", "policy", "set", script, "--ledger", ledger)
        #expect(wrong.status == 2 && wrong.error.contains("nothing was changed"), "\(wrong.error)")
        let set = try Command.cph("ledger", "policy", "set", "\(folder.path)/team.lua", "--ledger", ledger)
        #expect(set.status == 0 && set.output == "the policy holds: 1 rule\n", "\(set.error)")
        let shown = try Command.cph("ledger", "policy", "--ledger", ledger)
        #expect(shown.output == "-- ours\nreturn {\n  names = { \"web-*\" },\n}\n" && shown.error.contains("set by "))
        let holds = try Command.cph("policy", "show", "--ledger", ledger, "--project", folder.path)
        #expect(holds.output.contains("the policy of the ledger \(ledger):\n  :3    names"), "\(holds.output)")
        let refused = try run(["--ledger", ledger])
        #expect(
            refused.status == 3 && refused.error.contains("(names, the policy of the ledger \(ledger):3)"),
            "\(refused.error)")
        #expect(refused.output.contains("names fit web-*"), "validate knows it, too: \(refused.output)")
        let removed = try Command.cph("ledger", "policy", "remove", "--reason", "tried", "--ledger", ledger)
        #expect(removed.status == 0, "\(removed.error)")
        #expect(try run(["--ledger", ledger]).status == 0)
        #expect(try Command.cph("ledger", "verify", "--ledger", ledger).status == 0)
    }

    @Test func `the page of policies names every rule, and the command too`() throws {
        let page = try Repository.text("stdlib/POLICIES.md")
        let rules = try Command.cph("policy", "rules").output
        for field in PolicyRules.fieldInfos {
            #expect(page.contains("`\(field.name)"), "\(field.name)")
            #expect(rules.contains("\n\(field.name) ") || rules.hasPrefix("\(field.name) "), "\(field.name)")
        }
    }
}
