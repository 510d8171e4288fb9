local require = ...
local new_suite = require "cph.testing.suite"
local assertions = require "cph.testing.assertions"
local spies = require "cph.testing.spies"

local suite = new_suite { filter = { "wanted" } }
local names = suite.environment
assert(names.assert == assertions and names.spy == spies.spy and names.print == print)
assert(suite.names.describe and suite.names.finally and suite.names.mock and not suite.names.print)
assert(suite.modules.busted.describe == names.describe and suite.modules.busted.assert == assertions)

local heard = {}
suite.modules.busted.subscribe({ "test", "end" }, function(element, _, outcome)
  heard[#heard + 1] = element.name .. " " .. outcome
end)

-- Spies of a block stay for its tests, those of a test end with it.
local object = { f = print, g = print }
suite.start("a_spec.lua", function()
  names.setup(function() names.stub(object, "f").returns "stubbed" end)
  names.before_each(function() names.stub(object, "g") end)
  names.after_each(function() assert(spies.is_spy(object.g)) end)
  names.it("wanted 1", function() assert(object.f() == "stubbed") end)
  names.it("wanted 2", function() assert(object.f() == "stubbed") end)
  names.it("other", function() error "ran" end)
end)
local notes = {}
local step = suite.next()
while step do
  if step.action == "begin" then
    assert(object.g == print)
  elseif step.action == "note" then
    notes[#notes + 1] = step.outcome
  end
  local ok, err = pcall(step.body or type, step)
  assert(ok, err)
  step = suite.next "passed"
end
assert(object.f == print and object.g == print)
assert(table.concat(notes, " ") == "passed passed" and heard[2] == "wanted 2 passed")

suite.install(function(name) return name == "say" end)
assert(package.preload["luassert.spy"]() == spies.spy and not package.preload.say)
for name in pairs(suite.modules) do
  package.preload[name] = nil
end
