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
---@param index integer
---@return string
local function line(value, index)
  local text, err = cph.try(cph.json.encode, value)
  if err then
    local problem = err.message:match "^bad argument #1 to cph%.json%.encode %(value(.*)$" or ": " .. err.message .. ")"
    cph.raise {
      kind = err.kind, message = ("bad argument #1 to cph.jsonl.encode (values[%d]%s"):format(index, problem),
    }
  end
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
    lines[index] = line(value, index) .. "\n"
  end
  return table.concat(lines)
end

---@param argument string  which, of which function
---@param number integer
---@param problem string
local function refuse(argument, number, problem)
  cph.raise { kind = "argument", message = ("bad argument #1 to %s: line %d %s)"):format(argument, number, problem) }
end

---@param lines fun(): string?
---@param argument string  which the lines are, of which function
---@return fun(): any
local function values_of(lines, argument)
  local number = 0
  return function()
    for text in lines do
      number = number + 1
      if type(text) ~= "string" then
        refuse(argument, number, "is a " .. type(text))
      elseif text:find "%S" then
        local value, err = cph.try(cph.json.decode, text)
        if err then
          refuse(argument, number, "is " .. (err.message:match "%(text: (.*)%)$" or err.message))
        end
        return value
      end
    end
  end
end

--- Walks the values of lines: `for value in jsonl.each(io.lines "purchases.jsonl") do`. Empty lines are passed over.
--- Raises an error with the number of the line that is not JSON.
---@param lines fun(): string?  such as `io.lines(path)` or `file:lines()`
---@return fun(): any
function jsonl.each(lines)
  return values_of(lines, "cph.jsonl.each (lines")
end

--- Reads the values of a text, as a list.
---@param text string
---@return any[]
function jsonl.decode(text)
  local values = {}
  for value in values_of(text:gmatch "[^\n]+", "cph.jsonl.decode (text") do
    values[#values + 1] = value
  end
  return values
end

return jsonl
