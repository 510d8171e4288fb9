local require = ...
local checks = require "cph.testing.spy_checks"
local spies = require "cph.testing.spies"

local double = spies.spy.new(function(x) return 2 * x end)

local function run(name, is_negated, ...)
  local state = { payload = double, mod = not is_negated }
  return (checks[name].test(state, table.pack(...)) and true or false) == state.mod
end

assert(run("called", true) and not run "called")
double(1)
assert(run "called" and run("called", false, 1) and run("called", true, 2) and not run("called", true))
assert(run("called_at_least", false, 1) and run("called_at_most", false, 1) and run("called_less_than", false, 2))
assert(run("called_more_than", false, 0) and run("called_more_than", true, 1))
assert(run("called_with", false, 1) and run("called_with", true, 2) and run("returned_with", false, 2))
local ok, err = pcall(checks.called.test, { payload = print, mod = true }, { n = 0 })
assert(not ok and err:find "takes the spy", err)
ok, err = pcall(checks.called_with.test, { mod = true }, { n = 0 })
assert(not ok and err:find "must come first", err)
