-- Buys servers, one a call: create.lua FIRST LAST.
local body = dofile(arg[0]:match "^(.*/)" .. "body.lua")

for i = math.tointeger(arg[1]), math.tointeger(arg[2]) do cph.api.create_cloud_phone_single_server(body(i)) end
