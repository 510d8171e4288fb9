import CPHModel
import Emulator
import LuaKit
import Projects
import Session
import Testing

@testable import Rehearsal

/// `cph.servers.wait` on a cloud whose time passes only when the script waits.
struct WaitTests {
    /// What a script saw, and what the cloud was asked.
    private struct Outcome {
        var text: String
        var time: Duration
        var requests: RequestCounts
    }

    /// Runs `script` with `buy(name, count, body?)`, which returns the result of a plan, and `looks()`, which counts
    /// the times the wait has looked.
    private func run(_ script: String, buildTime: Duration = .seconds(900), faults: String = "") throws -> Outcome {
        let clock = SimulatedClock()
        var configuration = EmulatedCloud.Configuration(projectID: "p", seed: 7)
        configuration.clock = clock
        configuration.buildTime = buildTime
        if !faults.isEmpty { configuration.faults = try FaultPlan(parsing: faults) }
        let cloud = try EmulatedCloud(configuration)
        var options = LuaState.Options()
        options.clock = clock
        let session = try Session(cloud, version: "test", script: "a.lua", arguments: [], options: options)
        let values = try session.run(Script(name: "a.lua", bytes: Array((Self.preamble + script).utf8)))
        let text = try values.map(session.text).joined(separator: " ")
        return Outcome(text: text, time: clock.now, requests: cloud.requestCounts)
    }

    /// What a plan does, without its lines of progress.
    private static let preamble = """
        local function buy(name, count, pays)
          local result = { server_ids = {}, orders = {} }
          for first = 1, count, 10 do
            local body = { server_name = ("%s-b%02d"):format(name, #result.orders + 1),
              server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = math.min(10, count - first + 1),
              order_param = { period_type = 2, period_num = 1, is_auto_pay = pays == false and 0 or 1 },
              public_ip = cph.public_ip.none(), nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
            local answer = cph.servers.create(body)
            local ids = answer.server_ids or {}
            table.move(ids, 1, #ids, #result.server_ids + 1, result.server_ids)
            table.insert(result.orders, { name = body.server_name, order_id = answer.order_id, server_ids = ids,
              count = body.count })
          end
          return result
        end
        local looked, said, sleep = 1, {}, cph.sleep
        function cph.sleep(time) looked = looked + 1 return sleep(time) end
        local function wait(what, options)
          options = options or {}
          options.tell = function(line) said[#said + 1] = line end
          return cph.servers.wait(what, options)
        end

        """

    @Test func `a thousand servers take one list page for each hundred of them and look`() throws {
        let outcome = try run(
            """
            local result = buy("fleet", 1000)
            local servers = wait(result)
            for index, server in ipairs(servers) do
              assert(server.server_id == result.server_ids[index] and server.state == "normal", index)
            end
            return #servers, looked
            """)
        let numbers = outcome.text.split(separator: " ").compactMap { Int($0) }
        #expect(numbers[0] == 1000)
        #expect(outcome.requests["list_cloud_phone_servers"] <= 10 * numbers[1])
        #expect(
            outcome.requests["list_cloud_phone_servers"] < 320, "the longer it takes, the less often it looks")
        #expect(numbers[1] > 90, "somebody hears of it every ten seconds")
        #expect(outcome.requests["show_cloud_phone_server_detail"] == 0)
        #expect(outcome.requests["list_customer_orders"] <= 2, "all orders are looked at together")
        #expect(outcome.time >= .seconds(900) && outcome.time < .seconds(900 + 130))
    }

    @Test func `an order that is not paid comes first, and its servers are waited for once it is`() throws {
        let outcome = try run(
            """
            local result = buy("game", 12, false)
            cph.job(function()
              sleep "20m"
              for _, order in ipairs(result.orders) do
                cph.api.pay_orders { order_id = order.order_id, use_coupon = "NO", use_discount = "NO" }
              end
            end)
            local servers = wait(result)
            assert(said[1]:find("^pay: order " .. result.orders[1].order_id .. " %(game%-b01, 10 servers%), "), said[1])
            assert(said[1]:find ", before 2026%-", said[1])
            assert(said[2]:find("^pay: order " .. result.orders[2].order_id), said[2])
            assert(said[3] == "0 of 12 servers ready; 12 unpaid; still waiting, 0 s", said[3])
            return #servers, said[#said]:match "^12 of 12 servers ready"
            """)
        #expect(outcome.text == "12 12 of 12 servers ready")
        #expect(outcome.time >= .seconds(2100) && outcome.time < .seconds(2100 + 130))
    }

    @Test func `servers that no answer named are found by their order`() throws {
        let outcome = try run(
            """
            local result = buy("game", 3, false)
            assert(#result.server_ids == 0)
            cph.job(function()
              sleep "1m"
              cph.api.pay_orders { order_id = result.orders[1].order_id, use_coupon = "NO", use_discount = "NO" }
            end)
            local names = {}
            for _, server in ipairs(wait(result)) do names[#names + 1] = server.server_name:sub(-4) end
            return table.concat(names, " ")
            """, faults: "unpaid=no-ids")
        #expect(outcome.text == "0001 0002 0003")
    }

    @Test func `a cancelled order, an abnormal server and one that is deleted are told apart`() throws {
        let outcome = try run(
            """
            local broken, cancelled, deleted = buy("b", 2), buy("c", 1, false), buy("d", 1)
            cph.job(function()
              sleep "1m"
              cph.api.cancel_customer_order { order_id = cancelled.orders[1].order_id }
              cph.api.cancel_resources_subscription { resource_ids = deleted.server_ids, unsubscribe_type = 1 }
            end)
            local orders = {}
            for _, result in ipairs { cancelled, broken, deleted } do orders[#orders + 1] = result.orders[1] end
            local _, err = cph.try(wait, { orders = orders })
            local states = {}
            for _, server in ipairs(err.result) do states[#states + 1] = server.state end
            return err.kind .. ": " .. table.concat(states, ", ")
            """, faults: "build-fails=once")
        #expect(outcome.text == "partial: order cancelled, normal, abnormal, gone")
    }

    @Test(arguments: ["reset-before@list=first=5", "503-before@list=first=6", "401@list=first=2", "429@list=first=5"])
    func `broken connections, failures, throttling and an expired token delay it and no more`(faults: String) throws {
        let outcome = try run(
            "local result = buy('game', 10) return #wait(result), result.server_ids[10] ~= nil", faults: faults)
        #expect(outcome.text == "10 true")
    }

    @Test func `when time is up the error has where each server is`() throws {
        let outcome = try run(
            """
            local _, err = cph.try(wait, buy("game", 2), { timeout = "10m" })
            assert(err.message:find "^not ready after 10m: 2 of 2 servers: game%-b01%-0001 %(%x+%): creating", err)
            return err.kind, #err.result, err.result[2].state
            """)
        #expect(outcome.text == "timeout 2 creating")
        #expect(outcome.time == .seconds(600))
    }
}
