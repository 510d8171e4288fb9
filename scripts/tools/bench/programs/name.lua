-- Buys one server under a name: name.lua NAME.
local body = dofile(arg[0]:match "^(.*/)" .. "body.lua")(1)

body.server_name = arg[1]
cph.api.create_cloud_phone_single_server(body)
