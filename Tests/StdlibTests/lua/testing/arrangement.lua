local require = ...
local arrangement = require "cph.testing.arrangement"

local function list(count)
  local result = {}
  for index = 1, count do
    result[index] = { name = tostring(index) }
  end
  return result
end

local function names(elements)
  local result = {}
  for index, element in ipairs(elements) do
    result[index] = element.name
  end
  return table.concat(result, " ")
end

local shuffled = names(arrangement.shuffle(list(9), 7))
assert(shuffled == names(arrangement.shuffle(list(9), 7)) and shuffled ~= names(list(9)))
assert(names(arrangement.sort(arrangement.shuffle(list(9), 7))) == names(list(9)))
local same = { { name = "b", is_first = true }, { name = "b" }, { name = "a" } }
arrangement.sort(same)
assert(same[1].name == "a" and same[2].is_first)
