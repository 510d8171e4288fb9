--- Finds where two values differ: `cph.diff(old, new)`.
---
---     local changes = cph.diff({ count = 5, nics = { { id = "a" } } }, { count = 5, nics = { { id = "b" } } })
---     assert(#changes == 1 and changes[1].path == "nics[1].id" and changes[1].old == "a" and changes[1].new == "b")

---@class cph.diff.Change
---@field path string  as a script would write it
---@field old any  nil when it is new
---@field new any  nil when it is gone

---@param path string
---@param key any
---@return string
local function step(path, key)
  if math.type(key) == "integer" then
    return ("%s[%d]"):format(path, key)
  end
  return path == "" and tostring(key) or path .. "." .. tostring(key)
end

---@param old any
---@param new any
---@param path string
---@param changes cph.diff.Change[]
---@param open table<table, table>  the tables around these, each with what it is compared to
local function compare(old, new, path, changes, open)
  if type(old) ~= "table" or type(new) ~= "table" then
    if old ~= new then
      changes[#changes + 1] = { path = path, old = old, new = new }
    end
    return
  end
  if rawequal(old, new) or open[old] == new then
    return
  end
  local before, keys = open[old], {}
  open[old] = new
  for _, side in ipairs { old, new } do
    for key in next, side do
      keys[key] = true
    end
  end
  for key in cph.sorted(keys) do
    compare(rawget(old, key), rawget(new, key), step(path, key), changes, open)
  end
  open[old] = before
end

--- Every place where the two differ, sorted by path. Tables are compared by what they hold.
---@param old any
---@param new any
---@return cph.diff.Change[]
local function diff(old, new)
  local changes = {}
  compare(old, new, "", changes, {})
  return changes
end

return diff
