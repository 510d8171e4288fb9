--- What purchases need of the account: subnets, key pairs, stock and so on. `cph.plan.preflight` is made of it.
---
---     local needs = require "cph.plan.needs"
---     local rows = needs.open_rows({}, {}, {})
---     assert(#rows == 0 and next(needs.wanted(rows)) == nil)
local needs = {}

--- A row of which something is still to buy.
---@class cph.plan.OpenRow
---@field row cph.plan.Row
---@field index integer
---@field body cph.CreateServer
---@field servers integer  not bought yet
---@field names string[]  of the calls that are to be made

local ROWS_BY_NAME = 20 -- up to so many rows are looked for by their own names, more by what all names begin with

--- Calls `visit(id, field)` for everything of one kind that a body names; an id that is nil or false does not count.
local VISITORS = {
  stock = function(_, visit)
    visit("all", "server_model_name")
  end,
  model = function(body, visit)
    visit(body.data_volume and "all", "data_volume.count")
  end,
  subnet = function(body, visit)
    for position, nic in ipairs(body.nics or {}) do
      visit(nic.subnet_id, ("nics[%d].subnet_id"):format(position))
    end
  end,
  eip = function(body, visit)
    for position, id in ipairs(body.public_ip and body.public_ip.ids or {}) do
      visit(id, ("public_ip.ids[%d]"):format(position))
    end
  end,
  bandwidth = function(body, visit)
    local own = body.public_ip and body.public_ip.band_width
    if own and own.band_width_share_type == 1 then
      visit(own.band_width_id, "public_ip.band_width.band_width_id")
    end
    for position, nic in ipairs(body.nics or {}) do
      visit(nic.ipv6_enable and nic.ipv6_band_width_id, ("nics[%d].ipv6_band_width_id"):format(position))
    end
  end,
  key_pair = function(body, visit)
    visit(body.keypair_name, "keypair_name")
  end,
  image = function(body, visit)
    visit(body.image_id, "image_id")
  end,
  enterprise_project = function(body, visit)
    visit(body.enterprise_project_id ~= "0" and body.enterprise_project_id, "enterprise_project_id")
  end,
  quota = function(body, visit)
    local ip = body.public_ip
    visit(ip and (ip.count or 0) > 0 and #(ip.ids or {}) == 0 and "publicIp", "public_ip.count")
  end,
}

--- The rows of a plan that have something left to buy.
---@param rows cph.plan.Row[]
---@param calls cph.CreateServer[]
---@param records table<string, table>  by call
---@return cph.plan.OpenRow[]
function needs.open_rows(rows, calls, records)
  local by_name, result = {}, {}
  for index, row in ipairs(rows) do
    by_name[row.name] = row.body and { row = row, index = index, body = row.body, servers = 0, names = {} }
  end
  for _, call in ipairs(calls) do
    local record, open = records[call.server_name], by_name[call.server_name:match "^(.*)%-b%d+$"]
    if open and (not record or record.may_send) then
      open.servers, open.names[#open.names + 1] = open.servers + call.count, call.server_name
    end
  end
  for _, row in ipairs(rows) do
    local open = by_name[row.name]
    if open and open.servers > 0 then
      result[#result + 1] = open
    end
  end
  return result
end

--- What servers' names are looked for by.
---@param rows cph.plan.OpenRow[]
---@return table<string, true>
local function name_parts(rows)
  local parts, prefix = {}, rows[1] and rows[1].row.name
  for _, open in ipairs(rows) do
    parts[open.row.name] = true
    while open.row.name:sub(1, #prefix) ~= prefix or not utf8.len(prefix) do
      prefix = prefix:sub(1, -2)
    end
  end
  return #rows <= ROWS_BY_NAME and parts or { [prefix] = true }
end

--- Everything that the rows name, for `cph.plan.lookups`.
---@param rows cph.plan.OpenRow[]
---@return table<string, table<string, true>>
function needs.wanted(rows)
  local wanted = { name = next(rows) and name_parts(rows) }
  for kind, visitor in pairs(VISITORS) do
    for _, open in ipairs(rows) do
      visitor(open.body, function(id)
        if id then
          wanted[kind] = wanted[kind] or {}
          wanted[kind][id] = true
        end
      end)
    end
  end
  return wanted
end

--- Calls `visit(open, id, field)` for everything of one kind that the rows name, in their order.
---@param kind string
---@param rows cph.plan.OpenRow[]
---@param visit fun(open: cph.plan.OpenRow, id: string, field: string)
function needs.each(kind, rows, visit)
  for _, open in ipairs(rows) do
    VISITORS[kind](open.body, function(id, field)
      if id then
        visit(open, id, field)
      end
    end)
  end
end

return needs
