--- Formats rows as text in columns: `cph.table(titles, rows, options)`.
---
---     local text = cph.table({ "zone", "servers" }, { { "cn-east-3a", 5 }, { zone = "cn-east-3b", servers = 10 } })
---     assert(text == "zone        servers\ncn-east-3a        5\ncn-east-3b       10")

--- A list in the order of the titles, or a table by title.
---@alias cph.table.Row any[]|table<string, any>

---@class (exact) cph.table.Options
---@field limit? integer  0 or more; rows that are shown; a last line says how many more there are
---@field width? integer  1 or more; columns that a cell may take; longer ones are cut, with … at their end

local require = ...
local width = require "cph.output.width"

local GAP = "  "
local CUT = "…"

---@param text string
---@param most integer
---@return string
local function cut(text, most)
  local columns, last = 0, 0
  for position, point in utf8.codes(text) do
    columns = columns + width.of_point(point)
    if columns > most then
      return text:sub(1, last) .. CUT
    elseif columns < most then
      last = (utf8.offset(text, 2, position) or #text + 1) - 1
    end
  end
  return text
end

--- A cell as it is shown: on one line, with nothing in it that a terminal would act on.
---@param value any
---@param options cph.table.Options
---@return string
local function shown(value, options)
  if value == nil then
    return ""
  end
  local text = cph.visible(tostring(value))
  return options.width and cut(text, options.width) or text
end

---@param lines string[][]
---@return integer[]
local function widths(lines)
  local result = {}
  for _, line in ipairs(lines) do
    for column, text in ipairs(line) do
      result[column] = math.max(result[column] or 0, width.of(text))
    end
  end
  return result
end

--- The columns in which every cell that is not empty is a number. The first line holds the titles.
---@param lines string[][]
---@return table<integer, boolean>
local function numeric(lines)
  local result = {}
  for index = 2, #lines do
    for column, text in ipairs(lines[index]) do
      if text ~= "" then
        result[column] = tonumber(text) ~= nil and result[column] ~= false
      end
    end
  end
  return result
end

---@param line string[]
---@param space integer[]
---@param is_right table<integer, boolean>
---@return string
local function laid_out(line, space, is_right)
  local parts = {}
  for column, text in ipairs(line) do
    local padding = (" "):rep(space[column] - width.of(text))
    parts[column] = is_right[column] and padding .. text or text .. padding
  end
  return (table.concat(parts, GAP):gsub(" +$", ""))
end

---@param titles string[]
---@param rows cph.table.Row[]
---@param options cph.table.Options
---@return string[][]
local function cells(titles, rows, options)
  local lines = { {} }
  for column, title in ipairs(titles) do
    lines[1][column] = shown(title, options)
  end
  for index = 1, math.min(#rows, options.limit or #rows) do
    local row, line = rows[index], {}
    for column, title in ipairs(titles) do
      local value = row[column]
      if value == nil then
        value = row[title]
      end
      line[column] = shown(value, options)
    end
    lines[#lines + 1] = line
  end
  return lines
end

--- A row is a list in the order of the titles, or a table by title. Columns that hold nothing but numbers, also as
--- text, stand to the right. There is no line end after the last line.
---@param titles string[]
---@param rows cph.table.Row[]
---@param options? cph.table.Options
---@return string
local function text_table(titles, rows, options)
  options = options or {}
  local lines = cells(titles, rows, options)
  local space, is_right, result = widths(lines), numeric(lines), {}
  for index, line in ipairs(lines) do
    result[index] = laid_out(line, space, is_right)
  end
  local left = #rows - (#lines - 1)
  if left > 0 then
    result[#result + 1] = ("… %d more"):format(left)
  end
  return table.concat(result, "\n")
end

return text_table
