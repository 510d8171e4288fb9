--- Reads and writes JSON lines: one value a line, for logs and for programs that read as they go.
---
---     local text = cph.jsonl.encode { { id = "a" }, { id = "b" } }
---     assert(text == '{"id":"a"}\n{"id":"b"}\n' and cph.jsonl.decode(text)[2].id == "b")
local jsonl = {}

--- JSON's escape for a character, in two halves where it does not fit into one.
---@param character string
---@return string
local function escape(character)
  local point = utf8.codepoint(character)
  if point < 0x10000 then
    return ("\\u%04x"):format(point)
  end
  local rest = point - 0x10000
  return ("\\u%04x\\u%04x"):format(0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF))
end

---@param value any
---@return string
local function line(value)
  local text = cph.json.encode(value)
  if not text:find "[\x80-\xff]" then
    return text
  end
  return (text:gsub("[\xC2-\xF4][\x80-\xBF]+", function(character)
    return cph.visible(character) ~= character and escape(character) or nil
  end))
end

--- Writes the values as text, each on a line of its own. Characters that nobody sees are written as escapes.
---@param values any[]
---@return string
function jsonl.encode(values)
  local lines = {}
  for index, value in ipairs(values) do
    lines[index] = line(value) .. "\n"
  end
  return table.concat(lines)
end

--- Walks the values of lines: `for value in jsonl.each(io.lines "purchases.jsonl") do`. Empty lines are passed over.
--- Raises an error with the number of the line that is not JSON.
---@param lines fun(): string?  such as `io.lines(path)` or `file:lines()`
---@return fun(): any
function jsonl.each(lines)
  local number = 0
  return function()
    for text in lines do
      number = number + 1
      if text:find "%S" then
        local value, err = cph.try(cph.json.decode, text)
        if err then
          err.message = ("line %d: %s"):format(number, err.message)
          error(err, 0)
        end
        return value
      end
    end
  end
end

--- Reads the values of a text, as a list.
---@param text string
---@return any[]
function jsonl.decode(text)
  local values = {}
  for value in jsonl.each(text:gmatch "[^\n]+") do
    values[#values + 1] = value
  end
  return values
end

return jsonl
