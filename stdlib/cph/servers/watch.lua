--- Many servers looked at with few requests, by pages of the list. `cph.servers.wait` is made of it.
---
---     local new_watch = require "cph.servers.watch"
---     local watch = new_watch { { server_id = "1234567b8bab40ffb711234cb80d0234" } }
---     assert(watch:look() and watch.targets[1].server == nil and watch.targets[1].absent == 1)
local require = ...
local walk_of = require "cph.lists.walk"

---@class cph.servers.Target
---@field server_id? string  nil for a server that is known by its order alone
---@field order_id? string
---@field name? string  of the call that bought it: what the server's own name begins with
---@field is_gone? boolean  it was given back, or the service knows it no more
---@field is_settled? boolean  nobody waits for it any more
---@field server? cph.Server  as it was listed last
---@field absent integer  looks in a row that should have shown it and did not

---@class cph.Watch
---@field targets cph.servers.Target[]  in the order in which they were given
local Watch = {}
Watch.__index = Watch

local PAGE = 100 -- servers on a page at most

--- What the names of a call's servers begin with.
---@param target cph.servers.Target
---@return string?
local function call_name(target)
  local shown = target.server and target.server.server_name
  return target.name or shown and shown:gsub("%-%d%d?%d?%d?$", "")
end

---@param names string[]
---@return string?
local function common_prefix(names)
  local prefix = names[1]
  for _, name in ipairs(names) do
    while prefix and (name:sub(1, #prefix) ~= prefix or not utf8.len(prefix)) do
      prefix = prefix:sub(1, -2)
    end
  end
  return prefix ~= "" and prefix or nil
end

--- The names of all calls, each once.
---@param pending cph.servers.Target[]
---@return string[]?  nil where one is not known
local function call_names(pending)
  local names, known = {}, {}
  for _, target in ipairs(pending) do
    local name = call_name(target)
    if not name then
      return nil
    elseif not known[name] then
      known[name], names[#names + 1] = true, name
    end
  end
  return names
end

---@param field string
---@param values string[]
---@return table[]
local function queries(field, values)
  local result = {}
  for index, value in ipairs(values) do
    result[index] = { [field] = value }
  end
  return result
end

---@param pending cph.servers.Target[]
---@return string[]?  nil where one is not known
local function ids_of(pending)
  local ids = {}
  for index, target in ipairs(pending) do
    ids[index] = target.server_id
  end
  return #ids == #pending and ids or nil
end

--- The way to see all that somebody waits for in the fewest pages: by id, by call, or all whose names begin alike.
---@param watch cph.Watch
---@param pending cph.servers.Target[]
---@return table[]
local function cheapest(watch, pending)
  local ids, names = ids_of(pending), call_names(pending)
  local prefix = names and common_prefix(names)
  local pages = math.max(1, math.ceil((watch.counts[prefix or ""] or #watch.targets) / PAGE))
  local best = { { server_name = prefix } }
  if names and #names <= pages then
    best, pages = queries("server_name", names), #names
  end
  if ids and #ids <= pages then
    best = queries("server_id", ids)
  end
  return best
end

--- One place more for a server of an order, behind the order's last.
---@param watch cph.Watch
---@param places cph.servers.Target[]
local function add_place(watch, places)
  local last = places[#places]
  local target = { order_id = last.order_id, name = last.name, absent = 0 }
  for index, known in ipairs(watch.targets) do
    if known == last then
      table.insert(watch.targets, index + 1, target)
      break
    end
  end
  places[#places + 1] = target
end

--- Servers of an order whose ids the purchase did not name: they take its places in the order of their names.
---@param watch cph.Watch
---@param server cph.Server
local function adopt(watch, server)
  local places = watch.blanks[server.metadata and server.metadata.order_id or ""]
  if not places or watch.known[server.server_id] then
    return
  end
  local found = { server }
  for _, target in ipairs(places) do
    found[#found + 1] = target.server
  end
  table.sort(found, function(a, b)
    return (a.server_name or "") < (b.server_name or "")
  end)
  if #found > #places then
    add_place(watch, places)
  end
  for index, own in ipairs(found) do
    local target = places[index]
    target.server, target.server_id, watch.known[own.server_id] = own, own.server_id, target
  end
end

---@param watch cph.Watch
---@param servers cph.Server[]
local function note(watch, servers)
  for _, server in ipairs(servers) do
    adopt(watch, server)
    local target = watch.known[server.server_id]
    if target then
      target.server, target.absent, watch.walk.seen[target] = server, 0, true
    end
  end
end

---@param watch cph.Watch
local function finish(watch)
  for _, target in ipairs(watch.walk.pending) do
    if not watch.walk.seen[target] then
      target.absent = target.absent + 1
    end
  end
  watch.walk = nil
end

--- Asks for one page.
---@param watch cph.Watch
local function turn_page(watch)
  local walk = watch.walk
  local query = walk.queries[walk.index]
  walk.list = walk.list or walk_of("list_cloud_phone_servers", query)
  note(watch, walk.list:page() or {})
  if not query.server_id and #walk.queries == 1 then
    watch.counts[query.server_name or ""] = walk.list.count
  end
  if not walk.list.query then
    walk.index, walk.list = walk.index + 1, nil
  end
end

--- Those that somebody still waits for.
---@return cph.servers.Target[]
function Watch:pending()
  local result = {}
  for _, target in ipairs(self.targets) do
    if not target.is_settled then
      result[#result + 1] = target
    end
  end
  return result
end

--- Asks for at most one page for each 100 servers and goes on next time where it stopped. Raises what the list raises;
--- the next look then asks for the same page again.
---@return boolean  whether everything pending has been looked at since the last true
function Watch:look()
  if not self.walk then
    local pending = self:pending()
    self.walk = { pending = pending, queries = cheapest(self, pending), index = 1, seen = {} }
  end
  for _ = 1, math.max(1, math.ceil(#self.targets / PAGE)) do
    if self.walk.index <= #self.walk.queries then
      turn_page(self)
    end
  end
  if self.walk.index <= #self.walk.queries then
    return false
  end
  finish(self)
  return true
end

--- A watch over these servers, none of which was looked at yet.
---@param targets cph.servers.Target[]
---@return cph.Watch
local function watch(targets)
  local known, blanks = {}, {}
  for _, target in ipairs(targets) do
    target.absent = 0
    if target.server_id then
      known[target.server_id] = target
    elseif target.order_id then
      blanks[target.order_id] = blanks[target.order_id] or {}
      table.insert(blanks[target.order_id], target)
    end
  end
  return setmetatable({ targets = targets, known = known, blanks = blanks, counts = {} }, Watch)
end

return watch
