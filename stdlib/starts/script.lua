#!/usr/bin/env -S cph run
--- Buys one server and prints its id.
---
---     cph --emulator NAME.lua
---     cph --region cn-east-3 --dry-run NAME.lua --subnet ID --keypair KEY
local args = cph.args {
  summary = "Buys one server and prints its id.",
  { "--name", default = "NAME", help = "what it is called; run again with the same name, nothing is bought twice" },
  { "--model", default = "physical.rx2.32xlarge.4", help = "server model" },
  -- cph -e 'return cph.api.list_subnets {}' lists the account's subnets, and list_keypair_detail its key pairs.
  { "--subnet", value = "ID", default = "3c5e2638-b71f-4499-8d1e-355e89f21ae0", help = "its network" },
  { "--keypair", default = "KeyPair-ops", help = "key pair for logging in" },
  { "--months", type = "integer", min = 1, max = 9, default = 1, help = "how long it is bought for" },
}

local plan = cph.plan(args.name)
plan:add {
  server_name = args.name,
  server_model_name = args.model,
  keypair_name = args.keypair,
  count = 1, -- 1 to 10 servers in a call; a plan splits more
  nics = { cph.nic(args.subnet) },
  order_param = cph.order.months(args.months), -- nothing is paid yet: cph ledger pay NAME
  public_ip = cph.public_ip.none(),
}

plan:show(io.stderr) -- what would be bought, what it costs, and the hash for --approve
for _, id in ipairs(plan:apply().server_ids) do
  print(id)
end
