#!/usr/bin/env -S cph run
--- A plan with its cost, that one person writes, another approves by its hash, and a third may run.
---
---     cph --emulator plan.lua
---     cph --approve HASH plan.lua apply
local args = cph.args {
  summary = "Shows what a plan costs; buys it with apply.",
  { "what", choices = { "show", "json", "apply" }, default = "show", help = "what to do with the plan" },
  { "--servers", type = "integer", min = 1, default = 25, help = "servers for the long term" },
  { "--budget", help = "refuse a plan that costs more: an amount in CNY, such as 50000" },
}

local PRICES = { ["physical.rx2.32xlarge.4"] = "12000", ["physical.rx3.32xlarge.4"] = "14500" } -- examples, a month

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
  count = args.servers, -- bought in calls of at most 10
})

local cost = plan:cost()
local budget = args.budget and cph.money(args.budget, "CNY")
if budget and cost and cost > budget then
  cph.raise { kind = "denied", message = ("the plan costs %s; the budget is %s"):format(cost, budget) }
end
if args.what == "json" then
  print(cph.json.encode(plan:export(), true))
elseif args.what == "apply" then
  for _, order in ipairs(plan:apply().orders) do
    print(order.name, order.order_id, #order.server_ids)
  end
else
  plan:show()
end
