--- The rows of `cph.renewals` made into changes, one for each server, by what the account and the ledger say.
---
---     local entries_of = require "cph.renewals.entries"
---     local entries, problems = entries_of({}, cph.ledger.list)
---     assert(#entries == 0 and #problems == 0)
local require = ...
local lookups = require "cph.renewals.lookups"
local periods = require "cph.renewals.periods"
local plan_problems = require "cph.plan.problems"
local rows = require "cph.renewals.rows"

--- One server of a row.
---@class cph.renewals.Entry
---@field row cph.renewals.Row
---@field index integer
---@field server_id string
---@field server_name? string
---@field expire_time? string  until when it is paid for now
---@field change? table  what is sent or was sent; nil where nothing is to be done
---@field record? table
---@field why? string  why nothing is to be done
---@field is_wrong? boolean  true where its change is not as it must be, and can be neither priced nor sent

local AUTO_RENEWS = 3 -- expire_policy

local OPPOSITES = { ["auto-renew"] = "stop-auto-renew", ["stop-auto-renew"] = "auto-renew" }

---@param code string
---@param message string
---@param hint string
---@return table
local function problem(code, message, hint)
  return {
    path = "servers", code = code, severity = "error", basis = "documented", message = message, hint = hint,
  }
end

--- What the rules are told of one server.
---@param entry cph.renewals.Entry
---@param resource? cph.Resource
---@param model? string
---@param recorded fun(filter: table): table[]
---@return cph.renewals.Period
local function period_of(entry, resource, model, recorded)
  local row, id = entry.row, entry.server_id
  local function records(kind)
    return recorded { prefix = ("%s:%s:"):format(kind, id) }
  end
  local own, present = records(row.kind), resource and resource.expire_time
  local is_closed = lookups.is_closed(resource)
  if row.kind == "unsubscribe" then
    return periods.unsubscription(present, own, is_closed)
  elseif is_closed then
    return { problem = problem("no_resource", ("%s was given back"):format(id), "leave it out") }
  elseif row.kind == "renew" then
    return periods.renewal(row, present, own, cph.time.now())
  elseif row.kind == "change-model" then
    return periods.model(row.new_server_model_name, model, present, own)
  end
  local is_on = resource and resource.expire_policy == AUTO_RENEWS
  return periods.switch(present, is_on == (row.kind == "auto-renew"), own, records(OPPOSITES[row.kind]))
end

---@param entry cph.renewals.Entry
---@param period cph.renewals.Period
---@param resource? cph.Resource
---@param model? string
local function complete(entry, period, resource, model)
  local change = {
    change = entry.row.kind, resource_id = entry.server_id, expire_time = period.expire_time, turn = period.turn,
    basis = period.basis, server_name = entry.server_name,
    server_model_name = model or resource and resource.resource_spec_code,
  }
  for _, name in ipairs(periods.FIELDS) do
    change[name] = entry.row[name]
  end
  entry.change, entry.record = change, period.record
end

--- What is wrong with a change by itself, and with what is recorded under its name.
---@param entry cph.renewals.Entry
---@return table[]
local function problems_of(entry)
  local found = {}
  for _, one in ipairs(cph.changes.validate(entry.change)) do
    found[#found + 1] = one
  end
  for _, name in ipairs(periods.conflicts(entry.change, entry.record)) do
    local recorded = entry.record.request[name]
    found[#found + 1] = {
      path = name, code = "conflict", severity = "error", basis = "documented",
      message = ("is %s"):format(tostring(entry.change[name])),
      hint = ("recorded with %s as %s; a period is changed once"):format(tostring(recorded), entry.record.name),
    }
  end
  return found
end

--- The servers of all rows, and what is wrong with the rows.
---@param list cph.renewals.Row[]
---@param recorded fun(filter: table): table[]
---@return cph.renewals.Entry[] entries
---@return table[] problems
local function entries_of(list, recorded)
  local entries, problems, taken = {}, {}, {}
  for index, row in ipairs(list) do
    local ids, found = rows.servers(row, recorded)
    for _, some in ipairs { row.problems, found } do
      for _, one in ipairs(some) do
        problems[#problems + 1] = rows.placed(one, row, index)
      end
    end
    for _, id in ipairs(ids) do
      local key = ("%s:%s"):format(OPPOSITES[row.kind] and "auto-renew" or row.kind, id)
      if taken[key] then
        problems[#problems + 1] = rows.placed(problem(
          "conflict", ("%s is in row %d as well"):format(id, taken[key]), "give each server one row of a kind"
        ), row, index)
      else
        taken[key], entries[#entries + 1] = index, { row = row, index = index, server_id = id }
      end
    end
  end
  return entries, problems
end

---@param entries cph.renewals.Entry[]
---@param kind? string
---@return string[]
local function ids_of(entries, kind)
  local ids, seen = {}, {}
  for _, entry in ipairs(entries) do
    if (not kind or entry.row.kind == kind) and not seen[entry.server_id] then
      seen[entry.server_id], ids[#ids + 1] = true, entry.server_id
    end
  end
  return ids
end

--- One entry for each server of each row, and all problems. Reads the account and the ledger.
---@param list cph.renewals.Row[]
---@param recorded fun(filter: table): table[]  such as `cph.ledger.list`
---@return cph.renewals.Entry[] entries
---@return table[] problems
local function changes(list, recorded)
  local entries, problems = entries_of(list, recorded)
  local resources = lookups.resources(ids_of(entries))
  local models = lookups.models(ids_of(entries, "change-model"))
  for _, entry in ipairs(entries) do
    local resource, model = resources[entry.server_id], models[entry.server_id]
    entry.server_name, entry.expire_time = resource and resource.resource_name, resource and resource.expire_time
    local period = #entry.row.problems > 0 and { why = "not asked for as it must be" }
      or period_of(entry, resource, model, recorded)
    local found = {}
    if period.problem then
      found = { period.problem }
    elseif period.why then
      entry.why = period.why
    elseif not period.expire_time then
      found = { problem("not_found", ("the billing service lists no server %s"):format(entry.server_id),
        "check the id against cph.servers.list; a new server may show a little later") }
    else
      complete(entry, period, resource, model)
      found = problems_of(entry)
      entry.is_wrong = plan_problems.has_error(found)
    end
    for _, one in ipairs(found) do
      problems[#problems + 1] = rows.placed(one, entry.row, entry.index)
    end
  end
  return entries, problems
end

return changes
