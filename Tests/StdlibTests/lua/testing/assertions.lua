local require = ...
local assertions = require "cph.testing.assertions"
local spies = require "cph.testing.spies"

local check = assertions

local function failure(action)
  local ok, err = pcall(action)
  assert(not ok, "nothing was raised")
  return tostring(err)
end

local function fails_with(text, action)
  local message = failure(action)
  assert(message:find(text, 1, true), ("%q is not in %s"):format(text, message))
end

-- As Lua's own
assert(select("#", check(1, 2, nil)) == 3)
assert(failure(function() check(false, "why") end):find "assertions.lua:%d+: why$")
assert(failure(function() check(nil) end):find "assertion failed!$")
local reason = {}
local _, raised = pcall(check, false, reason)
assert(raised.message == reason and raised.kind == "assertion")

-- What holds
check.same({ 1, { x = 2 } }, { 1, { x = 2 } })
check.are.same({}, {})
check.equal("a", "a")
check.are_not.equals(1, 2)
check.is_true(true)
check.is.True(true)
check.is_not_true(1)
check.is_false(false)
check.is_nil(nil)
check.is_not_nil(false)
check.truthy(0)
check.is_not.falsy(0)
check.falsy(nil)
check.near(1, 1.05, 0.1)
check.is_not.near(1, 2, 0.1)
check.matches("^b%d", "b12")
check.has_no_match("^b%d", "a12")
check.unique { 1, 2, 3 }
check.is_not_unique { 1, 1 }
check.is_not_unique({ { 1 }, { 1 } }, true)
check.is_string ""
check.is_number(1)
check.is_table {}
check.is_function(print)
check.is_callable(setmetatable({}, { __call = print }))
check.returned_arguments(3, 1, nil, nil)
check.array({ 1, nil, 3 }).has.holes()
check.array({ 1, 2 }).has_no.holes()
assert(check.is_table({ 7 })[1] == 7, "an assertion returns what it was given")
assert(select(2, check.matches("(%a)(%d)", "b12")) == "1", "a match returns its captures")
check.is.near("1.5", "2.0", "0.5")
check.equals.Not(true, false)

-- Errors
local function raise(err)
  return function()
    error(err)
  end
end
check.has_error(raise "boo")
check.has.errors(raise "boo", "boo")
check.error(raise { code = 7 }, { code = 7 })
check.has_no.errors(function() end)
assert(check.error_matches(raise "boo 12", "%d+") == "12")
assert(check.has_error(raise { code = 7 }).code == 7, "an error that is expected is returned")
check.has_error.matches(raise "boo 12", "boo")
check.error_matches(raise "a.b", "a.b", 1, true)
fails_with("nothing was raised", function() check.has_error(print) end)
fails_with('expected "bar"\n     got "boo"', function() check.has_error(raise "boo", "bar") end)
fails_with("expected no error", function() check.has_no.errors(raise "boo") end)
fails_with('expected an error that matches "x"', function() check.error_matches(raise "boo", "x") end)

-- What does not hold
fails_with("expected 1\n     got 2", function() check.equal(1, 2) end)
fails_with("assert.same compares what tables hold", function() check.equal({}, {}) end)
fails_with("first difference at a[2].b: expected 1, got nil", function()
  check.same({ a = { 0, { b = 1 } } }, { a = { 0, {} } })
end)
fails_with("first difference at [\"a b\"]: expected nil, got 1", function() check.same({}, { ["a b"] = 1 }) end)
fails_with("did not expect 1 to be equal", function() check.are_not.equal(1, 1) end)
fails_with("expected nil\n     got 3", function() check.is_nil(3) end)
fails_with("my words\nexpected", function() check.equal(1, 2, "my words") end)
fails_with("my words", function() check.message("my words").is_true(false) end)
fails_with("expected 1 ± 0.1\n     got 2", function() check.near(1, 2, 0.1) end)

-- Slips
fails_with("did you mean assert.same?", function() check.sme(1, 1) end)
check.is_not(1)
fails_with("assert has no \"are.odd\"", function() check.are.odd(1) end)
fails_with("assert.falsy takes 1 argument, not 0", function() check.falsy() end)
check.is_nil()
local _ = check.are.odd -- words count when they are called
fails_with("assert.same takes 2 arguments, not 1", function() check.same(1) end)

-- Spies
local spy = spies.spy.new()
fails_with("got none", function() check.spy(spy).was.called() end)
spy(1, { 2 })
check.spy(spy).was.called()
check.spy(spy).was.called(1)
check.spy(spy).was.called_with(1, { 2 })
check.spy(spy).was_not.called_with(1)
check.spy(spy).called_at_least(1)
check.spy(spy).called_less_than(2)
fails_with("expected a call that passed (3)\n     got (1, { 2 })", function() check.spy(spy).was.called_with(3) end)

-- One's own
check:register("assertion", "has_property", function(_, arguments)
  return arguments[2][arguments[1]] ~= nil
end)
check.has.property("x", { x = 1 })
check.has_property("x", { x = 1 })
check.Not.has.property("y", { x = 1 })
assert(check.has_error(raise "boo") == "boo")
check:register("assertion", "even", function(_, arguments)
  return arguments[1] % 2 == 0
end, "%s should be even", "%s should be odd")
check.is_even(2)
check.is_not_even(3)
fails_with("3 should be even", function() check.is_even(3) end)
fails_with("2 should be odd", function() check.is_not_even(2) end)
check:unregister("assertion", "even")
fails_with("assert has no", function() check.is_even(2) end)
check:register("modifier", "thing", function(state, arguments)
  state.thing = arguments and arguments[1] or state.thing
end)
check:register("assertion", "big", function(state)
  return rawget(state, "thing") > 10, { "returned" }
end)
assert(check.thing(11).is_big() == "returned")
check.thing(1).is_not_big()
local isnt = check.is_not
isnt.equal(1, 2)
isnt.equal(1, 3)

-- Levels
local function helper()
  check(false, "why", check:level(2))
end
local line = debug.getinfo(1, "l").currentline + 1
local _, err = pcall(function() helper() end)
assert(tostring(err):find(("assertions.lua:%d: why$"):format(line)), tostring(err))
assert(check:get_level(check:level(3)) == 3 and check:get_level(3) == nil)

-- `__eq` of the values themselves does not count, that of what is in them does.
local always = { __eq = function() return true end }
check.are_not.same(setmetatable({ 1 }, always), setmetatable({ 2 }, always))
check.same({ setmetatable({ 1 }, always) }, { setmetatable({ 2 }, always) })

-- A snapshot
local snapshot = check:snapshot()
local function shout(value)
  return type(value) == "string" and value:upper() or nil
end
check:add_formatter(shout)
check:set_parameter("depth", 3)
fails_with("expected A\n     got 1", function() check.equal("a", 1) end)
assert(check:get_parameter "depth" == 3 and check:format({ "a", n = 1 })[1] == "A")
snapshot:revert()
snapshot:revert()
assert(check:get_parameter "depth" == nil)
fails_with('expected "a"\n     got 1', function() check.equal("a", 1) end)
