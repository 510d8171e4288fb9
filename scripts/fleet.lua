#!/usr/bin/env -S cph run
--- Buys 5 servers in each of 2 subnets in each of 3 zones, and prints the 30 server IDs, one a line.
---
---     cph --emulator fleet.lua
---
--- Killed and run again, it goes on where it was: what was bought is not bought twice.
local args = cph.args {
  summary = "Buys servers in every subnet of every zone, and prints their IDs, one a line.",
  notes = "The zones and subnets stand at the head of this script.",
  { "--name", default = "game", help = "what the names of the servers begin with" },
  { "--per-subnet", type = "integer", min = 1, default = 5, help = "servers in each subnet" },
  { "--model", default = "physical.rx2.32xlarge.4", help = "server model" },
  { "--months", type = "integer", min = 1, max = 9, default = 1, help = "how long they are bought for" },
  { "--show", type = "flag", help = "only show what would be bought" },
}

local ZONES = {
  ["cn-east-3a"] = { "3c5e2638-b71f-4499-8d1e-355e89f21ae0", "0f1a9c1e-6a5b-4a7e-9a43-3c1f6e0d2b11" },
  ["cn-east-3b"] = { "7be0a8d4-2f0f-4c9b-8f57-1f0c5d7f3a22", "b2a4c6e8-1357-49bd-a2c4-e6f80a1b2c33" },
  ["cn-east-3c"] = { "c4d6e8f0-2468-4ace-b0d2-f4061728394a", "e8f0a2b4-3579-4bdf-91a3-c5e7f9081a4b" },
}

local base = cph.template {
  server_model_name = args.model,
  keypair_name = "KeyPair-1d1d-wy",
  count = args.per_subnet,
  order_param = cph.order.months(args.months), -- is_auto_pay = 0: the order waits for payment
  public_ip = cph.public_ip.new("5_bgp", { band_width_size = 300 }),
}

local plan = cph.plan(args.name)
for zone, subnets in cph.sorted(ZONES) do
  for index, subnet in ipairs(subnets) do
    plan:add(base {
      server_name = ("%s-%s-%d"):format(args.name, zone:sub(-2), index),
      availability_zone = zone,
      nics = { cph.nic(subnet) },
    })
  end
end

plan:show(args.show and io.stdout or io.stderr)
if args.show then
  return
end
local result = plan:apply()
for _, id in ipairs(result.server_ids) do
  print(id)
end
return result.server_ids
