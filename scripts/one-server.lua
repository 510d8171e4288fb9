#!/usr/bin/env -S cph run
--- Buys one server. Without options it is the example request of Huawei's page, word for word.
---
---     cph --emulator one-server.lua
---     cph --emulator one-server.lua --name game --months 3 --size 100 --zone cn-east-3a
local args = cph.args {
  summary = "Buys one server and prints the service's answer, with the server's ID.",
  { "--name", default = "cph-test-wy", help = "what it is called; the name is the purchase's identity" },
  { "--model", default = "physical.rx2.32xlarge.4", help = "server model" },
  { "--zone", help = "availability zone; the service chooses when absent" },
  { "--subnet", value = "ID", default = "3c5e2638-b71f-4499-8d1e-355e89f21ae0", help = "its network" },
  { "--keypair", default = "KeyPair-1d1d-wy", help = "key pair for logging in" },
  { "--months", type = "integer", min = 1, max = 9, default = 1, help = "how long it is bought for" },
  { "--size", type = "integer", min = 1, max = 2000, default = 300, help = "bandwidth of its EIP in Mbit/s" },
  { "--pay", type = "flag", default = true, help = "pay at once" },
}

local answer = cph.api.create_cloud_phone_single_server {
  server_name = args.name,
  server_model_name = args.model,
  availability_zone = args.zone,
  count = 1,
  order_param = {
    charging_mode = 0,
    period_type = 2,
    period_num = args.months,
    is_auto_renew = 0,
    is_auto_pay = args.pay and 1 or 0,
  },
  nics = {
    {
      subnet_id = args.subnet,
      vpc_id = "6eb5019f-df01-4ded-9486-d54e7b282ced",
      ipv6_enable = true,
      ipv6_band_width_id = "fbe74c2f-e2ba-427a-b8aa-1c7c4f510ac1",
    },
  },
  public_ip = {
    type = "5_bgp",
    count = 1,
    band_width = {
      band_width_share_type = 0,
      band_width_size = args.size,
      band_width_charge_mode = 1,
    },
  },
  keypair_name = args.keypair,
  enterprise_project_id = "0",
}

print(answer)
return answer
