--- Comparing values as tests do: by what they hold, and with places that match more than one value.
---
---     local comparison, matchers = require "cph.testing.comparison", require "cph.testing.matchers"
---     assert(comparison.same({ 1, { 2 } }, { 1, { 2 } }))
---     assert(comparison.same({ matchers.match._, 2 }, { "anything", 2 }))
local require = ...
local matchers = require "cph.testing.matchers"

local comparison = {}

---@param path any[]
---@param key any
---@return any[]
local function deeper(path, key)
  local result = table.move(path, 1, #path, 1, {})
  result[#result + 1] = key
  return result
end

local compare

local function compare_tables(expected, actual, path, open)
  local meta = getmetatable(expected)
  if type(meta) == "table" and meta == getmetatable(actual) and rawget(meta, "__eq") then
    return expected == actual, path
  end
  if rawequal(expected, actual) or (open[expected] and open[expected][actual]) then
    return true
  end
  open[expected] = open[expected] or {}
  open[expected][actual] = true
  for key, value in next, expected do
    local ok, where = compare(value, rawget(actual, key), deeper(path, key), open)
    if not ok then
      return false, where
    end
  end
  for key in next, actual do
    if rawget(expected, key) == nil then
      return false, deeper(path, key)
    end
  end
  return true
end

function compare(expected, actual, path, open)
  if matchers.is_matcher(expected) then
    return expected.test(actual), path
  elseif type(expected) ~= "table" or type(actual) ~= "table" then
    return expected == actual, path
  end
  return compare_tables(expected, actual, path, open)
end

--- Whether two values hold the same; matchers in `expected` count for what they match.
---@param expected any
---@param actual any
---@return boolean
---@return any[]? path  the keys that lead to the first difference
function comparison.same(expected, actual)
  return compare(expected, actual, {}, {})
end

--- A copy with everything in it; matchers and what can be called stay what they are.
---@param value any
---@param copies? table<table, table>
---@return any
function comparison.copy(value, copies)
  local meta = getmetatable(value)
  if type(value) ~= "table" or matchers.is_matcher(value) or type(meta) == "table" and meta.__call then
    return value
  end
  copies = copies or {}
  if copies[value] then
    return copies[value]
  end
  local result = {}
  copies[value] = result
  for key, item in next, value do
    result[comparison.copy(key, copies)] = comparison.copy(item, copies)
  end
  return setmetatable(result, type(meta) == "table" and meta or nil)
end

return comparison
