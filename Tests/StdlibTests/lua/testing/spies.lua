local require = ...
local spies = require "cph.testing.spies"
local matchers = require "cph.testing.matchers"

local spy, stub, mock = spies.spy, spies.stub, spies.mock

local list = {}
local double = spy(function(x, t)
  t[1] = x
  return 2 * x, "two"
end)
assert(select(2, double(4, list)) == "two")
assert(double:called() and double:called(1) and not double:called(2))
assert(double:called_with(4, {}), "arguments are remembered as they were")
assert(not double:called_with(4, list) and double.calls[1].refs[2] == list, "the list has changed since")
assert(double:called_with(4, matchers.match.is_ref(list)) and double:returned_with(8, "two"))
assert(not double:called_with(4) and not double:called_with(4, {}, nil))
assert(double:called_with(matchers.match.is_number(), matchers.match._))
assert(not double:clear():called())

local object = { greet = function(_, name) return "hello " .. name end, inner = { f = print } }
local original = object.greet
spy.on(object, "greet")
assert(object:greet "you" == "hello you" and object.greet:called(1))
assert(object.greet:revert() == original and object.greet == original)
spy.on(object, "nothing")
assert(object.nothing() == nil and object.nothing:called(1))
object.nothing:revert()
assert(object.nothing == nil and not pcall(spy.on, { f = 1 }, "f"))

local greet = stub(object, "greet", "fixed")
assert(object:greet() == "fixed")
greet.returns("other", 2)
assert(select(2, object:greet()) == 2)
greet.on_call_with(object, "me").returns "it's me"
greet.on_call_with(object, "us").invokes(function(_, name) return name:upper() end)
assert(object:greet "me" == "it's me" and object:greet "us" == "US" and object:greet "x" == "other")
assert(greet:called(5))
local asked, reply = { 1 }, stub.new()
reply.on_call_with(asked).returns "one"
asked[1] = 2
assert(reply { 1 } == "one" and reply { 2 } == nil, "what it was told then counts")
assert(stub({ f = print }, "f", function(x) return x + 1 end)(4) == 5)
assert(not pcall(stub, { f = 1 }, "f") and not pcall(spy.new, 1) and not pcall(stub, 5, "f"))
local first = stub.new()
first.on_call_with(1).returns "one"
first.on_call_with(1).returns "uno"
assert(first(1) == "one", "what was said first counts")

-- What an object inherits it inherits again.
local class = { method = function() return "class" end }
class.__index = class
local instance = setmetatable({}, class)
local on_instance = spy.on(instance, "method")
assert(instance:method() == "class" and on_instance:called(1))
on_instance:revert()
on_instance:revert()
assert(rawget(instance, "method") == nil and instance:method() == "class")

-- On behalf of a block, and of a test in it.
local block, test = {}, {}
local outer_scope = spies.enter(block)
local in_block = { f = print, g = print }
stub(in_block, "f")
spies.enter(test)
stub(in_block, "g")
stub(in_block, "g")
spies.release(test)
assert(in_block.g == print and spies.is_spy(in_block.f))
spies.release(block)
assert(in_block.f == print)
spies.enter(outer_scope)
local later = { f = print, g = print }
spies.enter(test)
stub(later, "f")
local mark_of_test = spies.mark()
stub(later, "g")
spies.release(test)
spies.enter(block)
stub(later, "f")
spies.revert(mark_of_test)
assert(later.f == print and later.g == print, "a mark counts after what it counted is gone")
spies.enter(outer_scope)
local mocked = mock(function() return 3 end)
assert(mocked() == 3 and mocked:called(1) and mock({ f = print }, true, 5).f() == 5)

local mark = spies.mark()
mock(object, true)
assert(spies.is_spy(object.inner.f) and object.inner.f() == nil)
mock.clear(object)
assert(#object.inner.f.calls == 0)
spies.revert(mark)
assert(object.inner.f == print and spies.is_spy(object.greet), "what was there before the mark stays")
spies.revert()
assert(object.greet == original)
