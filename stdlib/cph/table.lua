--- Rows as text in columns: `cph.table(titles, rows)`.
---
---     local text = cph.table({ "zone", "servers" }, { { "cn-east-3a", 5 }, { "cn-east-3b", 10 } })
---     assert(text == "zone        servers\ncn-east-3a        5\ncn-east-3b       10")

local GAP = "  "

--- Columns on a terminal: Chinese characters take two.
---@param text string
---@return integer
local function width(text)
  local columns = 0
  for _, point in utf8.codes(text) do
    columns = columns + ((point >= 0x2E80 and point <= 0xFFE6) and 2 or 1)
  end
  return columns
end

---@param lines string[][]
---@return integer[]
local function widths(lines)
  local result = {}
  for _, line in ipairs(lines) do
    for column, text in ipairs(line) do
      result[column] = math.max(result[column] or 0, width(text))
    end
  end
  return result
end

---@param rows any[][]
---@return table<integer, boolean>
local function numeric(rows)
  local result = {}
  for _, row in ipairs(rows) do
    for column, value in pairs(row) do
      result[column] = tonumber(value) ~= nil and result[column] ~= false
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
    local padding = (" "):rep(space[column] - width(text))
    parts[column] = is_right[column] and padding .. text or text .. padding
  end
  return (table.concat(parts, GAP):gsub(" +$", ""))
end

--- Columns that hold nothing but numbers, also as text, stand to the right. There is no line end after the last line.
---@param titles string[]
---@param rows (string|number)[][]
---@return string
local function text_table(titles, rows)
  local lines = { titles }
  for _, row in ipairs(rows) do
    local line = {}
    for column = 1, #titles do
      line[column] = row[column] == nil and "" or tostring(row[column])
    end
    lines[#lines + 1] = line
  end
  local space, is_right, result = widths(lines), numeric(rows), {}
  for index, line in ipairs(lines) do
    result[index] = laid_out(line, space, is_right)
  end
  return table.concat(result, "\n")
end

return text_table
