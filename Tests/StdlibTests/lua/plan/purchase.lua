local require = ...
local purchase = require "cph.plan.purchase"

local function call(name, model)
  return {
    server_name = name, count = 2, server_model_name = model or "physical.rx2.32xlarge.4", keypair_name = "k",
    order_param = { charging_mode = 0, period_type = 2, period_num = 1 }, public_ip = cph.public_ip.none(),
    nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
  }
end

local result = purchase("p", { call "a", call "b", call "c" }, 2)
assert(#result.server_ids == 6 and #result.orders == 3)
local second = result.orders[2]
assert(second.name == "b" and second.server_ids[1] == result.server_ids[3], "in the order of the calls")

assert(result.bought == 6 and result.before == 0 and result.would_buy == 0 and second.now == true)

-- What was bought now, what earlier, and what a dry run made up
local origins = { j = "now", k = "before", l = "dry run" }
local origin = cph.gate.origin
-- luacheck: globals cph
cph.gate.origin = function(name)
  return origins[name]
end
result = purchase("p", { call "j", call "k", call "l" }, 1)
assert(result.bought == 2 and result.before == 2 and result.would_buy == 2 and #result.server_ids == 6)
assert(result.orders[1].now == true and result.orders[2].now == false and result.orders[1].dry_run == nil)
assert(result.orders[3].now == false and result.orders[3].dry_run == true)
cph.gate.origin = origin

--- A call that the service never sees stands for one that it refuses.
local bad = call "d"
bad.keypair_name = ""
local function failure(calls, concurrency)
  local _, err = cph.try(purchase, "p", calls, concurrency)
  return err
end

local err = failure({ bad, call "e" }, 1)
assert(err.kind == "argument" and #err.result.server_ids == 0, "nothing was bought: the failure itself")
assert(#cph.servers.list { server_name = "e" } == 0, "nothing is sent after a failure")

err = failure({ call "f", bad, call "g" }, 1)
assert(err.kind == "partial" and err.cause.kind == "argument", tostring(err))
assert(#err.result.server_ids == 2 and err.result.orders[1].name == "f")
assert(tostring(err):find("2 of 6 servers of plan p were bought; then ", 1, true), tostring(err))
assert(tostring(err):find(err.result.server_ids[2], 1, true), "an operator reads the ids")

err = failure({ bad, call "h", call "i" }, 2)
assert(#err.result.server_ids == 2 and err.result.orders[1].name == "h", "those under way are finished")
