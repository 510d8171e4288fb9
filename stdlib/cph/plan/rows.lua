--- The rows of a plan: checked one by one, then made into calls together. `cph.plan` is made of it.
---
---     local rows = require "cph.plan.rows"
---     local row = rows.new({ server_name = "game", count = 25 }, "fleet.lua:7")
---     local calls, problems = rows.resolve({ row }, cph.ledger.list)
---     assert(#calls == 0 and problems[1].path == "rows[1].server_model_name")
local require = ...
local plan_problems = require "cph.plan.problems"
local split = require "cph.plan.split"

local rows = {}

---@class cph.plan.Row
---@field body? cph.CreateServer  in wire form; absent when `problems` has an error
---@field name string
---@field line string  where it was added, as file:line
---@field problems cph.Problem[]  of the body itself
---@field calls? cph.CreateServer[]  while nothing is recorded of it
---@field found? cph.Problem[]  what is wrong with them

--- A row checked on its own. The model knows calls of 1 to 10; larger counts are for `cph.plan.split` to judge.
---@param body table
---@param line string  where it stands, for messages
---@return cph.plan.Row
function rows.new(body, line)
  body = cph.servers.complete(body)
  local count = type(body.count) == "number" and math.tointeger(body.count)
  if count then
    body.count = math.min(10, math.max(1, count))
  end
  local name = type(body.server_name) == "string" and body.server_name or "no name"
  local checked, problems = cph.models.CreateServer.examine(body)
  if checked then
    checked.count = count
  end
  return { name = name, line = line, problems = problems, body = checked }
end

--- What all names of the plan begin with.
---@param list cph.plan.Row[]
---@return string?  nil when there is no valid row
local function common_prefix(list)
  local prefix
  for _, row in ipairs(list) do
    local name = row.body and row.name or prefix
    prefix = prefix or name
    while prefix and (name:sub(1, #prefix) ~= prefix or not utf8.len(prefix)) do
      prefix = prefix:sub(1, -2)
    end
  end
  return prefix
end

--- The recorded purchases by the row they belong to.
---@param list cph.plan.Row[]
---@param recorded fun(filter: { prefix: string }): table[]
---@return table<string, table[]>
local function records_by_row(list, recorded)
  local prefix, result = common_prefix(list), {}
  if not prefix then
    return result
  end
  for _, record in ipairs(recorded { prefix = prefix }) do
    local name = record.name:match "^(.*)%-b%d+$"
    if name then
      result[name] = result[name] or {}
      table.insert(result[name], record)
    end
  end
  return result
end

--- The calls of a row and what is wrong with them. While nothing of the row is recorded they are made once.
---@param row cph.plan.Row
---@param records? table[]
---@return cph.CreateServer[] calls
---@return cph.Problem[] problems
local function calls_of(row, records)
  if not row.body then
    return {}, {}
  elseif records then
    return split(row.body, records)
  elseif not row.calls then
    row.calls, row.found = split(row.body)
  end
  return row.calls, row.found
end

--- All calls in plan order, what is wrong, and what is recorded of them.
---@param list cph.plan.Row[]
---@param recorded fun(filter: { prefix: string }): table[]  such as `cph.ledger.list`
---@return cph.CreateServer[] calls
---@return table[] problems
---@return table<string, table> records  by call
function rows.resolve(list, recorded)
  local calls, problems, records = {}, {}, {}
  local by_row = records_by_row(list, recorded)
  for index, row in ipairs(list) do
    local own = by_row[row.name]
    local new, found = calls_of(row, own)
    table.move(new, 1, #new, #calls + 1, calls)
    for _, some in ipairs { row.problems, found } do
      for _, problem in ipairs(some) do
        problems[#problems + 1] = plan_problems.placed(problem, row, index)
      end
    end
    for _, record in ipairs(own or {}) do
      records[record.name] = record
    end
  end
  return calls, problems, records
end

--- Adds what policies forbid of the calls that are still to be made.
---@param plan string  its name
---@param found cph.Problem[]  what is known to be wrong, to which it is added
---@param list cph.plan.Row[]
---@param calls cph.CreateServer[]
---@param records table<string, table>  by call
---@return cph.Problem[] found
function rows.add_policy(plan, found, list, calls, records)
  local open, places = {}, {}
  for _, call in ipairs(calls) do
    local record = records[call.server_name]
    if not record or record.may_send then
      open[#open + 1] = call
    end
  end
  for index, row in ipairs(list) do
    places[row.name] = index
  end
  for _, forbidden in ipairs(cph.gate.policy(plan, open)) do
    local name = forbidden.call and open[forbidden.call].server_name
    local index = name and (places[name] or places[name:match "^(.*)%-b%d+$"])
    local problem = plan_problems.forbidden(forbidden)
    found[#found + 1] = index and plan_problems.placed(problem, list[index], index) or problem
  end
  return found
end

--- The calls of a plan that has no errors. Raises an error of kind `argument` with what is wrong otherwise.
---@param name string  of the plan
---@param list cph.plan.Row[]
---@param recorded fun(filter: { prefix: string }): table[]
---@return cph.CreateServer[] calls
---@return table<string, table> records
function rows.valid_calls(name, list, recorded)
  local calls, problems, records = rows.resolve(list, recorded)
  if plan_problems.has_error(problems) then
    plan_problems.refuse(name, problems, "argument")
  end
  return calls, records
end

return rows
