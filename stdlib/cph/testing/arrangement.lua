--- The order in which elements of a test file come: as they are written, by name, or as chance decides.
---
---     local arrangement = require "cph.testing.arrangement"
---     local list = arrangement.shuffle({ 1, 2, 3, 4 }, 7)
---     table.sort(list)
---     assert(table.concat(list) == "1234")

local arrangement = {}

local random, randomseed = math.random, math.randomseed

--- Shuffles a list in place. The same seed gives the same order.
---@generic T
---@param list T[]
---@param seed integer
---@return T[] list
function arrangement.shuffle(list, seed)
  randomseed(seed)
  for last = #list, 2, -1 do
    local chosen = random(last)
    list[last], list[chosen] = list[chosen], list[last]
  end
  return list
end

--- Sorts elements by their names, in place; those of the same name stay as they are written.
---@param elements cph.testing.Element[]
---@return cph.testing.Element[] elements
function arrangement.sort(elements)
  local written = {}
  for index, element in ipairs(elements) do
    written[element] = index
  end
  table.sort(elements, function(first, second)
    if first.name ~= second.name then
      return first.name < second.name
    end
    return written[first] < written[second]
  end)
  return elements
end

return arrangement
