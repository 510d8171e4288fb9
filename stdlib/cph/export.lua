--- Writes the ledger in forms that other programs read: `cph.export(format)`; `cph ledger export --format` prints it.
---
---     assert(cph.export "csv":find "^server_id,purchase,state,order_id,")
---     assert(cph.export("jsonl", {}) == "")
local require = ...
local is_pretended = require "cph.output.pretended"
local gone = require "cph.servers.gone"

local TITLES = {
  "server_id", "purchase", "state", "order_id", "availability_zone", "server_model_name", "subnet_id", "keypair_name",
  "months", "sent_at",
}

---@param milliseconds? integer
---@return string?
local function time(milliseconds)
  return milliseconds and os.date("!%Y-%m-%dT%H:%M:%SZ", milliseconds // 1000)
end

--- The subnet of a request's first interface, as far as the request has one: what was recorded may be odd.
---@param request cph.CreateServer
---@return string?
local function subnet(request)
  local nic = type(request.nics) == "table" and request.nics[1]
  return type(nic) == "table" and nic.subnet_id or nil
end

--- Whether servers were bought by it; other records are about servers that others have bought.
---@param record cph.ledger.Purchase
---@return boolean
local function is_purchase(record)
  return record.kind == nil or record.kind == "purchase"
end

--- The ids for the rows of a purchase: of the servers that there are, or one empty one where none was known.
---@param record cph.ledger.Purchase
---@param gone_ids table<string, boolean>
---@return string[]
local function ids_of_rows(record, gone_ids)
  if #record.server_ids == 0 or gone.is_void(record) then
    return { "" }
  end
  local ids = {}
  for _, id in ipairs(record.server_ids) do
    ids[#ids + 1] = not gone_ids[id] and id or nil
  end
  return ids
end

--- A row for each server. A purchase of which no server is known has one row without id, so that it is not lost.
---@param records cph.ledger.Purchase[]
---@return string
local function as_csv(records)
  local rows, gone_ids = {}, gone.ids()
  for _, record in ipairs(records) do
    local request = record.request or {}
    local row = {
      purchase = record.name, state = record.state, order_id = record.order_id, months = record.months,
      availability_zone = request.availability_zone, server_model_name = request.server_model_name,
      subnet_id = subnet(request), keypair_name = request.keypair_name,
      sent_at = time(record.sent_at),
    }
    for _, id in ipairs(is_purchase(record) and ids_of_rows(record, gone_ids) or {}) do
      rows[#rows + 1] = setmetatable({ server_id = id }, { __index = row })
    end
  end
  return cph.csv.encode(TITLES, rows)
end

--- The servers as the service lists them now; those that it does not list have their ids alone.
---@param records cph.ledger.Purchase[]
---@return cph.Server[]
local function listed(records)
  local bought = {}
  for _, record in ipairs(records) do
    bought[#bought + 1] = #record.server_ids > 0 and not gone.is_void(record) and record or nil
  end
  local targets_of, new_watch = require "cph.servers.targets", require "cph.servers.watch"
  local watch, servers = new_watch(targets_of { orders = bought }), {}
  while #watch.targets > 0 and not watch:look() do end
  for index, target in ipairs(watch.targets) do
    servers[index] = target.server or { server_id = target.server_id }
  end
  return servers
end

local FORMATS = {
  csv = as_csv, jsonl = cph.jsonl.encode, markdown = cph.markdown.ledger,
  ansible = function(records)
    return cph.inventory.ini(listed(records))
  end,
  ssh = function(records)
    return cph.ssh_config(listed(records))
  end,
}

--- The purchases that there are: a dry run made the others up.
---@param records cph.ledger.Purchase[]
---@return cph.ledger.Purchase[]
local function without_pretended(records)
  local real = {}
  for _, record in ipairs(records) do
    if not is_pretended(record.order_id) and not is_pretended(record.server_ids[1]) then
      real[#real + 1] = record
    end
  end
  return real
end

--- The text: csv with a row for each server, jsonl with a line for each purchase, a markdown report, or an inventory
--- for ansible or ssh, for which the service is asked where the servers are. What a dry run made up is left out, and
--- from lists of servers those that were given back.
---@param format "csv"|"jsonl"|"markdown"|"ansible"|"ssh"
---@param records? cph.ledger.Purchase[]  as `cph.ledger.list` gives them; all when absent
---@return string
local function export(format, records)
  return FORMATS[format](without_pretended(records or cph.ledger.list()))
end

return export
