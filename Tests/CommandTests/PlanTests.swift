import Glibc
import Schema
import TestSupport
import Testing

/// Plans as an operator runs them: approved, killed, run again, changed.
@Suite(.ownThreads)
struct PlanTests {
    @Test func `without an allowance nothing is sent, and the message says how to approve exactly this plan`() throws {
        try withCloud { cloud in
            let outcome = try cloud.run(fleet("game", 25))
            #expect(outcome.status == 3)
            #expect(outcome.error.contains("nothing was sent"))
            #expect(outcome.error.contains("--allow-spend 25, or exactly this plan with --approve "))
            #expect(try cloud.servers() == 0)
        }
    }

    @Test func `--approve buys exactly the plan whose hash was shown and refuses another`() throws {
        try withCloud { cloud in
            let shown = try cloud.run(fleet("game", 25, then: "print(plan:hash())"))
            let hash = String(shown.output.dropLast())
            #expect(shown.status == 0 && hash.utf8.count == 64)
            let other = try cloud.run(fleet("game", 24), "--approve", hash)
            #expect(other.status == 3 && other.error.contains("is for another plan"))
            #expect(try cloud.servers() == 0)
            let bought = try cloud.run(fleet("game", 25), "--approve", hash)
            #expect(bought.status == 0 && bought.lines.count == 25)
            #expect(try cloud.run(fleet("game", 25), "--approve", hash).lines == bought.lines)
            #expect(try cloud.servers() == 25)
        }
    }

    @Test func `a plan that was announced under another hash does not pass by way of its purchases`() throws {
        try withCloud { cloud in
            let hash = try cloud.run(fleet("game", 5, then: "print(plan:hash())")).output.dropLast()
            let sneaky = fleet("game", 5, then: "cph.api.create_cloud_phone_single_server(plan:calls()[1])")
            #expect(try cloud.run(sneaky, "--approve", String(hash)).status == 3)
            #expect(try cloud.servers() == 0)
        }
    }

    @Test func `killed in the middle and run again it buys the rest and no server twice`() throws {
        try withCloud { cloud in
            let first = try cloud.run(
                """
                local real, calls = cph.api.create_cloud_phone_single_server, 0
                cph.api.create_cloud_phone_single_server = function(body)
                  calls = calls + 1
                  if calls == 3 then \(killSelf) end
                  return real(body)
                end
                """ + fleet("game", 45, then: "plan:apply { concurrency = 1 }"), "--allow-spend", "45", "--allow-exec")
            #expect(first.status != 0)
            #expect(try cloud.servers() == 20)
            let second = try cloud.run(fleet("game", 45), "--allow-spend", "25")
            #expect(second.status == 0, "only the rest is asked for: \(second.error)")
            #expect(second.lines.count == 45 && Set(second.lines).count == 45)
            #expect(try cloud.servers() == 45)
        }
    }

    @Test func `a higher count appends calls, and what was bought keeps its count`() throws {
        try withCloud { cloud in
            let first = try cloud.run(fleet("game", 15), "--allow-spend", "15")
            let more = try cloud.run(fleet("game", 28), "--allow-spend", "13")
            #expect(more.status == 0 && more.lines.starts(with: first.lines) && more.lines.count == 28)
            let counts = "for call in plan:each() do io.write(call.count, ' ') end"
            #expect(try cloud.run(fleet("game", 28, then: counts)).output == "10 5 10 3 ")
        }
    }

    @Test func `a lower count and other content are refused with a difference, and nothing is sent`() throws {
        try withCloud { cloud in
            _ = try cloud.run(fleet("game", 15), "--allow-spend", "15")
            let fewer = try cloud.run(fleet("game", 14), "--allow-spend", "99")
            #expect(fewer.status == 1)
            #expect(fewer.error.contains("rows[1].count: is 14 in game (stdin:"))
            #expect(fewer.error.contains("recorded with 15"))
            let other = try cloud.run(fleet("game", 25, model: "physical.rx3.32xlarge.4"), "--allow-spend", "99")
            #expect(other.status == 1)
            #expect(other.error.contains("server_model_name: is \"physical.rx3.32xlarge.4\" in game"))
            #expect(other.error.contains("recorded with \"physical.rx2.32xlarge.4\" as game-b02"))
            #expect(try cloud.servers() == 15)
        }
    }

    @Test func `a failure half-way ends with 4, the error has what was bought, and the next run buys the rest`() throws
    {
        let script = """
            local ok, err = pcall(plan.apply, plan, { concurrency = 1 })
            print(err.kind, err.cause.code, #err.result.server_ids) error(err, 0)
            """
        try withCloud(faults: "error-400=CPS.0006:first=1") { cloud in
            let first = try cloud.run(fleet("a", 5), "--allow-spend", "5")
            #expect(first.status == 5, "nothing was bought: \(first.error)")
            #expect(try cloud.run(fleet("a", 5), "--allow-spend", "5").lines.count == 5)
        }
        let second = try Command.cph(
            "--emulator", "-",
            input: fleet(
                "a", 15, extra: "plan:add(body { server_name = 'b', count = 1 })",
                then: """
                    local real = cph.api.create_cloud_phone_single_server
                    cph.api.create_cloud_phone_single_server = function(call)
                      if call.server_name == "b-b01" then
                        cph.raise { kind = "api", code = "CPS.0006", message = "arrears" }
                      end
                      return real(call)
                    end
                    \(script)
                    """))
        #expect(second.output == "partial\tCPS.0006\t15\n")
        #expect(second.status == 4)
        #expect(second.error.contains("15 of 16 servers of plan p were bought; then arrears"))
    }

    @Test func `a dry run lists the calls and buys nothing`() throws {
        try withCloud { cloud in
            let outcome = try cloud.run(fleet("game", 15), "--dry-run")
            #expect(outcome.status == 0)
            #expect(outcome.error.contains("would buy game-b01: 10 servers x 1 month"))
            #expect(outcome.error.contains("would buy game-b02: 5 servers x 1 month"))
            #expect(try cloud.servers() == 0)
        }
    }

    @Test func `the ledger is read without making one, and shows what was bought`() throws {
        try withCloud { cloud in
            #expect(try cloud.run("print(#cph.ledger.list())").output == "0\n")
            #expect(!cloud.hasLedger)
            _ = try cloud.run(fleet("game", 11), "--allow-spend", "11")
            let script = """
                local record = cph.ledger.show "game-b01"
                print(#cph.ledger.list { prefix = "game" }, record.count, #record.server_ids, record.request.count)
                """
            #expect(try cloud.run(script).output == "2\t10\t10\t10\n")
        }
    }

    @Test func `plan.lua shows a plan whose hash apply accepts`() throws {
        let path = "\(Vectors.root)/scripts/plan.lua"
        let shown = try Command.cph("--emulator", path)
        let hash = try #require(shown.output.split(separator: " ").last).dropLast()
        #expect(shown.output.contains("price CNY"))
        let bought = try Command.cph("--emulator", "--approve", String(hash), path, "apply")
        #expect(bought.status == 0 && bought.output.split(separator: "\n").count == 4)
        #expect(try Command.cph("--emulator", path, "json").output.contains(hash))
        #expect(try Command.cph("--emulator", path, "aply").status == 2)
    }

    @Test func `resume.lua buys what a failure left over`() throws {
        let outcome = try Command.cph(
            "--emulator", "--faults", "error-400=CPS.0006:once", "\(Vectors.root)/scripts/resume.lua")
        #expect(outcome.status == 0)
        #expect(Set(outcome.output.split(separator: "\n")).count == 45)
        #expect(outcome.error.contains("after the failure: "))
    }
}
