import CPHModel
import Emulator
import Ledger
import LuaKit
import Projects
import Session
import Testing

@testable import Rehearsal

/// Hours that take no time, and always in the same order.
struct SimulatedClockTests {
    /// What `script` returns, as text, and how long it took on the clock.
    private func run(_ script: String, faults: String = "") throws -> (text: String, time: Duration) {
        let clock = SimulatedClock()
        var configuration = EmulatedCloud.Configuration(projectID: "p", seed: 7)
        configuration.clock = clock
        if !faults.isEmpty { configuration.faults = try FaultPlan(parsing: faults) }
        var ledger = Ledger.Options(scope: "p")
        ledger.clock = clock
        let api = Ledger(
            try Journal.open(.memory, .write), in: try EmulatedCloud(configuration), options: ledger)
        var options = LuaState.Options()
        options.clock = clock
        let session = try Session(api, version: "test", script: "a.lua", arguments: [], options: options)
        let values = try session.run(Script(name: "a.lua", bytes: Array(script.utf8)))
        return (try values.map(session.text).joined(separator: " "), clock.now)
    }

    @Test func `a script that sleeps for hours ends at once`() throws {
        let (text, time) = try run("cph.sleep '2h' cph.sleep '90s' return 'done'")
        #expect(text == "done" && time == .seconds(7290))
    }

    @Test func `tasks and the cloud wake in the order of their times`() throws {
        let (text, time) = try run(
            """
            local order = {}
            local function note(name, f) return cph.job(function() f() order[#order + 1] = name end) end
            local jobs = {
              note("five", function() cph.sleep "5s" end),
              note("cloud", function() cph.servers.list {} end),
              note("two", function() cph.sleep "2s" end),
            }
            for _, job in ipairs(jobs) do job:join() end
            return table.concat(order, " ")
            """, faults: "latency=3s")
        #expect(text == "two cloud five" && time == .seconds(5))
    }

    @Test func `a look-up of a quarter of an hour takes no time, and its budget holds`() throws {
        let (text, time) = try run(
            """
            local _, err = cph.try(cph.servers.create, {
              server_name = "a", server_model_name = "m", keypair_name = "k", order_param = cph.order.months(1),
              nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, public_ip = cph.public_ip.none(),
            })
            return err.kind
            """, faults: "reset-before")
        #expect(text == "in_doubt" && time == .seconds(900))
    }

    @Test func `a limit cancels what waits on the same clock`() throws {
        let (text, time) = try run(
            """
            local _, err = cph.try(cph.within, "10s", function() cph.servers.list {} end)
            return err.kind
            """, faults: "latency=1h")
        #expect(text == "timeout" && time == .seconds(10))
    }
}
