#!/usr/bin/env -S cph run
--- A plan that one person writes, another approves by its hash, and a third may run. Without an argument it is shown
--- and nothing is bought; `json` prints it as data; `apply` buys it.
---
---     cph --emulator scripts/plan.lua
---     cph --approve HASH scripts/plan.lua apply
local PRICES = { ["physical.rx2.32xlarge.4"] = 12000, ["physical.rx3.32xlarge.4"] = 14500 } -- examples, a month

local base = cph.template {
  keypair_name = "KeyPair-1d1d-wy",
  public_ip = cph.public_ip.new("5_bgp", { band_width_size = 300 }),
  availability_zone = "cn-east-3a",
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}

local plan = cph.plan("farm", { prices = PRICES, currency = "CNY" })
plan:add(base {
  server_name = "farm-trial",
  server_model_name = "physical.rx2.32xlarge.4",
  order_param = cph.order.months(1),
})
plan:add(base {
  server_name = "farm-main",
  server_model_name = "physical.rx3.32xlarge.4",
  order_param = cph.order.months(6),
  count = 25, -- bought in calls of 10, 10 and 5
})

local what = ...
if what == "json" then
  print(cph.json.encode(plan:export(), true))
elseif what == "apply" then
  for _, order in ipairs(plan:apply().orders) do
    print(order.name, order.order_id, #order.server_ids)
  end
elseif what == nil then
  plan:show()
else
  cph.raise { kind = "argument", message = ("plan.lua takes json or apply, not %q"):format(what) }
end
