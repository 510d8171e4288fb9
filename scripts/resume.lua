#!/usr/bin/env -S cph run
--- What happens when a purchase fails half-way: it says what was bought, and running it again buys only the rest.
---
---     cph --emulator --faults error-400=CPS.0006:once resume.lua
---
--- Here the second attempt follows at once. After a crash it would be the next run of the script, with the same ledger.
local args = cph.args {
  summary = "Buys servers in several calls; after a failure it buys the rest.",
  { "--name", default = "lab", help = "what the servers are called" },
  { "--count", type = "integer", min = 1, default = 45, help = "how many" },
}

local plan = cph.plan(args.name)
plan:add {
  server_name = args.name,
  server_model_name = "physical.rx2.32xlarge.4",
  keypair_name = "KeyPair-1d1d-wy",
  count = args.count,
  order_param = cph.order.months(1),
  public_ip = cph.public_ip.none(),
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}

---@param when string
local function tell(when)
  local status = plan:status()
  io.stderr:write(("%s: %d of %d servers are bought, %d in doubt\n"):format(
    when, status.bought, status.servers, status.in_doubt
  ))
end

tell "before"
local result, err = cph.try(plan.apply, plan)
if not result then
  io.stderr:write(tostring(err), "\n")
  tell "after the failure"
  if err.kind == "in_doubt" or err.kind == "denied" then
    error(err, 0) -- these are for a person, not for another attempt
  end
  result = plan:apply()
end
tell "in the end"
for _, id in ipairs(result.server_ids) do
  print(id)
end
