#!/usr/bin/env -S cph run
--- Which servers' subscriptions end soon, and what happens then. For a daily job: exit code 1 when there is one.
---
---     cph --region cn-east-3 renewals.lua --within 14d
local args = cph.args {
  summary = "Lists the servers whose subscription ends soon; nothing is changed.",
  notes = "Exit code 1: there are such servers. 0: there are none.",
  { "--within", type = "duration", default = "14d", help = "how soon" },
  { "--prefix", default = "", help = "only purchases of the ledger whose names begin so" },
}

local PAGE = 50 -- ids in one question
local POLICIES = {
  [0] = "grace period", "to pay-per-use", "deleted", "renewed by itself", "frozen", "deleted later",
}

--- The names of the ledger's purchases by server.
local names, ids = {}, {}
for _, record in ipairs(cph.ledger.list { prefix = args.prefix }) do
  for _, id in ipairs(record.server_ids) do
    names[id], ids[#ids + 1] = record.name, id
  end
end

local rows, limit = {}, cph.time.now() + args.within
for first = 1, #ids, PAGE do
  local page = table.move(ids, first, math.min(first + PAGE - 1, #ids), 1, {})
  local answer = cph.retry(function()
    return cph.api.list_pay_per_use_customer_resources {
      resource_ids = page, only_main_resource = 1, limit = PAGE,
      expire_time_end = cph.time.stamp(limit),
    }
  end)
  for _, resource in ipairs(answer.data or {}) do
    local left = cph.time.parse(resource.expire_time) - cph.time.now()
    rows[#rows + 1] = {
      resource.expire_time, left > 0 and "in " .. cph.time.words(left) or "ended",
      POLICIES[resource.expire_policy] or "?", names[resource.resource_id] or "?", resource.resource_id,
    }
  end
end

if #rows == 0 then
  cph.log.info("no subscription ends soon", { servers = #ids, within = cph.time.words(args.within) })
  return
end
table.sort(rows, function(a, b)
  return a[1] == b[1] and a[5] < b[5] or a[1] < b[1]
end)
print(cph.table({ "ends", "", "then", "purchase", "server" }, rows))
os.exit(1)
