--- A walk over the pages of a list, whichever convention the list has. All that reads lists is made of it.
---
---     local walk = require "cph.lists.walk"
---     local list = walk("list_cloud_phone_servers", { limit = 10 })
---     assert(#list:page() == 0 and list:page() == nil)

--- What tells the entries of a list apart. Lists with the newest first shift when something is made meanwhile, and the
--- next page then begins with what the last one had.
local KEYS = {
  Server = "server_id", Order = "order_id", Resource = "resource_id", CustomImage = "image_id", Job = "job_id",
  ServerBandwidth = "band_width_id", EnterpriseProject = "id", TagValues = "key",
}

---@class cph.lists.Walk
---@field call fun(query: table): table
---@field operation string
---@field query? table  of the next page; nil behind the last
---@field list string  field of the answer that has the entries
---@field key? string  field of an entry that no other entry shares
---@field takes table<string, cph.Field>  fields of the query
---@field seen table<any, true>  keys of the entries so far
---@field count? integer  entries in all pages, as the last answer has it
---@field stale integer  pages in a row that brought nothing new
local Walk = {}
Walk.__index = Walk

local MOST_STALE = 10 -- pages in a row without anything new: entries that are made meanwhile shift a few

---@param fields table[]
---@return table<string, table>
local function by_name(fields)
  local map = {}
  for _, field in ipairs(fields) do
    map[field.name] = field
  end
  return map
end

---@param problem string
local function refuse(problem)
  cph.raise { kind = "argument", message = ("bad argument #1 to cph.pages (operation: %s)"):format(problem) }
end

--- The field that holds the list, and what its entries are.
---@param operation string
---@param response string
---@return table field
local function list_field(operation, response)
  for _, field in ipairs(cph.models[response].fields) do
    if field.type:sub(-2) == "[]" then
      return field
    end
  end
  refuse(operation .. " lists nothing")
end

--- The number of all entries, under whichever name the service has for it.
---@param answer table
---@return integer?
local function total(answer)
  for _, name in ipairs { "count", "total_count", "total" } do
    local known = rawget(answer, name)
    if known then
      return known
    end
  end
end

--- Where the next page begins in a list with markers; nil at the end. It ends where the marker is absent, empty, or one
--- that has been used.
---@param walk cph.lists.Walk
---@param answer table
---@param entries table[]
---@return table? query
local function after_marker(walk, answer, entries)
  local info = rawget(answer, "page_info")
  local last = entries[#entries]
  local marker = info and info.next_marker
  if not info and last and not total(answer) then
    marker = last.id -- networks say nothing of a next page: it begins after the last entry of this one
  end
  if not marker or marker == "" or walk.seen[marker] then
    return nil
  end
  walk.seen[marker] = true
  walk.query.marker = marker
  return walk.query
end

--- Where the next page begins in a list with an offset; nil at the end. A page may be shorter than what was asked for:
--- the list ends where as many have come as it counts, or with a page that is empty; a count below what has come counts
--- something else. When entries went away since the page before, those behind them moved up, so that this page began
--- too late: the walk goes back as far.
---@param walk cph.lists.Walk
---@param answer table
---@param entries table[]
---@return table? query
local function after_offset(walk, answer, entries)
  local count, query = total(answer), walk.query
  local gone = walk.count and count and math.max(0, walk.count - count) or 0
  walk.count = count
  local offset = query.offset or 0
  query.offset = gone > 0 and math.max(0, offset - gone) or offset + #entries
  if gone == 0 and (#entries == 0 or query.offset == count) then
    return nil
  end
  return query
end

---@param walk cph.lists.Walk
---@param answer table
---@param entries table[]
---@return table? query  of the next page
local function next_query(walk, answer, entries)
  if walk.takes.marker then
    return after_marker(walk, answer, entries)
  elseif walk.takes.offset then
    return after_offset(walk, answer, entries)
  end
end

---@param walk cph.lists.Walk
---@param entry table
---@return boolean
local function is_new(walk, entry)
  local key = walk.key and entry[walk.key]
  if key == nil then
    return true
  end
  local known = walk.seen[key]
  walk.seen[key] = true
  return not known
end

--- The entries of the next page that were on none before; nil behind the last page. After an error the same page is
--- asked for again.
---@return table[]?
function Walk:page()
  if not self.query then
    return nil
  end
  local answer = self.call(self.query)
  local entries = rawget(answer, self.list) or {}
  self.query = next_query(self, answer, entries)
  local fresh = {}
  for _, entry in ipairs(entries) do
    if is_new(self, entry) then
      fresh[#fresh + 1] = entry
    end
  end
  self.stale = #fresh == 0 and self.stale + 1 or 0
  if self.stale > 0 and not self.count then
    self.query = nil -- whoever does not say how many there are, and repeats them, has no more
  elseif self.query and self.stale == MOST_STALE then
    cph.raise { kind = "api", operation = self.operation, message = "the list does not end: pages bring nothing new" }
  end
  return fresh
end

--- All entries, of at most `most` pages. The second result says whether these are all.
---@param most integer
---@return table[] entries, boolean is_complete
function Walk:rest(most)
  local found = {}
  for _ = 1, most do
    local entries = self:page()
    if not entries then
      return found, true
    end
    table.move(entries, 1, #entries, #found + 1, found)
  end
  return found, self.query == nil
end

--- Begins a walk: pages of 100 where the query does not say otherwise.
---@param operation string
---@param query? table
---@return cph.lists.Walk
return function(operation, query)
  local about, err = cph.try(cph.operation, operation)
  if err then
    refuse(err.message:match "%(name: (.*)%)$" or err.message)
  end
  if about.effect ~= "read" then
    refuse(operation .. " changes something")
  end
  local field, takes, copy = list_field(operation, about.response), by_name(cph.models[about.request].fields), {}
  for name, value in pairs(query or {}) do
    copy[name] = value
  end
  if takes.limit and copy.limit == nil then
    copy.limit = takes.limit.type == "string" and "100" or 100
  end
  if takes.offset and copy.offset == nil then
    copy.offset = 0
  end
  return setmetatable({
    call = cph.api[operation], operation = operation, query = copy, list = field.name,
    key = field.model and KEYS[field.model], takes = takes, seen = {}, stale = 0,
  }, Walk)
end
