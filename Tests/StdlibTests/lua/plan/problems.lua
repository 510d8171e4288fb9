local require = ...
local problems = require "cph.plan.problems"

local found = cph.validate { server_name = "x" }
assert(#found > 0)
for _, problem in ipairs(found) do
  assert(tostring(problems.new(problem)) == tostring(problem))
  assert(problems.new(problem) ~= problem)
end

local own = problems.new { path = "rows[1]", severity = "warning", message = "m", hint = "h", row = 1 }
assert(tostring(own) == "rows[1]: warning: m; h")
local names = {}
for name in cph.sorted(own) do
  names[#names + 1] = name
end
assert(table.concat(names, " ") == "hint message path row severity")
