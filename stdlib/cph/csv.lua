--- Reads and writes tables for spreadsheets, in the form of RFC 4180: `cph.csv.encode(titles, rows)` and
--- `cph.csv.decode(text)`.
---
---     local text = cph.csv.encode({ "name", "servers" }, { { "game, eu", 25 }, { name = "=1+1", servers = 5 } })
---     assert(text == 'name,servers\r\n"game, eu",25\r\n\'=1+1,5\r\n')
---     assert(cph.csv.decode(text, { header = true })[2].name == "=1+1")
local csv = {}

--- A list in the order of the titles, or a table by title.
---@alias cph.csv.Row any[]|table<string, any>

---@class (exact) cph.csv.Options
---@field separator? ","|";"|"|"|"\t"  a comma when absent
---@field raw? boolean  cells exactly as they are, also those that a spreadsheet would calculate

---@class (exact) cph.csv.ReadingOptions
---@field separator? ","|";"|"|"|"\t"  a comma when absent
---@field raw? boolean  leaves the apostrophes in front of formulas where they are
---@field header? boolean  the first row has the titles, and each other row is a table by title

local TEXT = "#1 to cph.csv.decode (text: "
local BYTE_ORDER_MARK = "\u{FEFF}"

--- What a spreadsheet takes for a formula when a cell begins with it, the wide forms included.
local FORMULA = {
  ["="] = true, ["+"] = true, ["-"] = true, ["@"] = true, ["\t"] = true, ["\r"] = true, ["\n"] = true,
  ["＝"] = true, ["＋"] = true, ["－"] = true, ["＠"] = true,
}

---@param argument string  which, of which function
---@param message string
local function refuse(argument, message)
  cph.raise { kind = "argument", code = "csv", message = ("bad argument %s%s)"):format(argument, message) }
end

--- Whether the text, apostrophes in front of it aside, would be calculated.
---@param text string
---@return boolean
local function is_formula(text)
  local start = text:match("^'*()")
  return FORMULA[text:sub(start, start)] or FORMULA[text:match("^" .. utf8.charpattern, start)] or false
end

--- A number in the fewest digits that read back as the same.
---@param value number
---@return string
local function digits(value)
  if math.type(value) == "integer" then
    return tostring(value)
  end
  for count = 14, 17 do
    local text = ("%." .. count .. "g"):format(value)
    if tonumber(text) == value then
      return text
    end
  end
  return tostring(value) -- not a number
end

---@param value any
---@param raw? boolean
---@return string?  nil for a value that a cell can't hold
local function text_of(value, raw)
  if value == nil or value == cph.json.null then
    return ""
  elseif type(value) == "number" then
    return digits(value)
  elseif type(value) == "boolean" then
    return tostring(value)
  elseif type(value) ~= "string" then
    return nil
  elseif raw then
    return value
  end
  local text = value:find "[^ -~]" and cph.visible(value, true) or value
  return is_formula(text) and "'" .. text or text
end

---@param text string
---@return string
local function quoted(text)
  if text:find '[",;|\t\r\n]' or text:find "^ " or text:find " $" then
    return '"' .. text:gsub('"', '""') .. '"'
  end
  return text
end

---@param titles string[]
---@param row cph.csv.Row
---@param number integer
---@param options cph.csv.Options
---@param separator string
---@return string
local function line(titles, row, number, options, separator)
  local cells = {}
  for column, title in ipairs(titles) do
    local value = row[column]
    if value == nil then
      value = row[title]
    end
    local text = text_of(value, options.raw)
    if not text then
      local path = ("#2 to cph.csv.encode (rows[%d].%s: "):format(number, title)
      refuse(path, ("a cell can't hold a %s"):format(type(value)))
    end
    cells[column] = quoted(text)
  end
  return table.concat(cells, separator) .. "\r\n"
end

