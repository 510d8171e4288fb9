local require = ...
local new_watch = require "cph.servers.watch"

-- luacheck: globals cph
--- A list of servers that answers as the service does, and counts.
local asked, all = {}, {}
function cph.api.list_cloud_phone_servers(query)
  asked[#asked + 1] = query.server_id or query.server_name or "*"
  local found = {}
  for _, server in ipairs(all) do
    local is_named = not query.server_name or server.server_name:find(query.server_name, 1, true)
    if is_named and (not query.server_id or server.server_id == query.server_id) then
      found[#found + 1] = server
    end
  end
  return { count = #found, servers = table.move(found, (query.offset or 0) + 1, (query.offset or 0) + 100, 1, {}) }
end

local function sell(name, count, order_id)
  local ids = {}
  for index = 1, count do
    ids[index] = ("%s-%d"):format(name, index)
    table.insert(all, 1, {
      server_id = ids[index], server_name = ("%s-%04d"):format(name, index), status = 0,
      metadata = { order_id = order_id },
    })
  end
  return ids
end

local function targets_of(calls, size)
  local targets = {}
  for call = 1, calls do
    local name = ("fleet-b%03d"):format(call)
    for _, id in ipairs(sell(name, size, "CS" .. call)) do
      targets[#targets + 1] = { server_id = id, name = name, order_id = "CS" .. call }
    end
  end
  return targets
end

local function looks(watch)
  asked = {}
  local is_done = watch:look()
  return is_done, #asked
end

-- A thousand servers: ten pages, of those whose names begin alike
sell("other", 250)
local targets = targets_of(100, 10)
local watch = new_watch(targets)
local is_done, pages = looks(watch)
assert(is_done and pages == 10 and asked[1] == "fleet-b", table.concat(asked, " "))
for index, target in ipairs(targets) do
  assert(target.server.server_id == target.server_id and target.absent == 0, index)
end

-- Of the last few only the calls are listed, and the last one by its id
for index, target in ipairs(targets) do
  target.is_settled = index % 300 ~= 1
end
is_done, pages = looks(watch)
assert(is_done and pages == 4, table.concat(asked, " "))
targets[1].is_settled = true
targets[301].is_settled = true
targets[901].is_settled = true
is_done, pages = looks(watch)
assert(is_done and pages == 1 and asked[1] == targets[601].server_id)

-- Without names a large account is walked a few pages at a time
watch = new_watch { { server_id = "other-1" }, { server_id = "other-2" } }
local turns = 0
repeat
  is_done, pages = looks(watch)
  turns = turns + 1
  assert(pages == 1)
until is_done
assert(turns == 13 and watch.targets[2].server, turns)
looks(watch)
assert(#asked == 1 and asked[1] == "other", "once listed, they are asked for by name")

-- What is not listed is counted, and what comes back is not
watch = new_watch { { server_id = "x" } }
assert(looks(watch) and looks(watch) and watch.targets[1].absent == 2)
sell("x", 1)
all[1].server_id = "x"
assert(looks(watch) and watch.targets[1].absent == 0)

-- A page that fails is asked for again
local list = cph.api.list_cloud_phone_servers
all = {}
watch = new_watch(targets_of(30, 10))
local fails = true
cph.api.list_cloud_phone_servers = function(query)
  if query.offset == 100 and fails then
    fails = false
    error "broken"
  end
  return list(query)
end
assert(not pcall(watch.look, watch))
is_done, pages = looks(watch)
assert(is_done and pages == 2, "it goes on where it stopped")
cph.api.list_cloud_phone_servers = list

-- Servers of an order whose ids nobody named take its places by name, and none is lost
all = {}
watch = new_watch { { order_id = "CS1", name = "a" }, { order_id = "CS1", name = "a" }, { server_id = "last" } }
sell("a", 3, "CS1")
assert(looks(watch))
local ids = {}
for index, target in ipairs(watch.targets) do
  ids[index] = target.server_id
end
assert(table.concat(ids, " ") == "a-1 a-2 a-3 last", table.concat(ids, " "))
