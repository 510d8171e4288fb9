local require = ...
local matchers = require "cph.testing.matchers"

local same, match = require("cph.testing.comparison").same, matchers.match

local first, second = { 1 }, { 1 }
assert(same({ match._, match.is_string(), match.is_not_nil() }, { 1, "x", 2 }))
assert(not same({ match.is_string() }, { 1 }) and same({ match.is_near(1, 0.5) }, { 1.2 }))
assert(same({ match.is_all_of(match.is_string(), match.matches "^a") }, { "ab" }))
assert(same({ match.is_any_of(match.is_nil(), match.is_number()) }, { 5 }))
assert(not same({ match.is_none_of(match.is_number()) }, { 5 }))
assert(same({ match.is_ref(first) }, { first }) and not same({ match.is_ref(first) }, { second }))
assert(same({ match.is["not"].equal(3) }, { 4 }))
assert(tostring(match._) == "<anything>")
local fine, err = pcall(function() return match.is_strng() end)
assert(not fine and err:find 'match has no "is_strng"', err)
for _, misuse in ipairs {
  function() return match.is_near(1) end, function() return match.is_near("x", 1) end,
  function() return match.matches(5) end, function() return match.is_ref(5) end,
  function() return match.all_of(5) end, function() return match.any_of() end, function() return match.is_same() end,
} do
  fine, err = pcall(misuse)
  assert(not fine and err.kind == "assertion" and err.text:find "^match%.[%w_]+ takes ", tostring(err))
end
local isnt = match.is_not()
assert(isnt.string()(5) and matchers.is_matcher(match._) and matchers.is_ref_matcher(match.is_ref(first)))
matchers.register("even", function()
  return function(value) return value % 2 == 0 end
end)
assert(match.is_even()(2) and match.is_not_even()(3))
matchers.unregister "even"
