#!/usr/bin/env -S cph run
--- Renews the servers of the ledger whose period ends soon, each once. For a nightly job:
---
---     cph --region cn-east-3 --allow-pay 50 --allow-cost 500000 renew.lua --within 7d --pay
---
--- Run twice, or again after an answer was lost, it renews nothing twice: a period is renewed once. Exit code 20: what
--- became of a renewal is not known; it is looked up by the next run, and `cph ledger list --in-doubt` shows it.
local args = cph.args {
  summary = "Renews the servers of the ledger whose period ends soon, each once.",
  notes = "Without --pay the orders wait for payment: cph ledger pay --all.",
  { "--within", type = "duration", default = "7d", help = "how soon their period ends; at most 27d with 1 month" },
  { "--months", type = "integer", min = 1, max = 11, default = 1, help = "for how long" },
  { "--prefix", default = "", help = "only purchases whose names begin so" },
  { "--pay", type = "flag", help = "pay the orders at once" },
  { "--show", type = "flag", help = "only show what would be renewed" },
}

local ids = {}
for _, record in ipairs(cph.ledger.list { prefix = args.prefix }) do
  table.move(record.server_ids, 1, #record.server_ids, #ids + 1, ids)
end
-- Those that were given back are not renewed.
local lives = {}
for first = 1, #ids, 50 do
  local page = table.move(ids, first, math.min(first + 49, #ids), 1, {})
  local answer = cph.api.list_pay_per_use_customer_resources {
    resource_ids = page, only_main_resource = 1, status_list = { 2, 4, 5 }, limit = 50,
  }
  for _, resource in ipairs(answer.data or {}) do
    lives[resource.resource_id] = true
  end
end
local servers = {}
for _, id in ipairs(ids) do
  servers[#servers + 1] = lives[id] and id or nil
end
if #servers == 0 then
  cph.log.info("there is nothing to renew", { prefix = args.prefix })
  return
end

local plan = cph.renewals("renew " .. (args.prefix == "" and "all" or args.prefix))
plan:renew { servers = servers, months = args.months, expires_within = args.within, pay = args.pay }
if args.show then
  plan:show()
  return
end
local result = plan:apply()
cph.log.info("renewed", { now = result.done, before = result.before, not_due = result.not_due })
for _, server in ipairs(result.servers) do
  print(server.server_id, server.name, server.order_id or "")
end
