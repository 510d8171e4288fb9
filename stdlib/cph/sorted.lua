--- Walks a table in the order of its keys: `for key, value in cph.sorted(t) do`.
---
---     local names = {}
---     for name in cph.sorted { b = 1, a = 2, [10] = 0 } do names[#names + 1] = tostring(name) end
---     assert(table.concat(names, " ") == "10 a b")

---@param a any
---@param b any
---@return boolean
local function precedes(a, b)
  local kind_a, kind_b = type(a), type(b)
  if kind_a ~= kind_b then
    return kind_a < kind_b -- numbers come before strings
  end
  if kind_a == "number" or kind_a == "string" then
    return a < b
  end
  return tostring(a) < tostring(b)
end

--- Like `pairs`, but numbers first, then strings, each in ascending order. Names are identity: the order in which a
--- script meets its zones must not change from run to run.
---@generic K, V
---@param t table<K, V>
---@return fun(): K, V
local function sorted(t)
  local keys = {}
  for key in pairs(t) do
    keys[#keys + 1] = key
  end
  table.sort(keys, precedes)
  local position = 0
  return function()
    position = position + 1
    local key = keys[position]
    if key ~= nil then
      return key, t[key]
    end
  end
end

return sorted
