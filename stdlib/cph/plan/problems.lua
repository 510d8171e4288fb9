--- The problems that plans find: they print as those that `cph.validate` lists, and an error shows the first of them.
---
---     local problems = require "cph.plan.problems"
---     local problem = problems.new { path = "rows[1]", message = "is odd", hint = "look at it" }
---     assert(tostring(problem) == "rows[1]: is odd; look at it")
local require = ...
local counted = require "cph.output.counted"

local problems = {}

local MOST_SHOWN = 20 -- problems in one error; `plan:validate` returns all

--- A problem with these fields and no others.
---@param fields table
---@return cph.Problem
function problems.new(fields)
  local problem = cph.validate({})[1]
  for name in next, problem do
    problem[name] = nil
  end
  for name, value in next, fields do
    problem[name] = value
  end
  return problem
end

--- What a policy forbids.
---@param breach { path: string, message: string, hint: string }
---@return cph.Problem
function problems.forbidden(breach)
  return problems.new {
    path = breach.path, code = "policy", severity = "error", basis = "documented", message = breach.message,
    hint = breach.hint,
  }
end

--- Whether one of the problems is an error, and not only a warning.
---@param list cph.Problem[]
---@return boolean
function problems.has_error(list)
  for _, problem in ipairs(list) do
    if problem.severity == "error" then
      return true
    end
  end
  return false
end

--- A problem of a row's body, with the row and the line that it comes from.
---@param problem cph.Problem
---@param row cph.plan.Row
---@param index integer
---@return table
function problems.placed(problem, row, index)
  local result = problems.new(problem)
  result.row, result.name, result.line, result.field = index, row.name, row.line, problem.path
  result.path = ("rows[%d].%s"):format(index, problem.path)
  result.message = ("%s in %s (%s)"):format(problem.message, row.name, row.line)
  return result
end

--- Raises one error that says what is wrong with a plan.
---@param name string  of the plan
---@param list cph.Problem[]
---@param kind "argument"|"denied"
function problems.refuse(name, list, kind)
  local errors, code, shown = 0, nil, {}
  for _, problem in ipairs(list) do
    if problem.severity == "error" then
      errors, code = errors + 1, code or problem.code
    end
    if #shown < MOST_SHOWN then
      shown[#shown + 1] = problem
    end
  end
  local more = #list > #shown and ("; the first %d:"):format(#shown) or ""
  cph.raise {
    kind = kind, code = code, problems = shown,
    message = ("%s in plan %s; nothing was sent%s"):format(counted(errors, "problem"), name, more),
  }
end

return problems
