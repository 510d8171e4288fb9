-- Validates and buys a plan: plan.lua SERVERS.
local plan, servers = cph.plan "bench", math.tointeger(arg[1])
for row = 1, math.ceil(servers / 100) do
  plan:add {
    server_name = "bench-" .. row, server_model_name = "physical.rx2.32xlarge.4", keypair_name = "KeyPair-1d1d-wy",
    order_param = cph.order.months(1), public_ip = cph.public_ip.none(),
    count = math.min(100, servers), nics = { cph.nic(("3c5e2638-b71f-4499-8d1e-%012d"):format(row // 500)) },
  }
end
assert(#plan:validate() == 0)
assert(#plan:apply().server_ids == servers)
