local require = ...
local failure = require "cph.testing.failure"

local function fails(level)
  failure.raise("why", level)
end

local line = debug.getinfo(1, "l").currentline + 1
local ok, err = pcall(function() fails() end)
assert(not ok and err.kind == "assertion" and err.message == "why" and err.is_elsewhere == nil)
assert(tostring(err):find(("failure.lua:%d: why$"):format(line - 4)), tostring(err))
ok, err = pcall(function() fails(2) end)
assert(not ok and tostring(err):find(("failure.lua:%d: why$"):format(line + 3)) and err.is_elsewhere)
ok, err = pcall(failure.raise, { code = 7 })
assert(not ok and err.message.code == 7 and err.text == "{ code = 7 }")
