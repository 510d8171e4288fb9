--- Buys, lists and shows servers, with defaults filled in.
---
---     local page = cph.servers.list { limit = 10 }
---     assert(#page <= 10)

local require = ...
local servers = {}

---@class cph.servers.Purchase
---@field name? string  of the call
---@field order_id? string
---@field server_ids? string[]
---@field count? integer  servers that were asked for
---@field orders? cph.servers.Purchase[]  of a whole plan

---@class (exact) cph.servers.WaitOptions
---@field timeout? cph.time.Duration  "90m" when absent
---@field done? integer[]|fun(server: cph.Server): boolean?  statuses to wait for, or a test; { 5 }, normal, when absent
---@field tell? fun(line: string)  takes the lines of progress; they go to standard error when absent

--- A copy that inherits what the original does: a body may take fields from another through its metatable.
---@param fields table
---@return table
local function copy(fields)
  local result = {}
  for name, value in next, fields do
    result[name] = value
  end
  return getmetatable(fields) == nil and result or setmetatable(result, { __index = fields })
end

--- Returns a copy of `body` with `count` 1 and `order_param.charging_mode` 0 where they are left out.
---@param body cph.CreateServer
---@return cph.CreateServer
function servers.complete(body)
  local result = copy(body)
  if result.count == nil then
    result.count = 1
  end
  if type(result.order_param) == "table" and result.order_param.charging_mode == nil then
    local order = copy(result.order_param)
    order.charging_mode = 0
    result.order_param = order
  end
  return result
end

--- Buys 1 to 10 servers in one order. `count` is 1 and `order_param.charging_mode` is 0 where they are left out.
--- Raises an error with every problem of the body before anything is sent. What was bought before under that name is
--- returned as it was answered then; the run's last line on standard error counts it as such.
---@param body cph.CreateServer
---@return cph.CreateServerResponse
function servers.create(body)
  return cph.api.create_cloud_phone_single_server(servers.complete(body))
end

--- Lists the servers of one page, the newest first; at most 100.
---@param query? cph.ListServers
---@return cph.Server[]
function servers.list(query)
  return cph.api.list_cloud_phone_servers(query or {}).servers or {}
end

--- Walks all servers that match, the newest first, page by page, for a `for` loop. Servers that are bought meanwhile
--- neither appear nor make others appear twice.
---@param query? cph.ListServers  `limit` is the size of a page
---@return fun(): cph.Server?
function servers.each(query)
  return cph.pages("list_cloud_phone_servers", query)
end

--- Shows one server.
---@param server_id string
---@return cph.Server
function servers.show(server_id)
  return cph.api.show_cloud_phone_server_detail { server_id = server_id }
end

local STATES = {
  [0] = "creating", [1] = "creating", [2] = "abnormal", [3] = "creating", [4] = "creating", [5] = "normal",
  [8] = "frozen", [10] = "stopped", [11] = "stopping", [12] = "stop failed", [13] = "starting",
}

--- Returns the word for a server's status. Those that no document explains stay numbers: `unknown(7)`.
---@param status? integer
---@return string
function servers.state(status)
  return STATES[status] or ("unknown(%s)"):format(status)
end

--- Waits until servers run. Orders come first: of one that waits for payment it says which, how much and until when.
--- Then the servers are looked at, with one list page for each 100 of them, the less often the longer it takes.
--- A broken connection or an expired token only delays it. How far it is goes to standard error, at least every ten
--- seconds: on a terminal in one line that is redrawn. What a dry run has "bought" is not waited for.
---
--- Raises an error of kind `partial` when some ended as abnormal, were deleted, or their order was cancelled, and of
--- kind `timeout` when time is up. Its `result` is the list that would have been returned.
---@param what string[]|cph.Server[]|cph.Plan|cph.servers.Purchase  ids, a plan, or what a purchase returned
---@param options? cph.servers.WaitOptions
---@return cph.Server[]  in the order of `what`, as they were listed last, each with `state`
function servers.wait(what, options)
  return require("cph.servers.waiting")(what, options)
end

return servers
