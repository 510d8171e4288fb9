local require = ...
local new_orders = require "cph.servers.orders"
local new_watch = require "cph.servers.watch"

-- luacheck: globals cph
local orders, asked, said = {}, {}, {}
function cph.api.list_customer_orders(query)
  asked[#asked + 1] = "list"
  assert(query.status == 6 and query.limit == 100)
  local found = {}
  for id, order in cph.sorted(orders) do
    if order.status == 6 then
      found[#found + 1] = { order_id = id, status = 6, amount_after_discount = order.amount, currency = "CNY" }
    end
  end
  return { total_count = #found, order_infos = table.move(found, query.offset + 1, query.offset + 100, 1, {}) }
end
function cph.api.show_customer_order_details(query)
  asked[#asked + 1] = query.order_id
  local order = orders[query.order_id]
  return {
    order_info = {
      status = order.status, amount_after_discount = order.amount, currency = "CNY",
      pending_payment_end_time = "2026-01-09T03:04:05Z",
    },
  }
end

local function orders_of(count)
  local targets = {}
  for index = 1, count do
    local id = ("CS%03d"):format(index)
    orders[id] = { status = 5, amount = ("%d.00"):format(100 * index) }
    targets[index] = { server_id = "s" .. index, order_id = id, name = "game-b" .. index }
  end
  said = {}
  return new_orders(new_watch(targets), function(line)
    said[#said + 1] = line
  end)
end

local function look(ours)
  asked = {}
  ours:look()
  return table.concat(asked, " ")
end

-- Everything is paid: one page, once
local ours = orders_of(100)
assert(look(ours) == "list" and look(ours) == "" and #said == 0)

-- One is not: it is said once, with amount and time, and asked for until it is paid
ours = orders_of(2)
orders.CS002.status = 6
assert(look(ours) == "list CS002" and ours.by_id.CS002.is_unpaid and not ours.by_id.CS001.is_unpaid)
assert(said[1] == "pay: order CS002 (game-b2, 1 server), 200.00 CNY, before 2026-01-09T03:04:05Z", said[1])
assert(look(ours) == "list" and #said == 1)
orders.CS002.status = 5
assert(look(ours) == "list" and ours.by_id.CS002.is_unpaid == false and look(ours) == "")

-- Many are not: a line for the first ten, and one for the others
ours = orders_of(150)
for _, order in pairs(orders) do
  order.status = 6
end
look(ours)
assert(#said == 11 and said[11] == "pay: and 140 orders more; cph ledger list shows them all", said[11])
assert(#asked == 2 + 10, "two pages, ten orders")
for _, order in pairs(orders) do
  order.status = 5
end

-- Orders whose servers nobody sees are asked for, a few at a time
ours = orders_of(5)
look(ours)
for _, target in ipairs(ours.watch.targets) do
  target.absent = 1
end
orders.CS002.status = 4
assert(look(ours) == "CS001 CS002 CS003" and ours.by_id.CS002.is_cancelled)
assert(look(ours) == "CS004 CS005 CS001", table.concat(asked, " "))
orders.CS003.status = 6
assert(look(ours) == "CS003 CS004 CS005" and look(ours):find "^list CS003", "it waits for payment after all")

-- Without the permission it says so once
ours = orders_of(1)
cph.api.list_customer_orders = function()
  asked[#asked + 1] = "list"
  cph.raise { kind = "api", code = "CBC.0151", message = "Access denied.", hint = "grant bss:order:view to the user" }
end
assert(look(ours) == "list" and look(ours) == "")
assert(#said == 1)
assert(said[1] == "orders can't be looked at, servers can: Access denied.; grant bss:order:view to the user", said[1])

-- A failure that passes is not the end, and an error of the script is not hidden
ours = orders_of(1)
cph.api.list_customer_orders = function()
  asked[#asked + 1] = "list"
  cph.raise { kind = "network", message = "broken", retryable = true }
end
assert(look(ours) == "list" and look(ours) == "list" and #said == 0)
cph.api.list_customer_orders = function()
  error "slip"
end
assert(not pcall(ours.look, ours))
assert(look(new_orders(new_watch { { server_id = "x" } }, print)) == "", "without orders nobody is asked")