--- Writes the rows as text, the titles first. A row is a list in the order of the titles, or a table by title. A cell
--- holds a text, a number, a boolean, or nothing. Text that a spreadsheet would calculate gets an apostrophe in front,
--- and characters that nobody sees are made visible, unless `raw` is set.
---@param titles string[]
---@param rows cph.csv.Row[]
---@param options? cph.csv.Options
---@return string
function csv.encode(titles, rows, options)
  options = options or {}
  local separator = options.separator or ","
  local lines = { line(titles, titles, 0, options, separator) }
  for number, row in ipairs(rows) do
    lines[number + 1] = line(titles, row, number, options, separator)
  end
  return table.concat(lines)
end

---@param text string
---@param position integer
---@param message string
local function refuse_at(text, position, message)
  local _, feeds = text:sub(1, position - 1):gsub("\n", "")
  refuse(TEXT, ("line %d: %s"):format(feeds + 1, message))
end

--- A cell in quotes that begins at `position`.
---@param text string
---@param position integer
---@return string cell
---@return integer after
local function quoted_cell(text, position)
  local from = position + 1
  while true do
    local quote = text:find('"', from, true)
    if not quote then
      refuse_at(text, position, "a quote is not closed")
    elseif text:sub(quote + 1, quote + 1) ~= '"' then
      return (text:sub(position + 1, quote - 1):gsub('""', '"')), quote + 1
    end
    from = quote + 2
  end
end

---@param text string
---@param position integer
---@param separator string
---@return string cell
---@return integer after
local function cell_at(text, position, separator)
  local cell, after
  if text:sub(position, position) == '"' then
    cell, after = quoted_cell(text, position)
    if after <= #text and not text:find("^[\r\n" .. separator .. "]", after) then
      refuse_at(text, after, "text behind a closing quote")
    end
    return cell, after
  end
  after = text:find('["\r\n' .. separator .. "]", position) or #text + 1
  if text:sub(after, after) == '"' then
    refuse_at(text, after, "a quote inside a cell that does not begin with one")
  end
  return text:sub(position, after - 1), after
end

---@param text string
---@param position integer
---@param options cph.csv.Options
---@param separator string
---@return string[] row
---@return integer next
local function row_at(text, position, options, separator)
  local row = {}
  while true do
    local cell, after = cell_at(text, position, separator)
    if not options.raw and cell:byte() == 39 and is_formula(cell) then
      cell = cell:sub(2)
    end
    row[#row + 1] = cell
    if text:sub(after, after) ~= separator then
      return row, text:match("^\r?\n?()", after)
    end
    position = after + 1
  end
end

---@param titles string[]
local function check_titles(titles)
  local known = {}
  for column, title in ipairs(titles) do
    if title == "" then
      refuse(TEXT, ("column %d has no title"):format(column))
    elseif known[title] then
      refuse(TEXT, ("columns %d and %d are both called %q"):format(known[title], column, title))
    end
    known[title] = column
  end
end

---@param titles string[]
---@param row string[]
---@param text string
---@param position integer
---@return table<string, string>
local function by_title(titles, row, text, position)
  if #row ~= #titles then
    refuse_at(text, position, ("%d cells, but %d titles"):format(#row, #titles))
  end
  local result = {}
  for column, title in ipairs(titles) do
    result[title] = row[column]
  end
  return result
end

--- Reads the rows of a text, each a list of strings, or a table by title with `header`. What `encode` has put in front
--- of formulas is taken away. Raises an error with the line when the text is not in the form of RFC 4180; line feeds
--- alone are accepted as line ends, and empty lines are passed over where there are titles.
---@param text string
---@param options? cph.csv.ReadingOptions
---@return (string[]|table<string, string>)[] rows
---@return string[]? titles  with `header`
function csv.decode(text, options)
  options = options or {}
  local separator = options.separator or ","
  local rows, titles, position = {}, nil, 1
  if text:sub(1, #BYTE_ORDER_MARK) == BYTE_ORDER_MARK then
    position = #BYTE_ORDER_MARK + 1
  end
  while position <= #text do
    local row, next = row_at(text, position, options, separator)
    if not options.header then
      rows[#rows + 1] = row
    elseif not titles then
      titles = row
      check_titles(titles)
    elseif #row > 1 or row[1] ~= "" or #titles == 1 then
      rows[#rows + 1] = by_title(titles, row, text, position)
    end
    position = next
  end
  return rows, titles
end

return csv
