--- Makes the problems that plans find, which print as those that `cph.validate` lists.
---
---     local new_problem = require "cph.plan.problem"
---     local problem = new_problem { path = "rows[1]", message = "is odd", hint = "look at it" }
---     assert(tostring(problem) == "rows[1]: is odd; look at it")

--- A problem with these fields and no others.
---@param fields table
---@return cph.Problem
return function(fields)
  local problem = cph.validate({})[1]
  for name in next, problem do
    problem[name] = nil
  end
  for name, value in next, fields do
    problem[name] = value
  end
  return problem
end
