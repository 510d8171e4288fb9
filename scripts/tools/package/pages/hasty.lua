-- Buys the same servers under another name when an answer is lost, which is how one buys twice.
for attempt = 1, 3 do
  local result = cph.try(cph.servers.create, {
    server_name = "game-" .. attempt, server_model_name = "physical.rx2.32xlarge.4", keypair_name = "KeyPair-ops",
    order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(), count = 2,
    nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
  })
  if result then
    print(table.concat(result.server_ids, "\n"))
    break
  end
end
