--- How an assertion fails: with a table that prints as its message and says where it was written.
---
---     local failure = require "cph.testing.failure"
---     local ok, err = pcall(function() failure.raise "expected 1, got 2" end)
---     assert(not ok and err.kind == "assertion" and err.text == "expected 1, got 2")
---     assert(tostring(err):find "^.-:%d+: expected 1, got 2$")

local failure = {}

local getinfo = debug.getinfo

-- What fails prints with its place in front, as texts that `error` raises.
local meta = {
  __tostring = function(err)
    return (err.place and err.place .. ": " or "") .. err.text
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

---@param message any
---@return string
local function text_of(message)
  local own = getmetatable(message)
  local prints = own == false or type(own) == "table" and own.__tostring ~= nil
  return (type(message) == "string" or prints) and tostring(message) or cph.inspect(message)
end

--- Fails. `cph test` shows the place; it takes what this raises for a failure, and all else for an error.
---@param message any
---@param level? integer  whose place counts: 1 is the caller's, 2 that of whoever called it
function failure.raise(message, level)
  error(setmetatable({
    kind = "assertion", message = message, text = text_of(message), place = place(level or 1),
    is_elsewhere = level ~= nil and level > 1 and "yes" or nil,
  }, meta), 0)
end

return failure
