local require = ...
local value = require "cph.args.value"

assert(value({ type = "integer", min = -2 }, "-2") == -2)
assert(select(2, value({ type = "integer", min = -2 }, "-3")) == 'is "-3"; must be at least -2')
assert(select(2, value({ type = "number", max = 1 }, "1.5")) == 'is "1.5"; must be at most 1')
for _, wrong in ipairs { "", "0x10", "1.0", "1 ", "inf", "nan" } do
  assert(not value({ type = "integer" }, wrong), wrong)
end
for _, wrong in ipairs { "", "0x10", "inf", "nan", "1e", "--1" } do
  assert(not value({ type = "number" }, wrong), wrong)
end
assert(value({ type = "number" }, "1e3") == 1000)
assert(value({}, "") == "")
assert(#value({ type = "list" }, "a") == 1)
