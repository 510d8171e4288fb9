-- The request of the benches: body(i) makes that of the server with this number.
return function(i)
  return {
    server_name = "bench-" .. i, server_model_name = "physical.rx2.32xlarge.4", count = 1,
    order_param = { charging_mode = 0, period_type = 2, period_num = 1, is_auto_renew = 0, is_auto_pay = 1 },
    nics = { { subnet_id = "3c5e2638-b71f-4499-8d1e-355e89f21ae0", ipv6_enable = true,
      ipv6_band_width_id = "fbe74c2f-e2ba-427a-b8aa-1c7c4f510ac1" } },
    public_ip = { type = "5_bgp", count = 1,
      band_width = { band_width_share_type = 0, band_width_size = 300, band_width_charge_mode = 1 } },
    keypair_name = "KeyPair-1d1d-wy", enterprise_project_id = "0",
  }
end
