local SUBNET = "3c5e2638-b71f-4499-8d1e-355e89f21ae0"
local function buy(name, count)
  return cph.servers.create {
    server_name = name, server_model_name = "physical.rx2.32xlarge.4", count = count,
    order_param = cph.order.months(1, { pay = true }), nics = { cph.nic(SUBNET) },
    public_ip = cph.public_ip.none(), keypair_name = "k",
  }.server_ids
end

local function ids(iterator)
  local list = {}
  for server in iterator do
    list[#list + 1] = server.server_id
  end
  return list
end

assert(#ids(cph.servers.each()) == 0)
local bought = {}
for i = 1, 5 do
  for _, id in ipairs(buy("fleet-" .. i, 5)) do
    bought[#bought + 1] = id
  end
end

-- Every server once, the newest first, whatever the size of a page.
for _, limit in ipairs { 1, 7, 25, 100 } do
  local found = ids(cph.servers.each { limit = limit })
  assert(#found == 25, #found)
  for i, id in ipairs(found) do
    assert(id == bought[26 - i])
  end
end
assert(#ids(cph.servers.each { server_name = "fleet-3", limit = 2 }) == 5)

-- Bought while paging: nothing twice, nothing left out.
local seen, iterator = {}, cph.servers.each { limit = 5 }
for i = 1, 25 do
  local server = iterator()
  assert(not seen[server.server_id], "twice")
  seen[server.server_id] = true
  if i == 3 or i == 11 then
    buy("late-" .. i, 3)
  end
end
for _, id in ipairs(bought) do
  assert(seen[id], "left out")
end

-- Given back while paging: those behind move up, and are not left out.
seen, iterator = {}, cph.servers.each { limit = 5, server_name = "fleet" }
for i = 1, 5 do
  seen[iterator().server_id] = true
  if i == 5 then
    local gone = { bought[25], bought[24], bought[23] }
    cph.api.cancel_resources_subscription { resource_ids = gone, unsubscribe_type = 1 }
  end
end
for server in iterator do
  seen[server.server_id] = true
end
for i = 1, 22 do
  assert(seen[bought[i]], "left out " .. i)
end

-- Markers: offers, and orders by offset with a total of another name.
local function count(operation, query)
  local number = 0
  for _ in cph.pages(operation, query) do
    number = number + 1
  end
  return number
end
assert(count("list_cloud_phone_server_model_offerings", { limit = 2 }) == 9)
assert(count("list_cloud_phone_server_model_offerings") == 9)
assert(count("list_cloud_phone_server_models", { limit = 1 }) == 3)
assert(count("list_cloud_phone_models", { limit = 1 }) == 3, "no total: the walk ends at a short page")
assert(count("list_customer_orders", { limit = 2 }) == 8)
assert(count "list_subnets" == 0)
assert(count "list_keypairs" == 0)

-- A marker that comes back unchanged ends the walk.
local original, calls = cph.api.list_scheduled_events, 0
rawset(cph.api, "list_scheduled_events", function()
  calls = calls + 1
  return { scheduled_events = { { event_id = "e" .. calls } }, page_info = { next_marker = "same" } }
end)
assert(count "list_scheduled_events" == 2)
rawset(cph.api, "list_scheduled_events", original)

-- Markers of networks are ids of last entries, until a page is empty.
local rows = { { id = "a" }, { id = "b" }, { id = "c" } }
original = cph.api.list_vpcs
rawset(cph.api, "list_vpcs", function(query)
  local first = 1
  for i, row in ipairs(rows) do
    first = row.id == query.marker and i + 1 or first
  end
  return { vpcs = { table.unpack(rows, first, math.min(first + 1, #rows)) } }
end)
assert(count "list_vpcs" == 3)
rawset(cph.api, "list_vpcs", original)

local about = cph.operation "list_subnets"
assert(about.method == "GET" and about.service == "vpc" and about.effect == "read" and about.request == "ListSubnets")
local _, err = cph.try(cph.operation, "list_subnet")
assert(tostring(err):find "did you mean list_subnets", tostring(err))
_, err = cph.try(cph.pages, "pay_orders")
assert(err.kind == "argument" and tostring(err):find "changes something")
_, err = cph.try(cph.pages, "show_subnet")
assert(tostring(err):find "lists nothing", tostring(err))
