-- Buys one server under each of many names: names.lua PREFIX COUNT.
local body = dofile(arg[0]:match "^(.*/)" .. "body.lua")(1)

for number = 1, tonumber(arg[2]) do
  body.server_name = ("%s-%d"):format(arg[1], number)
  cph.api.create_cloud_phone_single_server(body)
end
