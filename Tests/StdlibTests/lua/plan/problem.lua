local require = ...
local new_problem = require "cph.plan.problem"

local found = cph.validate { server_name = "x" }
assert(#found > 0)
for _, problem in ipairs(found) do
  assert(tostring(new_problem(problem)) == tostring(problem))
  assert(new_problem(problem) ~= problem)
end

local own = new_problem { path = "rows[1]", severity = "warning", message = "m", hint = "h", row = 1 }
assert(tostring(own) == "rows[1]: warning: m; h")
local names = {}
for name in cph.sorted(own) do
  names[#names + 1] = name
end
assert(table.concat(names, " ") == "hint message path row severity")
