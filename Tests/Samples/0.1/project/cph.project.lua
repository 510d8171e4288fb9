return {
  servers = {},
  grants = { ["fleets"] = { "create_cloud_phone_single_server" } },
}
