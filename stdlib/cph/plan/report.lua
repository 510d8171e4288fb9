--- What a plan comes to, in words and figures; `plan:show` and `plan:status` are made of it.
---
---     local report = require "cph.plan.report"
---     local calls = { { availability_zone = "cn-east-3a", nics = { { subnet_id = "s" } }, server_model_name = "m",
---       server_name = "a-b01", count = 2, order_param = { period_type = 2, period_num = 3 } } }
---     assert(report.plan({ prices = { m = cph.money("10", "CNY") }, currency = "CNY" }, calls):find "60.00")
---     assert(report.status(calls, {}).open == 2)
local require = ...
local fitted = require "cph.output.fitted"

local report = {}

local YEAR = 3 -- period_type
local MONTHS_OF_A_YEAR = 12

---@param call cph.CreateServer
---@return integer
local function server_months(call)
  local order = call.order_param
  local months = order.period_type == YEAR and MONTHS_OF_A_YEAR * order.period_num or order.period_num
  return call.count * months
end

---@param call cph.CreateServer
---@return string[]
local function place(call)
  local subnets = {}
  for _, nic in ipairs(call.nics) do
    subnets[#subnets + 1] = nic.subnet_id
  end
  return { call.availability_zone or "any", table.concat(subnets, " + "), call.server_model_name }
end

--- Sums by zone, subnet and model, in the order in which they first appear.
---@param calls cph.CreateServer[]
---@return table[] groups
---@return table total
local function summed(calls)
  local groups, known = {}, {}
  local total = { place = { "all", "", "" }, calls = 0, servers = 0, months = 0 }
  for _, call in ipairs(calls) do
    local where = place(call)
    local key = table.concat(where, "\0")
    local group = known[key] or { place = where, model = where[3], calls = 0, servers = 0, months = 0 }
    if not known[key] then
      known[key] = group
      groups[#groups + 1] = group
    end
    for _, sum in ipairs { group, total } do
      sum.calls, sum.servers = sum.calls + 1, sum.servers + call.count
      sum.months = sum.months + server_months(call)
    end
  end
  return groups, total
end

---@param groups table[]
---@param total table
---@param plan { prices: table<string, cph.Money>, currency?: string }
local function add_prices(groups, total, plan)
  local _, any = next(plan.prices)
  local currency = any and any.currency or plan.currency or ""
  total.price = currency:find "^%u%u%u$" and cph.money(0, currency)
  for _, group in ipairs(groups) do
    local price = plan.prices[group.model]
    group.price = price and price * group.months
    total.price = total.price and group.price and total.price + group.price
    total.unknown = total.unknown or not group.price and group.model
  end
end

--- Titles and rows of the calls: zone, subnet, model, calls, servers, server-months, and the price where prices are
--- known; the last row is for all.
---@param plan { prices?: table<string, cph.Money>|false, currency?: string }
---@param calls cph.CreateServer[]
---@return string[] titles
---@return (string|number)[][] rows
function report.summary(plan, calls)
  local groups, total = summed(calls)
  local titles = { "zone", "subnet", "model", "calls", "servers", "server-months" }
  if plan.prices then
    titles[#titles + 1] = "price " .. (plan.currency or "")
    add_prices(groups, total, plan)
  end
  local rows = {}
  for _, sum in ipairs(groups) do
    rows[#rows + 1] = sum
  end
  rows[#rows + 1] = total
  for index, sum in ipairs(rows) do
    local row = { sum.place[1], sum.place[2], sum.place[3], sum.calls, sum.servers, sum.months }
    row[7] = plan.prices and (sum.price and sum.price.amount or "not known") or nil
    rows[index] = row
  end
  return titles, rows
end

--- What the calls cost together at the plan's own prices.
---@param plan { prices: table<string, cph.Money>, currency?: string }
---@param calls cph.CreateServer[]
---@return cph.Money?  nil where a model's price is not known
---@return string  plan, or why there is none
function report.cost(plan, calls)
  local groups, total = summed(calls)
  add_prices(groups, total, plan)
  if total.price then
    return total.price, "plan"
  end
  return nil, total.unknown and ("the plan has no price of %s"):format(total.unknown) or "the plan has no prices"
end

--- A table of the calls, as `summary` has them.
---@param plan { prices?: table<string, cph.Money>|false, currency?: string }
---@param calls cph.CreateServer[]
---@param columns? integer  of the terminal; nil where it goes to none
---@return string
function report.plan(plan, calls, columns)
  local titles, rows = report.summary(plan, calls)
  return fitted(titles, rows, columns)
end

--- A plan's name and hash, in two lines where one is too long for the terminal.
---@param name string
---@param hash string  or why there is none
---@param columns? integer
---@return string
function report.title(name, hash, columns)
  local line = ("plan %s, %s"):format(name, hash)
  return columns and #line > columns and ("plan %s\n%s"):format(name, hash) or line
end

--- Why there is no hash. Whatever sends a call says all of it, so here the start of the message will do.
---@param err any
---@return string
function report.no_hash(err)
  local message = type(err) == "table" and err.message or tostring(err)
  return "no hash: " .. message:match "^[^\n;]*"
end

--- The line under the table: what must be known to approve the plan.
---@param name string
---@param calls cph.CreateServer[]
---@param records table<string, table>
---@param columns? integer
---@return string
function report.hash(name, calls, records, columns)
  local status = report.status(calls, records)
  local known, hash = pcall(cph.gate.hash, name, calls)
  -- The hash is for one account: without one the table can be looked at, and not approved.
  local text = report.title(name, known and "hash " .. hash or report.no_hash(hash), columns)
  local bought = report.bought(status)
  return bought and text .. "\n" .. bought or text
end

local MOST_NAMED = 3

--- What of a plan is bought, in words, with the calls that were fulfilled in part.
---
---     local report = require "cph.plan.report"
---     local call = { name = "a-b01", count = 5, state = "partial", server_ids = { "1", "2", "3", "4" } }
---     local status = { calls = { call }, servers = 5, bought = 4, in_doubt = 0, missing = 1, open = 0 }
---     assert(report.bought(status) == "4 of 5 servers are bought already, 0 in doubt; a-b01 has 4 of 5")
---@param status cph.plan.Status
---@return string?  nil where nothing is bought
function report.bought(status)
  if status.open == status.servers then
    return nil
  end
  local text = ("%d of %d servers are bought already, %d in doubt"):format(
    status.bought, status.servers, status.in_doubt
  )
  local parts = {}
  for _, call in ipairs(status.calls) do
    if call.state == "partial" then
      parts[#parts + 1] = ("%s has %d of %d"):format(call.name, #call.server_ids, call.count)
    end
  end
  if #parts > MOST_NAMED then
    parts = { parts[1], parts[2], parts[3], ("%d more have too few"):format(#parts - MOST_NAMED) }
  end
  return #parts > 0 and text .. "; " .. table.concat(parts, ", ") or text
end

--- What is known of each call, and the servers in all, bought, in doubt, missing and still to buy. Of a call that was
--- fulfilled in part, the servers that are known are bought and the others are missing: its name buys no more.
---@param calls cph.CreateServer[]
---@param records table<string, table>  by name
---@return cph.plan.Status
function report.status(calls, records)
  local status = { calls = {}, servers = 0, bought = 0, in_doubt = 0, missing = 0, open = 0 }
  for index, call in ipairs(calls) do
    local record = records[call.server_name] or { state = "planned", may_send = true, server_ids = {} }
    local sum = record.may_send and "open" or record.in_doubt and "in_doubt" or "bought"
    local missing = record.state == "partial" and math.max(0, call.count - #record.server_ids) or 0
    status.servers, status.missing = status.servers + call.count, status.missing + missing
    status[sum] = status[sum] + call.count - missing
    status.calls[index] = {
      name = call.server_name, count = call.count, state = record.state, order_id = record.order_id,
      server_ids = record.server_ids, reason = record.reason,
    }
  end
  return status
end

return report
