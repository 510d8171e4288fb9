local require = ...
local shown = require "cph.testing.shown"
local matchers = require "cph.testing.matchers"

assert(shown.value "a" == '"a"' and shown.value(matchers.match._) == "<anything>")
assert(shown.path { "a", 2, "b c" } == 'a[2]["b c"]')
assert(shown.list { 1, nil, n = 2 } == "(1, nil)")
assert(shown.difference({ 1, { 2 } }, { 1, { 3 } }, { 2, 1 }):find "first difference at %[2%]%[1%]: expected 2, got 3")

local put_back = shown.save()
local function loud(value)
  return value == "a" and "AAA" or nil
end
shown.add(loud)
assert(shown.value "a" == "AAA" and shown.value "b" == '"b"')
shown.remove(loud)
assert(shown.value "a" == '"a"')
shown.add(loud)
shown.set_parameter("level", 2)
assert(shown.parameter "level" == 2)
put_back()
assert(shown.value "a" == '"a"' and shown.parameter "level" == nil)
