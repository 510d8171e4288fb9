#!/usr/bin/env -S cph run
--- Buys servers in every subnet of every zone, and prints their ids, one a line.
---
---     cph --emulator NAME.lua
---     cph --region cn-east-3 --dry-run NAME.lua
---
--- Killed and run again, it goes on where it was: what was bought is not bought twice.
local args = cph.args {
  summary = "Buys servers in every subnet of every zone, and prints their ids.",
  notes = "The zones and subnets stand at the head of this script.",
  { "--name", default = "NAME", help = "what the names of the servers begin with" },
  { "--per-subnet", type = "integer", min = 1, default = 5, help = "servers in each subnet" },
  { "--months", type = "integer", min = 1, max = 9, default = 1, help = "how long they are bought for" },
}

-- The account's own: cph -e 'return cph.api.list_subnets {}'
local ZONES = {
  ["cn-east-3a"] = { "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
  ["cn-east-3b"] = { "7be0a8d4-2f0f-4c9b-8f57-1f0c5d7f3a22" },
}

-- What all servers have in common.
local base = cph.template {
  server_model_name = "physical.rx2.32xlarge.4",
  keypair_name = "KeyPair-ops",
  count = args.per_subnet,
  order_param = cph.order.months(args.months), -- nothing is paid yet: cph ledger pay --all
  public_ip = cph.public_ip.none(),
}

local plan = cph.plan(args.name)
for zone, subnets in cph.sorted(ZONES) do
  for index, subnet in ipairs(subnets) do
    plan:add(base {
      -- The name is the identity of a purchase: it has to be the same in every run.
      server_name = ("%s-%s-%d"):format(args.name, zone:sub(-2), index),
      availability_zone = zone,
      nics = { cph.nic(subnet) },
    })
  end
end

plan:show(io.stderr) -- what would be bought, what it costs, and the hash for --approve
for _, id in ipairs(plan:apply().server_ids) do
  print(id)
end
