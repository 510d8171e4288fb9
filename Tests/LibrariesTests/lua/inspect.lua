local inspect = require "inspect"
assert(inspect { 1, 2, { a = 3, ["b c"] = true } } == '{ 1, 2, {\n    a = 3,\n    ["b c"] = true\n  } }')
local t = {}
t.t = t
assert(inspect(t) == "<1>{\n  t = <table 1>\n}")
assert(inspect(setmetatable({}, { x = 1 })) == "{\n  <metatable> = {\n    x = 1\n  }\n}")
local plan = cph.plan "p"
-- What a plan holds is not in the table that scripts have.
assert(inspect(plan):sub(1, 1) == "{" and not inspect(plan):find "rows")
assert(inspect(cph.order.months(1)):find "period_num = 1")
