local require = ...
local targets_of = require "cph.servers.targets"
local report = require "cph.plan.report"

-- luacheck: globals cph
local function failure(what)
  local _, err = cph.try(targets_of, what)
  return err.message
end

local targets, sent = targets_of { "a", { server_id = "b" } }
assert(#targets == 2 and targets[1].server_id == "a" and targets[2].server_id == "b" and sent == nil)
assert(#targets_of {} == 0)

local result = {
  server_ids = { "1", "2", "3" },
  orders = {
    { name = "a-b01", order_id = "CS1", server_ids = { "1", "2" } }, { name = "a-b02", order_id = "CS2", count = 2 },
    { name = "a-b03", order_id = "CS3", server_ids = { "3" } },
  },
}
targets = targets_of(result)
assert(#targets == 5 and targets[3].order_id == "CS2" and targets[4].server_id == nil and targets[4].name == "a-b02")
assert(targets[5].server_id == "3" and result.orders[1].count == nil, "the caller's table is left alone")
targets = targets_of { order_id = "CS9" }
assert(#targets == 1 and targets[1].order_id == "CS9", "an order without ids has at least one server")
assert(#targets_of { order_id = "CS9", count = 4 } == 4)

-- What the ledger knows
local list = cph.ledger.list
cph.ledger.list = function(filter)
  if filter.prefix == "unsubscribe:" then
    return {}
  end
  assert(filter.prefix == "" or filter.prefix == "b-b0", filter.prefix)
  return {
    { name = "b-b01", order_id = "CS1", server_ids = { "1", "2" }, count = 2, sent_at = 5000 },
    { name = "b-b02", order_id = "CS2", server_ids = {}, count = 3, sent_at = 7000 },
  }
end
targets, sent = targets_of { "2" }
assert(targets[1].name == "b-b01" and targets[1].order_id == "CS1" and sent == 5000)
targets, sent = targets_of { "2", "x" }
assert(targets[2].name == nil and sent == nil, "not all are known")
targets, sent = targets_of {
  orders = { { name = "b-b01", order_id = "CS1", server_ids = { "1", "2" } }, { name = "b-b02", order_id = "CS2" } },
}
assert(#targets == 5 and sent == 7000, "the count is the ledger's")

-- What was given back is waited for by nobody, unless somebody names it
cph.ledger.list = function(filter)
  local back = { kind = "unsubscribe", name = "unsubscribe:2:2027-01-01T00:00:00Z", server_id = "2" }
  return filter.prefix == "unsubscribe:" and { back } or {}
end
targets = targets_of { orders = { { order_id = "CS1", server_ids = { "1", "2" } } } }
assert(#targets == 1 and targets[1].server_id == "1" and not targets[1].is_gone)
assert(#targets_of { order_id = "CS1", server_ids = { "2" } } == 0, "an order without servers has no other")
targets = targets_of { "1", { server_id = "2" } }
assert(#targets == 2 and not targets[1].is_gone and targets[2].is_gone)
cph.ledger.list = list

-- Plans
local plan = cph.plan "p"
plan:add {
  server_name = "p", server_model_name = "m", keypair_name = "k", order_param = cph.order.months(1), count = 12,
  public_ip = cph.public_ip.none(), nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}
assert(failure(plan) == "bad argument #1 to cph.servers.wait (what: 12 of 12 servers of plan p are not bought)")
local status = report.status
report.status = function()
  return { servers = 12, in_doubt = 2, open = 0, calls = {} }
end
assert(failure(plan) == "bad argument #1 to cph.servers.wait (what: 2 of 12 servers of plan p are in doubt)")
report.status = function()
  local call = { name = "p-b01", order_id = "CS1", server_ids = { "x", "y" } }
  return { servers = 2, in_doubt = 0, open = 0, calls = { call } }
end
targets = targets_of(plan)
assert(#targets == 2 and targets[2].server_id == "y" and targets[2].name == "p-b01")
report.status = status

-- What is no purchase
assert(failure "x"
  == "bad argument #1 to cph.servers.wait (what: takes ids, a plan, or what a purchase returned, not a string)")
assert(failure { "a", 5 }
  == "bad argument #1 to cph.servers.wait (what: item 2 is a number, and must be a server's id)")
assert(failure { "" }:find "item 1")
assert(failure { {} }:find "item 1 is a table")
assert(failure { "a", "b", "a" }
  == "bad argument #1 to cph.servers.wait (what: a stands in the list twice)")
