local require = ...
local caller = require "cph.plan.caller"

local function add()
  return (caller())
end
local first = add()
local second = add()
assert(first:match ":(%d+)$" + 1 == tonumber(second:match ":(%d+)$"), first .. " " .. second)
