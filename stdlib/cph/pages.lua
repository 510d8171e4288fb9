--- Walks a list through all its pages: `cph.pages(operation, query)`.
---
---     for model in cph.pages("list_cloud_phone_server_models", { limit = 10 }) do
---       assert(model.server_model_name)
---     end

--- What tells the entries of a list apart. Lists with the newest first shift when something is made meanwhile, and the
--- next page then begins with what the last one had.
local KEYS = {
  Server = "server_id", Order = "order_id", Resource = "resource_id", CustomImage = "image_id", Job = "job_id",
  ServerBandwidth = "band_width_id", EnterpriseProject = "id", TagValues = "key",
}

---@class cph.pages.Walk
---@field call fun(query: table): table
---@field query table  of the next page
---@field list string  field of the answer that has the entries
---@field key? string  field of an entry that no other entry shares
---@field takes table<string, cph.Field>  fields of the query
---@field seen table<any, true>  keys of the entries so far
---@field count? integer  entries in all pages, as the last answer has it

---@param fields table[]
---@return table<string, table>
local function by_name(fields)
  local map = {}
  for _, field in ipairs(fields) do
    map[field.name] = field
  end
  return map
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
  cph.raise { kind = "argument", message = ("cph.pages: %s lists nothing"):format(operation) }
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
---@param walk cph.pages.Walk
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

--- Where the next page begins in a list with an offset; nil at the end. When entries went away since the page before,
--- those behind them moved up, so that this page began too late: the walk goes back as far.
---@param walk cph.pages.Walk
---@param answer table
---@param entries table[]
---@return table? query
local function after_offset(walk, answer, entries)
  local count, query = total(answer), walk.query
  local gone = walk.count and count and math.max(0, walk.count - count) or 0
  walk.count = count
  local offset = query.offset or 0
  query.offset = gone > 0 and math.max(0, offset - gone) or offset + #entries
  if gone == 0 and (#entries == 0 or (count and query.offset >= count)) then
    return nil
  elseif not count and query.limit and #entries < query.limit then
    return nil
  end
  return query
end

---@param walk cph.pages.Walk
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

---@param walk cph.pages.Walk
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

--- Begins a walk: pages of 100 where the query does not say otherwise.
---@param operation string
---@param query? table
---@return cph.pages.Walk
local function start(operation, query)
  local about = cph.operation(operation)
  if about.effect ~= "read" then
    cph.raise { kind = "argument", message = ("cph.pages: %s changes something"):format(operation) }
  end
  local field, takes, copy = list_field(operation, about.response), by_name(cph.models[about.request].fields), {}
  for name, value in pairs(query or {}) do
    copy[name] = value
  end
  if takes.limit and copy.limit == nil then
    copy.limit = takes.limit.type == "string" and "100" or 100
  end
  return {
    call = cph.api[operation], query = copy, list = field.name, key = field.model and KEYS[field.model], takes = takes,
    seen = {},
  }
end

--- The entries of a list one by one, page after page, for a `for` loop. Both conventions are known: offset and limit,
--- where entries that are made or go away meanwhile are neither repeated nor left out, and markers.
---@param operation string  name of an operation that lists, such as "list_cloud_phone_servers"
---@param query? table  as the operation takes it; `limit` is the size of a page
---@return fun(): table?  gives the next entry, then nil
local function pages(operation, query)
  local walk = start(operation, query)
  local entries, position, rest = {}, 0, walk.query
  return function()
    while true do
      position = position + 1
      local entry = entries[position]
      if entry == nil then
        if not rest then
          return nil
        end
        local answer = walk.call(rest)
        entries, position = rawget(answer, walk.list) or {}, 0
        rest = next_query(walk, answer, entries)
      elseif is_new(walk, entry) then
        return entry
      end
    end
  end
end

return pages
