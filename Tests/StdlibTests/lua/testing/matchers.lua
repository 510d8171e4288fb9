local require = ...
local matchers = require "cph.testing.matchers"
local assertions = require "cph.testing.assertions"

local same, match = matchers.same, matchers.match

assert(same(1, 1) and same("a", "a") and not same(1, "1") and same({}, {}))
local ok, path = same({ 1, { x = { 2 } } }, { 1, { x = { 3 } } })
assert(not ok and table.concat(path, ".") == "2.x.1")
assert(not same({ 1 }, { 1, 2 }) and not same({ 1, 2 }, { 1 }) and not same({}, 1))

local first, second = { 1 }, { 1 }
first.self, second.self = first, second
assert(same(first, second), "tables that contain themselves are compared")

local always = { __eq = function() return true end }
assert(same(setmetatable({ 1 }, always), setmetatable({ 2 }, always)), "__eq decides")
local nic = cph.models.NicForSingleServer { subnet_id = "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }
assert(same({ subnet_id = "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, nic), "models are compared as data")
assert(not same({ subnet = 1 }, nic))

local copy = matchers.copy(first)
assert(copy ~= first and copy.self == copy and copy[1] == 1)

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
