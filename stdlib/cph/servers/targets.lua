--- What was bought, whatever describes it: ids, servers, a plan, or what a purchase returned. `cph.servers.wait` starts
--- with it. Servers that were given back are left out, unless they are named one by one.
---
---     local targets_of = require "cph.servers.targets"
---     local targets = targets_of { server_ids = { "a", "b" }, order_id = "CS1" }
---     assert(#targets == 2 and targets[2].server_id == "b" and targets[2].order_id == "CS1")
local require = ...
local gone = require "cph.servers.gone"

---@param message string
---@param hint? string
local function refuse(message, hint)
  message = ("bad argument #1 to cph.servers.wait (what: %s)"):format(message)
  cph.raise { kind = "argument", message = message, hint = hint }
end

--- The purchases of these calls, and how many servers of them a dry run has only shown.
---@param calls cph.plan.CallStatus[]
---@return cph.servers.Purchase[]
---@return integer pretended
local function purchases_of_calls(calls)
  local purchases, pretended = {}, 0
  for index, call in ipairs(calls) do
    local is_pretended = not call.order_id and #call.server_ids == 0 and cph.gate.origin(call.name) == "dry run"
    purchases[index] = is_pretended and { order_id = "dry-run-" .. index, count = call.count } or call
    pretended = pretended + (is_pretended and call.count or 0)
  end
  return purchases, pretended
end

---@param plan cph.Plan
---@return cph.servers.Purchase[]
local function calls_of_plan(plan)
  local status = plan:status()
  if status.open > 0 then
    status = cph.plan(plan):status() -- a plan that a library has made does not know what is bought
  end
  local purchases, pretended = purchases_of_calls(status.calls)
  local open = status.open - pretended
  local function refuse_part(count, what, hint)
    refuse(("%d of %d servers of plan %s are %s"):format(count, status.servers, plan.name, what), hint)
  end
  if status.in_doubt > 0 then
    refuse_part(status.in_doubt, "in doubt", "cph ledger resolve --all looks for them")
  elseif open > 0 then
    refuse_part(open, "not bought", "cph.apply buys them")
  end
  return purchases
end

---@param list any[]
---@return cph.servers.Purchase[]
local function servers_of_list(list)
  local result, known = {}, {}
  for index, item in ipairs(list) do
    local id = type(item) == "table" and item.server_id or item
    if type(id) ~= "string" or id == "" then
      refuse(("item %d is a %s, and must be a server's id"):format(index, type(item)))
    elseif known[id] then
      refuse(("%s stands in the list twice"):format(id))
    end
    known[id], result[index] = true, { server_ids = { id }, is_named = true }
  end
  return result
end

--- Whether it is a plan, whoever made it: nothing else that is waited for is protected and has methods.
---@param what table
---@return boolean
local function is_plan(what)
  if getmetatable(what) ~= false or next(what) ~= nil then
    return false
  end
  local ok, status = pcall(function() return what.status end)
  return ok and type(status) == "function"
end

---@param what any
---@return cph.servers.Purchase[]
local function purchases_of(what)
  if type(what) ~= "table" then
    refuse(("takes ids, a plan, or what a purchase returned, not a %s"):format(type(what)))
  elseif is_plan(what) then
    return calls_of_plan(what)
  elseif rawget(what, "orders") then
    return what.orders
  elseif rawget(what, "order_id") or rawget(what, "server_ids") then
    local purchase = {} -- an answer of the service knows no other fields than its own
    for _, field in ipairs { "name", "order_id", "server_ids", "count" } do
      purchase[field] = rawget(what, field)
    end
    return { purchase }
  end
  return servers_of_list(what)
end

--- What the names of all purchases begin with.
---@param purchases cph.servers.Purchase[]
---@return string  empty where one has no name
local function common_prefix(purchases)
  local prefix = purchases[1].name or ""
  for _, purchase in ipairs(purchases) do
    while (purchase.name or ""):sub(1, #prefix) ~= prefix or not utf8.len(prefix) do
      prefix = prefix:sub(1, -2)
    end
  end
  return prefix
end

--- The ledger's records by server and by order.
---@param prefix string
---@return table<string, table> by_id
---@return table<string, table> by_order
local function recorded(prefix)
  local by_id, by_order = {}, {}
  for _, record in ipairs(cph.ledger.list { prefix = prefix }) do
    if record.order_id then
      by_order[record.order_id] = record
    end
    for _, id in ipairs(record.server_ids) do
      by_id[id] = record
    end
  end
  return by_id, by_order
end

--- One target for each server of a purchase: by its id, or by its order while the ids are not known.
---@param targets cph.servers.Target[]
---@param purchase cph.servers.Purchase
---@param record table  what the ledger has of it; may be empty
---@param gone_ids table<string, boolean>
local function add(targets, purchase, record, gone_ids)
  local ids = purchase.server_ids or {}
  local order_id, name = purchase.order_id or record.order_id, purchase.name or record.name
  for _, id in ipairs(ids) do
    if purchase.is_named or not gone_ids[id] then
      targets[#targets + 1] = { server_id = id, order_id = order_id, name = name, is_gone = gone_ids[id] }
    end
  end
  for _ = 1, #ids == 0 and order_id and (purchase.count or record.count or 1) or 0 do
    targets[#targets + 1] = { order_id = order_id, name = name }
  end
end

--- A target for each server, with its order and the name of its call where the ledger knows them.
---@param what string[]|cph.Server[]|cph.Plan|cph.servers.Purchase
---@return cph.servers.Target[]
---@return integer?  when the last was sent, in milliseconds since 1970, where the ledger knows all
local function targets_of(what)
  local purchases, targets = purchases_of(what), {}
  if #purchases == 0 then
    return targets
  end
  local by_id, by_order = recorded(common_prefix(purchases))
  local gone_ids = gone.ids()
  local last, knows_all = 0, true
  for _, purchase in ipairs(purchases) do
    local record = by_id[(purchase.server_ids or {})[1]] or by_order[purchase.order_id] or {}
    add(targets, purchase, record, gone_ids)
    last, knows_all = math.max(last, record.sent_at or 0), knows_all and record.sent_at ~= nil
  end
  return targets, knows_all and last or nil
end

return targets_of
