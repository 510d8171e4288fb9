local require = ...
local matchers = require "cph.testing.matchers"
local assertions = require "cph.testing.assertions"

local same, match = require("cph.testing.comparison").same, matchers.match

local first, second = { 1 }, { 1 }
assertions.is_true(true) -- the assertions are matchers too
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
