--- A purchase of any count as calls of at most 10.
---
---     local split = require "cph.plan.split"
---     local calls = split { server_name = "game", count = 25 }
---     assert(#calls == 3 and calls[3].server_name == "game-b03" and calls[3].count == 5)

local MOST = 10 -- servers in one call
local LONGEST = 60 -- characters of a name, with all that is appended
local SERVICE_SUFFIX = #"-0001" -- what the service appends to the names of a call's servers
local MOST_SERVERS = 1000000 -- in one row; more is a slip of the pen

---@param base string
---@param number integer
---@return string
local function call_name(base, number)
  return ("%s-b%02d"):format(base, number)
end

--- What was bought under this name, by the calls' numbers. Where nothing was bought, nothing is kept.
---@param base string
---@param records table[]
---@return table<integer, table> kept
---@return integer servers
local function kept_calls(base, records)
  local kept, servers = {}, 0
  for _, record in ipairs(records) do
    local number = math.tointeger(tonumber(record.name:match "%-b(%d+)$"))
    local is_ours = number and number <= MOST_SERVERS and record.name == call_name(base, number)
    if is_ours and not record.may_send then
      kept[number] = record
      servers = servers + record.count
    end
  end
  return kept, servers
end

---@param body table
---@param count integer
---@param number integer
---@return table
local function call(body, count, number)
  local result = {}
  for name, value in next, body do
    result[name] = value
  end
  result.server_name, result.count = call_name(body.server_name, number), count
  return result
end

---@param path string
---@param code string
---@param message string
---@param hint string
---@return table
local function problem(path, code, message, hint)
  return {
    path = path, code = code, severity = "error", basis = "documented", message = message, hint = hint,
  }
end

---@param value any
---@return string
local function shown(value)
  return type(value) == "string" and ("%q"):format(value) or tostring(value)
end

--- How a call differs from what was bought under its name.
---@param record table
---@param new table
---@param problems table[]
local function compare(record, new, problems)
  for _, change in ipairs(cph.diff(record.request, new)) do
    problems[#problems + 1] = problem(
      change.path, "conflict", change.new == nil and "is absent" or "is " .. shown(change.new),
      (change.old == nil and "recorded without it" or "recorded with " .. shown(change.old)) .. " as " .. record.name
    )
  end
end

---@param body table
---@param calls table[]
---@return table[]
local function name_problems(body, calls)
  local longest = #calls == 0 and 0 or utf8.len(calls[#calls].server_name) + SERVICE_SUFFIX
  if longest <= LONGEST then
    return {}
  end
  local length = utf8.len(body.server_name)
  return {
    problem(
      "server_name", "length", ("has %d characters"):format(length),
      ("must be at most %d characters for this count: %s and the service's -0001 are appended"):format(
        LONGEST - (longest - length), calls[#calls].server_name:match "%-b%d+$"
      )
    ),
  }
end

---@param body table
---@param kept table<integer, table>
---@param open integer  servers that are not bought yet
---@return table[] calls
---@return table[] problems
local function calls_of(body, kept, open)
  local calls, problems, left, number = {}, {}, body.count, 0
  while left > 0 do
    number = number + 1
    local record = kept[number]
    local count = record and record.count or math.min(MOST, open)
    if count > 0 then
      local new = call(body, count, number)
      if record then
        compare(record, new, problems)
      else
        open = open - count
      end
      calls[#calls + 1], left = new, left - count
    end
  end
  return calls, problems
end

--- The calls in order: NAME-b01, NAME-b02 and so on. Calls that `records` shows as bought keep their count, and what
--- `count` has beyond them is appended; a smaller count and other content are problems.
---@param body cph.CreateServer  with a count of 1 or more
---@param records? table[]  as `cph.ledger.list` gives them
---@return cph.CreateServer[] calls
---@return cph.Problem[] problems
local function split(body, records)
  if math.type(body.count) ~= "integer" or body.count < 1 or body.count > MOST_SERVERS then
    local hint = ("must be 1 to %d; a plan splits it into calls of at most %d"):format(MOST_SERVERS, MOST)
    return {}, { problem("count", "range", "is " .. shown(body.count), hint) }
  end
  local kept, servers = kept_calls(body.server_name, records or {})
  if servers > body.count then
    local hint = ("recorded with %d; servers that were bought cannot be planned away"):format(servers)
    return {}, { problem("count", "conflict", "is " .. body.count, hint) }
  end
  local calls, problems = calls_of(body, kept, body.count - servers)
  for _, found in ipairs(name_problems(body, calls)) do
    problems[#problems + 1] = found
  end
  return calls, problems
end

return split
