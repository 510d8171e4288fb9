local require = ...
local report = require "cph.plan.report"

local function call(zone, model, count, period_type, periods)
  return {
    server_name = zone .. model, availability_zone = zone, server_model_name = model, count = count,
    nics = { { subnet_id = "s" } }, order_param = { period_type = period_type, period_num = periods },
  }
end
local calls = { call("z2", "m", 10, 2, 3), call("z1", "m", 5, 3, 1), call("z2", "m", 2, 2, 1) }

assert(report.plan({}, calls) == [[
zone  subnet  model  calls  servers  server-months
z2    s       m          2       12             32
z1    s       m          1        5             60
all                      3       17             92]])

calls[1].availability_zone = nil
local text = report.plan({ prices = { m = cph.money("1.5", "CNY") }, currency = "CNY" }, calls)
assert(text:find "price CNY" and text:find "any +s +m +1 +10 +30 +45.00" and text:find "138.00", text)
calls[2].server_model_name = "n"
text = report.plan({ prices = { m = cph.money("1.5", "CNY") } }, calls)
assert(select(2, text:gsub("not known", "")) == 2, "no sum without every price\n" .. text)

local records = {
  z2m = { state = "accepted", may_send = false, in_doubt = false, server_ids = { "i" }, order_id = "CS1" },
  z1m = { state = "in_doubt", may_send = false, in_doubt = true, server_ids = {} },
}
calls = { call("z2", "m", 1, 2, 1), call("z1", "m", 2, 2, 1), call("z3", "m", 3, 2, 1) }
local status = report.status(calls, records)
assert(status.servers == 6 and status.bought == 1 and status.in_doubt == 2 and status.open == 3)
assert(status.missing == 0 and report.bought(status) == "1 of 6 servers are bought already, 2 in doubt")
assert(status.calls[1].order_id == "CS1" and status.calls[3].state == "planned" and status.calls[3].name == "z3m")

local priced = { calls[1] }
local cost, by = report.cost({ prices = { [calls[1].server_model_name] = cph.money("10.10", "CNY") } }, priced)
assert(tostring(cost) == "10.10 CNY" and by == "plan")
cost, by = report.cost({ prices = {}, currency = "CNY" }, priced)
assert(cost == nil and by == "the plan has no price of m")
assert(select(2, report.cost({ prices = {} }, {})) == "the plan has no prices")
assert(report.cost({ prices = {}, currency = "CNY" }, {}) == cph.money(0, "CNY"))

-- A purchase fulfilled in part: what is known is bought, the rest is missing, and neither is still to buy
local parts = {}
for index = 1, 5 do
  calls[index] = call("p" .. index, "m", 5, 2, 1)
  parts["p" .. index .. "m"] = {
    state = "partial", may_send = false, in_doubt = false, server_ids = { "a", "b", "c", "d" },
  }
end
status = report.status({ calls[1], calls[2] }, { p1m = parts.p1m })
assert(status.servers == 10 and status.bought == 4 and status.missing == 1 and status.open == 5)
assert(report.bought(status) == "4 of 10 servers are bought already, 0 in doubt; p1m has 4 of 5")
assert(report.bought(report.status({ calls[1] }, {})) == nil)
assert(report.bought(report.status(calls, parts)) ==
  "20 of 25 servers are bought already, 0 in doubt; " ..
  "p1m has 4 of 5, p2m has 4 of 5, p3m has 4 of 5, 2 more have too few")
