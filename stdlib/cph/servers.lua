--- Servers, with defaults filled in.
---
---     local page = cph.servers.list { limit = 10 }
---     assert(#page <= 10)
local servers = {}

--- A copy of `body` with `count` 1 and `order_param.charging_mode` 0 where they are left out.
---@param body table
---@return table
function servers.complete(body)
  local result = {}
  for name, value in pairs(body) do
    result[name] = value
  end
  if result.count == nil then
    result.count = 1
  end
  if type(result.order_param) == "table" and result.order_param.charging_mode == nil then
    local order = {}
    for name, value in pairs(result.order_param) do
      order[name] = value
    end
    order.charging_mode = 0
    result.order_param = order
  end
  return result
end

--- Buys 1 to 10 servers in one order. `count` is 1 and `order_param.charging_mode` is 0 where they are left out.
--- Raises an error with every problem of the body before anything is sent.
---@param body cph.CreateServer
---@return cph.CreateServerResponse
function servers.create(body)
  if type(body) == "table" then
    body = servers.complete(body)
  end
  return cph.api.create_cloud_phone_single_server(body)
end

--- The servers of one page as a list, the newest first; at most 100.
---@param query? cph.ListServers
---@return cph.Server[]
function servers.list(query)
  return cph.api.list_cloud_phone_servers(query or {}).servers or {}
end

--- One server.
---@param server_id string
---@return cph.Server
function servers.show(server_id)
  return cph.api.show_cloud_phone_server_detail { server_id = server_id }
end

return servers
