local require = ...
local comparison = require "cph.testing.comparison"

local same = comparison.same

assert(same(1, 1) and same("a", "a") and not same(1, "1") and same({}, {}))
local ok, path = same({ 1, { x = { 2 } } }, { 1, { x = { 3 } } })
assert(not ok and table.concat(path, ".") == "2.x.1")
assert(not same({ 1 }, { 1, 2 }) and not same({ 1, 2 }, { 1 }) and not same({}, 1))

local first, second = { 1 }, { 1 }
first.self, second.self = first, second
assert(same(first, second), "tables that contain themselves are compared")

local always = { __eq = function() return true end }
local one, other = setmetatable({ 1 }, always), setmetatable({ 2 }, always)
assert(not same(one, other) and same({ one }, { other }) and comparison.fits(one, other), "__eq decides inside")
assert(comparison.repeated { 1, 2 } == nil and comparison.repeated { 1, 1 } and comparison.repeated({ {}, {} }, true))
local nic = cph.models.NicForSingleServer { subnet_id = "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }
assert(same({ subnet_id = "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, nic), "models are compared as data")
assert(not same({ subnet = 1 }, nic))

local copy = comparison.copy(first)
assert(copy ~= first and copy.self == copy and copy[1] == 1)
