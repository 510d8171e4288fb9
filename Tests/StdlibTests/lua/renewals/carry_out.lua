local require = ...
local carry_out = require "cph.renewals.carry_out"
local changes = require "cph.renewals.entries"
local rows = require "cph.renewals.rows"
local bought = cph.servers.create {
  server_name = "web", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 2,
  order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}
local function entries(kind, given)
  return (changes({ rows.new(kind, given, "a.lua:1") }, function()
    return {}
  end))
end
local result = carry_out("all", entries("renew", { servers = bought, months = 1, pay = true }), 1)
assert(result.done == 2 and #result.order_ids == 2 and result.servers[1].now and result.servers[2].kind == "renew")

-- A failure says what was done before it
local list = entries("unsubscribe", { servers = bought })
list[2].change.resource_id = "nobody"
local _, err = cph.try(carry_out, "all", list, 1)
assert(err.kind == "partial" and err.result.done == 1, tostring(err))
assert(err.message:find "1 of 2 changes of all are done", tostring(err))

-- Several changes of one server are done one after another, those by the old period first
local both = cph.servers.create {
  server_name = "both", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 1,
  order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}
local mixed = changes({
  rows.new("renew", { servers = both, months = 1, pay = true }, "a.lua:1"),
  rows.new("auto-renew", { servers = both }, "a.lua:2"),
}, function()
  return {}
end)
local sent = {}
local real = cph.changes.carry_out
rawset(cph.changes, "carry_out", function(change)
  sent[#sent + 1] = change.change
  return real(change)
end)
local all = carry_out("mixed", mixed, 4)
rawset(cph.changes, "carry_out", real)
assert(all.done == 2 and sent[1] == "auto-renew" and sent[2] == "renew")
assert(all.servers[1].kind == "renew" and all.servers[2].kind == "auto-renew", "answers stay in the order of the rows")
