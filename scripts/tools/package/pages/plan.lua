-- A plan over three zones, as a page.
local base = cph.template {
  server_model_name = "physical.rx2.32xlarge.4", keypair_name = "KeyPair-ops",
  order_param = cph.order.months(1), public_ip = cph.public_ip.none(),
}
local plan = cph.plan "game"
for index, zone in ipairs { "cn-east-3a", "cn-east-3b", "cn-east-3c" } do
  plan:add(base {
    server_name = "game-" .. zone:sub(-2), availability_zone = zone, count = 6 * index,
    nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
  })
end
print(plan:html())
