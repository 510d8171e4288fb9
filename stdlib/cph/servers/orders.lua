--- Which orders of servers that somebody waits for are not paid, or were cancelled. `cph.servers.wait` is made of
--- it.
---
---     local new_orders, new_watch = require "cph.servers.orders", require "cph.servers.watch"
---     local orders = new_orders(new_watch { { server_id = "a", order_id = "CS1" } }, print)
---     assert(orders.by_id.CS1.servers == 1)
local require = ...
local counted = require "cph.output.counted"
local walk = require "cph.lists.walk"

---@class cph.servers.Order
---@field id string
---@field name? string  of the call
---@field servers integer
---@field is_unpaid? boolean
---@field is_cancelled? boolean
---@field asked integer  how often it was asked for by itself

---@class cph.servers.Orders
---@field by_id table<string, cph.servers.Order>
local Orders = {}
Orders.__index = Orders

local PENDING_PAYMENT, CANCELLED = 6, 4 -- statuses of orders
local PAGE = 100 -- orders in one answer at most
local MOST_PAGES = 200 -- an account with more unpaid orders than that has other cares
local MOST_TOLD = 10 -- orders that get a line
local MOST_ASKED = 3 -- orders asked for by themselves at each look

---@param order cph.servers.Order
---@param info cph.Order
---@return string
local function line(order, info)
  local text = "pay: order " .. order.id
  if order.name then
    text = text .. (" (%s, %s)"):format(order.name, counted(order.servers, "server"))
  end
  if info.amount_after_discount then
    text = text .. ", " .. info.amount_after_discount
    text = info.currency and text .. " " .. info.currency or text
  end
  return info.pending_payment_end_time and text .. ", before " .. info.pending_payment_end_time or text
end

--- All orders of the account that wait for payment.
---@return table<string, cph.Order>
local function unpaid()
  local found = {}
  for _, info in ipairs((walk("list_customer_orders", { status = PENDING_PAYMENT, limit = PAGE }):rest(MOST_PAGES))) do
    found[info.order_id] = info
  end
  return found
end

---@param orders cph.servers.Orders
---@param fresh cph.servers.Order[]
---@param infos table<string, cph.Order>
local function tell(orders, fresh, infos)
  for index = 1, math.min(#fresh, MOST_TOLD) do
    local order = fresh[index]
    -- Only the answer for one order says until when it can be paid.
    local detail = cph.try(cph.api.show_customer_order_details, { order_id = order.id })
    orders.tell(line(order, detail and detail.order_info or infos[order.id]))
  end
  if #fresh > MOST_TOLD then
    orders.tell(("pay: and %d orders more; cph ledger list shows them all"):format(#fresh - MOST_TOLD))
  end
end

---@param orders cph.servers.Orders
local function look_for_unpaid(orders)
  local infos, fresh = unpaid(), {}
  orders.has_unpaid = false
  for _, order in ipairs(orders.list) do
    if infos[order.id] and order.is_unpaid == nil then
      fresh[#fresh + 1] = order
    end
    if infos[order.id] or order.is_unpaid then
      order.is_unpaid = infos[order.id] ~= nil
    end
    orders.has_unpaid = orders.has_unpaid or infos[order.id] ~= nil
  end
  tell(orders, fresh, infos)
end

--- Orders whose servers should be listed and are not; those come first that were asked for least.
---@param orders cph.servers.Orders
---@return cph.servers.Order[]
local function suspects(orders)
  local found, known = {}, {}
  for _, target in ipairs(orders.watch:pending()) do
    local order = target.absent > 0 and orders.by_id[target.order_id]
    if order and not known[order] and not order.is_unpaid and not order.is_cancelled then
      known[order], found[#found + 1] = true, order
    end
  end
  table.sort(found, function(a, b)
    return a.asked < b.asked or a.asked == b.asked and a.place < b.place
  end)
  return found
end

---@param orders cph.servers.Orders
local function ask_for_suspects(orders)
  local list = suspects(orders)
  for index = 1, math.min(#list, MOST_ASKED) do
    local order = list[index]
    order.asked = order.asked + 1
    local info = cph.api.show_customer_order_details({ order_id = order.id }).order_info or {}
    order.is_cancelled = info.status == CANCELLED
    orders.has_unpaid = orders.has_unpaid or info.status == PENDING_PAYMENT
  end
end

---@param err any
---@return boolean
local function is_passing(err)
  return err.retryable or err.http_status == 401
end

--- Looks at all orders at first, then at those that may have changed. Where orders may not be looked at it says so once
--- and never asks again: servers can be waited for without.
function Orders:look()
  if #self.list == 0 or self.is_blind then
    return
  end
  local ok, err = pcall(function()
    if self.has_unpaid ~= false then
      look_for_unpaid(self)
    end
    ask_for_suspects(self)
  end)
  if ok then
    return
  elseif type(err) ~= "table" then
    error(err, 0)
  elseif not is_passing(err) then
    self.is_blind = true
    self.tell("orders can't be looked at, servers can: " .. err.message .. (err.hint and "; " .. err.hint or ""))
  end
end

--- A look-out for the orders of the servers that `watch` is about.
---@param watch cph.Watch
---@param tell_line fun(line: string)
---@return cph.servers.Orders
local function new_orders(watch, tell_line)
  local result = setmetatable({ watch = watch, by_id = {}, list = {}, tell = tell_line }, Orders)
  for _, target in ipairs(watch.targets) do
    local id = target.order_id
    if id and not result.by_id[id] then
      local order = { id = id, name = target.name, servers = 0, asked = 0, place = #result.list }
      result.by_id[id], result.list[#result.list + 1] = order, order
    end
    if id then
      result.by_id[id].servers = result.by_id[id].servers + 1
    end
  end
  return result
end

return new_orders
