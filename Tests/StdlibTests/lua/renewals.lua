local bought = cph.servers.create {
  server_name = "web", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 2,
  order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}
local id = bought.server_ids[1]
local function ends(server)
  return cph.api.list_pay_per_use_customer_resources({ resource_ids = { server } }).data[1]
end
local first = ends(id).expire_time

-- All kinds, in rows that say which servers
local plan = cph.renewals "nightly"
assert(plan:renew { servers = bought, months = 1, pay = true } == plan)
plan:auto_renew { server_id = id }
assert(tostring(plan) == "cph.Renewals nightly: 2 rows" and plan.name == "nightly")
local problems, price = plan:check()
assert(#plan:validate() == 0 and #problems == 0)
assert(price.amount == nil and #price.forbidden == 0)
local cost, source = plan:cost()
assert(cost == nil and source:find "nobody can be asked here")
local status = plan:status()
assert(status.due == 3 and status.before == 0 and status.servers[1].expire_time == first)
local lines = {}
plan:show { write = function(_, ...)
  lines[#lines + 1] = table.concat { ... }
end }
local shown = table.concat(lines)
assert(shown:find "auto%-renew" and shown:find "\nprice: not known" and shown:find "\nplan nightly, ", shown)
assert(#plan:export().changes == 3 and plan:export().name == "nightly")

local result = plan:apply { concurrency = 2 }
assert(result.done == 3 and result.not_due == 0 and #result.order_ids == 2)
assert(ends(id).expire_time == plan:status().servers[1].expire_time and ends(id).expire_time > first)
assert(ends(id).expire_policy == 3)
local later = cph.renewals("later"):renew { server_id = id, months = 1, expires_within = "1d" }
local nothing, why = later:cost()
assert(nothing == nil and why == "nothing is to be paid now")
assert(cph.apply(later).not_due == 1, "cph.apply carries out any plan")

-- Others
assert(cph.renewals("off"):stop_auto_renew({ server_id = id }):apply().done == 1 and ends(id).expire_policy == 0)
local model = cph.renewals("model"):change_model {
  server_id = id, server_model_name = "physical.rx3.xlarge", phone_model_name = "p", pay = true }
assert(model:apply().done == 1 and cph.servers.show(id).server_model_name == "physical.rx3.xlarge")
assert(cph.renewals("gone"):unsubscribe({ server_id = id }):apply().done == 1 and ends(id).status == 3)
assert(cph.renewals("gone"):unsubscribe({ server_id = id }):apply().not_due == 1)
assert(cph.renewals("late"):renew({ servers = { bought.server_ids[2] }, months = 1, expires_within = "7d" }):apply()
  .not_due == 1)

-- Taken over, not changed
local mine = cph.renewals(plan)
mine:unsubscribe { server_id = id }
assert(tostring(plan):find "2 rows" and tostring(mine):find "3 rows" and mine.name == "nightly")

-- What is wrong is listed beside what is right, and not raised
local odd = cph.renewals("odd"):renew { servers = { bought.server_ids[2] }, months = 1 }
odd:change_model { servers = { bought.server_ids[2] }, server_model_name = "", phone_model_name = ("x"):rep(300) }
local listed = odd:validate()
assert(#listed == 2 and listed[1].field == "new_server_model_name" and listed[2].row == 2)
assert(#odd:check() == 2)

-- What is refused
local function failure(f, ...)
  local _, err = cph.try(f, ...)
  return tostring(err)
end
assert(failure(plan.renew, plan, { server_id = id, month = 1 }):find "did you mean months?")
assert(failure(cph.renewals, " "):find "name is not empty")
assert(failure(plan.apply, {}):find "cph.Renewals")
assert(failure(cph.renewals("x"):renew({ server_id = "nobody", months = 1 }).apply, cph.renewals("x")
  :renew { server_id = "nobody", months = 1 }):find "lists no server nobody")
local ok, err = pcall(function()
  return plan.renw
end)
assert(not ok and err:find "did you mean plan:renew?", err)
ok, err = pcall(function()
  plan.name = "other"
end)
assert(not ok and err:find "cannot be set", err)
