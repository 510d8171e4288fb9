local require = ...
local changes = require "cph.renewals.entries"
local rows = require "cph.renewals.rows"
local bought = cph.servers.create {
  server_name = "web", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 2,
  order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}
local function nothing()
  return {}
end
local function made(...)
  local list = {}
  for index, one in ipairs { ... } do
    list[index] = rows.new(one[1], one[2], "a.lua:" .. index)
  end
  return changes(list, nothing)
end

local entries, problems = made({ "renew", { servers = bought, months = 1 } })
assert(#entries == 2 and #problems == 0 and entries[1].change.resource_id == bought.server_ids[1])
assert(entries[1].change.server_name == "web-0001" and entries[1].change.is_auto_pay == 0)
assert(entries[1].change.basis == "once" and entries[1].change.expire_time == entries[1].expire_time)

local id, _ = bought.server_ids[1], nil
_, problems = made({ "renew", { server_id = id, months = 1 } }, { "renew", { server_id = id, months = 2 } })
assert(problems[1].code == "conflict" and problems[1].row == 2 and problems[1].message:find "a.lua:2")
_, problems = made({ "auto-renew", { server_id = id } }, { "stop-auto-renew", { server_id = id } })
assert(problems[1].code == "conflict", "on and off at once")
_, problems = made({ "renew", { server_id = "nobody", months = 1 } })
assert(problems[1].code == "not_found")
_, problems = made({ "renew", { server_id = id, months = 12 } })
assert(problems[1].path == "rows[1].period_num" and problems[1].code == "range")
entries, problems = made({ "change-model", {
  server_id = id, server_model_name = "physical.rx2.32xlarge.4", phone_model_name = "p" } })
assert(#problems == 0 and entries[1].why == "has this model already" and not entries[1].change)
