--- A plan of three rows and four calls: what its hash is made of must not change.
local body = cph.template {
  server_model_name = "physical.rx2.32xlarge.4",
  keypair_name = "KeyPair-ops",
  order_param = cph.order.months(1),
  public_ip = cph.public_ip.new("5_bgp", { band_width_size = 300 }),
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}
local plan = cph.plan "fleet"
plan:add(body { server_name = "fleet-a", availability_zone = "cn-east-3a", count = 12 })
plan:add(body { server_name = "fleet-b", availability_zone = "cn-east-3b" })
plan:add(body { server_name = "云手机", public_ip = cph.public_ip.none(), order_param = cph.order.years(1) })
if arg[1] == "apply" then
  plan:apply()
else
  print(plan:hash())
end
