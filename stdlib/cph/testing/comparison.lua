--- Comparing values as tests do: by what they hold, and with places that match more than one value.
---
---     local comparison, matchers = require "cph.testing.comparison", require "cph.testing.matchers"
---     assert(comparison.same({ 1, { 2 } }, { 1, { 2 } }))
---     assert(comparison.same({ matchers.match._, 2 }, { "anything", 2 }))
local require = ...
local matchers = require "cph.testing.matchers"

local comparison = {}

local getmetatable = getmetatable

local function index(list, key)
  return list[key]
end

--- The value of a key, also of one that a metatable answers; nil where that refuses to.
local function read(list, key)
  local value = rawget(list, key)
  if value ~= nil or getmetatable(list) == nil then
    return value
  end
  local ok, answer = pcall(index, list, key)
  if ok then
    return answer
  end
end

local compare

--- The keys that lead to a difference are put together on the way back from it: most values are the same.
local function compare_tables(expected, actual, open)
  if rawequal(expected, actual) or (open[expected] and open[expected][actual]) then
    return true
  end
  open[expected] = open[expected] or {}
  open[expected][actual] = true
  for key, value in next, expected do
    local ok, path = compare(value, read(actual, key), open)
    if not ok then
      table.insert(path, 1, key)
      return false, path
    end
  end
  for key in next, actual do
    if read(expected, key) == nil then
      return false, { key }
    end
  end
  return true
end

--- Whether the two values say themselves whether they are equal.
local function share_equality(expected, actual)
  local meta = getmetatable(expected)
  return type(meta) == "table" and meta == getmetatable(actual) and rawget(meta, "__eq") ~= nil
end

function compare(expected, actual, open)
  local is_same
  if matchers.is_matcher(expected) and not matchers.is_matcher(actual) then
    is_same = expected(actual)
  elseif type(expected) ~= "table" or type(actual) ~= "table" or share_equality(expected, actual) then
    is_same = expected == actual
  else
    return compare_tables(expected, actual, open)
  end
  return is_same, not is_same and {} or nil
end

--- Whether two values hold the same; matchers in `expected` count for what they match. `__eq` counts for what is in the
--- values, and not for the values themselves.
---@param expected any
---@param actual any
---@return boolean
---@return any[]? path  the keys that lead to the first difference
function comparison.same(expected, actual)
  local are_tables = type(expected) == "table" and type(actual) == "table"
  if are_tables and not matchers.is_matcher(expected) then
    return compare_tables(expected, actual, {})
  end
  return compare(expected, actual, {})
end

--- Whether two values are equal as an argument of a call is: by what they hold, and by `__eq` where they share one.
---@param expected any
---@param actual any
---@return boolean
function comparison.fits(expected, actual)
  return (compare(expected, actual, {}))
end

--- Two keys of `list` with the same value; nil where there are none.
---@param list table
---@param is_deep? boolean  whether values count that hold the same
---@return any? key
---@return any? other
function comparison.repeated(list, is_deep)
  for first, value in pairs(list) do
    for second, other in pairs(list) do
      if first ~= second and (value == other or is_deep and comparison.same(value, other)) then
        return first, second
      end
    end
  end
end

--- A copy with everything in it; matchers and spies stay what they are.
---@param value any
---@param copies? table<table, table>
---@return any
function comparison.copy(value, copies)
  local meta = getmetatable(value)
  if type(value) ~= "table" or matchers.is_matcher(value) or type(meta) == "table" and rawget(meta, "is_kept") then
    return value
  end
  copies = copies or {}
  if copies[value] then
    return copies[value]
  end
  local result = {}
  copies[value] = result
  for key, item in next, value do
    result[key] = comparison.copy(item, copies)
  end
  return setmetatable(result, type(meta) == "table" and meta or nil)
end

return comparison
