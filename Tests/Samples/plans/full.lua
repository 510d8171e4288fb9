--- A plan of one call with every field that a request can have.
local plan = cph.plan "full"
plan:add {
  server_name = "full-1",
  server_model_name = "physical.rx3.32xlarge.4",
  count = 1,
  order_param = { charging_mode = 0, period_type = 2, period_num = 3, is_auto_renew = 0, is_auto_pay = 0 },
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
  public_ip = {
    ids = { "9c5e2638-b71f-4499-8d1e-355e89f21ae1" },
    band_width = { band_width_size = 100, band_width_charge_mode = 0, band_width_share_type = 0 },
  },
  availability_zone = "cn-east-3a",
  data_volume = cph.disk("SSD", 200),
  keypair_name = "KeyPair-ops",
  enterprise_project_id = "0",
  image_id = "2c5e2638-b71f-4499-8d1e-355e89f21ae2",
}
if arg[1] == "apply" then
  plan:apply()
else
  print(plan:hash())
end
