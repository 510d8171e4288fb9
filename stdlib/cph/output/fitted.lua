--- A table within the width of a terminal: first ids are shortened, then long cells are cut.
---
---     local fitted = require "cph.output.fitted"
---     local rows = { { "3c5e2638-b71f-4499-8d1e-355e89f21ae0", 10 } }
---     assert(fitted({ "subnet", "servers" }, rows, 20) == "subnet     servers\n3c5e2638…       10")

local require = ...
local width = require "cph.output.width"

local WIDEST, NARROWEST = 24, 6

---@param text string
---@param columns integer
---@return boolean
local function fits(text, columns)
  for line in text:gmatch "[^\n]+" do
    if width.of(line) > columns then
      return false
    end
  end
  return true
end

--- The rows with the first eight digits of each id; as they were where two ids would look the same.
---@param rows (string|number)[][]
---@return (string|number)[][]
local function shortened(rows)
  local result, owners = {}, {}
  for index, row in ipairs(rows) do
    local copy = table.move(row, 1, #row, 1, {})
    for place, cell in ipairs(copy) do
      if type(cell) == "string" then
        local short = cell:gsub("%f[%w](%x%x%x%x%x%x%x%x)[%x-]+%f[^%w-]", "%1…")
        if owners[short] ~= nil and owners[short] ~= cell then
          return rows
        end
        owners[short], copy[place] = cell, short
      end
    end
    result[index] = copy
  end
  return result
end

---@param titles string[]
---@param rows (string|number)[][]
---@param columns? integer  of the terminal; nil where it goes to none
---@return string
local function fitted(titles, rows, columns)
  local text = cph.table(titles, rows)
  if not columns or fits(text, columns) then
    return text
  end
  rows = shortened(rows)
  text = cph.table(titles, rows)
  for cell = WIDEST, NARROWEST, -2 do
    if fits(text, columns) then
      break
    end
    text = cph.table(titles, rows, { width = cell })
  end
  return text
end

return fitted
