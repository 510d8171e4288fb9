--- How an assertion fails: with a table that prints as its message and says where it was written.
---
---     local failure = require "cph.testing.failure"
---     local ok, err = pcall(failure.raise, "expected 1, got 2")
---     assert(not ok and err.kind == "assertion" and tostring(err) == "expected 1, got 2")

local failure = {}

local getinfo = debug.getinfo

local meta = {
  __tostring = function(err)
    return tostring(err.message)
  end,
}

--- Where an assertion was called, or `level - 1` calls further out; nil where that is not Lua, and in a sandbox.
---@param level integer
---@return string?
local function place(level)
  local depth = 3
  local frame = getinfo and getinfo(depth, "S")
  while frame and frame.short_src:find "^stdlib/cph/" do
    depth = depth + 1
    frame = getinfo(depth, "S")
  end
  frame = frame and getinfo(depth + level - 1, "Sl")
  if frame and frame.currentline > 0 then
    return ("%s:%d"):format((frame.source:gsub("^[@=]", "")), frame.currentline)
  end
end

--- Fails. `cph test` shows the place; it takes what this raises for a failure, and all else for an error.
---@param message any
---@param level? integer  whose place counts: 1 is the caller's, 2 that of whoever called it
function failure.raise(message, level)
  error(setmetatable({ kind = "assertion", message = message, place = level and level > 1 and place(level) or nil },
    meta), 0)
end

return failure
