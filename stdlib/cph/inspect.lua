--- Writes a value as Lua text, for people: `cph.inspect(value)`.
---
---     assert(cph.inspect { count = 2, ids = { "a", "b" } } == '{ count = 2, ids = { "a", "b" } }')

local WIDTH = 100 -- columns a table may take on one line, where nobody says how many there are
local SHORT = 40 -- columns of an item of which several go on one line

---@class (exact) cph.inspect.Options
---@field depth? integer  0 or more; how many tables deep; 8 when absent
---@field items? integer  0 or more; items of each table; 100 when absent
---@field width? integer  0 or more; columns that a line may take; 100 when absent

---@type cph.inspect.Options
local DEFAULTS = { depth = 8, items = 100, width = WIDTH }

local RESERVED = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true
  until while]]):gmatch "%a+" do
  RESERVED[word] = true
end

--- A number so that it reads back as the same one.
---@param value number
---@return string
local function as_number(value)
  if math.type(value) == "integer" then
    return value == math.mininteger and "math.mininteger" or tostring(value)
  elseif value ~= value then
    return "0/0"
  elseif value == math.huge or value == -math.huge then
    return value > 0 and "math.huge" or "-math.huge"
  end
  local text = tostring(value)
  for digits = 15, 17 do
    if tonumber(text) == value then
      break
    end
    text = ("%%.%dg"):format(digits):format(value)
  end
  return text:find "[%.e]" and text or text .. ".0"
end

--- A text in quotes, with nothing in it that a terminal would act on or hide.
---@param text string
---@return string
local function as_text(text)
  return '"' .. cph.visible((text:gsub('[\\"]', "\\%0"))) .. '"'
end

---@param value any
---@return string
local function as_scalar(value)
  if type(value) == "string" then
    return as_text(value)
  end
  return type(value) == "number" and as_number(value) or tostring(value)
end

---@param key any
---@return string
local function as_key(key)
  if type(key) == "string" and key:find "^[%a_][%w_]*$" and not RESERVED[key] then
    return key
  end
  return "[" .. as_scalar(key) .. "]"
end

---@param a any
---@param b any
---@return boolean
local function precedes(a, b)
  local kind_a, kind_b = type(a), type(b)
  if kind_a ~= kind_b then
    return kind_a < kind_b -- numbers come before strings
  elseif kind_a == "number" or kind_a == "string" then
    return a < b
  end
  return tostring(a) < tostring(b)
end

--- The places of the fields of a model, by name; empty where the value belongs to none.
---@param value table
---@return table<string, integer>
local function places(value)
  local model, result = cph.model_name(value), {}
  for place, field in ipairs(model and cph.models[model].fields or {}) do
    result[field.name] = place
  end
  return result
end

--- The keys that are no places of the list, read raw: first the fields of the model in its order, then numbers, then
--- texts.
---@param value table
---@param listed integer  the length of the list
---@return any[]
local function sorted_keys(value, listed)
  local keys, place = {}, places(value)
  for key in next, value do
    if not (math.type(key) == "integer" and key >= 1 and key <= listed) then
      keys[#keys + 1] = key
    end
  end
  table.sort(keys, function(a, b)
    local at_a, at_b = place[a], place[b]
    if at_a and at_b then
      return at_a < at_b
    elseif at_a or at_b then
      return at_a ~= nil
    end
    return precedes(a, b)
  end)
  return keys
end

--- Items one below the other; short ones of a list side by side.
---@param parts string[]
---@param indent string  of the items
---@param is_list boolean
---@param width integer  columns of a line
---@return string
local function in_lines(parts, indent, is_list, width)
  local lines = {}
  for _, part in ipairs(parts) do
    local last = lines[#lines]
    if is_list and last and #part <= SHORT and #last <= width - #indent - #part - 2 and not last:find "\n" then
      lines[#lines] = last .. " " .. part .. ","
    else
      lines[#lines + 1] = part .. ","
    end
  end
  return table.concat(lines, "\n" .. indent)
end

local write

---@class cph.inspect.State
---@field limits cph.inspect.Options
---@field open table<table, integer>  the tables being written, and how deep each is

---@param value table
---@param indent string
---@param state cph.inspect.State
---@param depth integer
---@param used integer  columns of the line that stand before the table
---@return string
local function write_table(value, indent, state, depth, used)
  local limits, open = state.limits, state.open
  if open[value] then
    return ("<cycle %d>"):format(open[value])
  end
  if depth > limits.depth then
    return next(value) == nil and "{}" or "{ … }"
  end
  open[value] = depth
  local parts, listed, inner = {}, rawlen(value), indent .. "  "
  for index = 1, math.min(listed, limits.items) do
    parts[#parts + 1] = write(rawget(value, index), inner, state, depth + 1, 0)
  end
  local left, keys = math.max(0, listed - limits.items), sorted_keys(value, listed)
  for _, key in ipairs(keys) do
    if #parts < limits.items then
      local name = as_key(key) .. " = "
      parts[#parts + 1] = name .. write(rawget(value, key), inner, state, depth + 1, #name)
    else
      left = left + 1
    end
  end
  if left > 0 then
    parts[#parts + 1] = ("… %d more"):format(left)
  end
  open[value] = nil
  local line = table.concat(parts, ", ")
  if #parts == 0 then
    return "{}"
  elseif #indent + used + #line + 5 <= limits.width and not line:find "\n" then
    return "{ " .. line .. " }"
  end
  return "{\n" .. inner .. in_lines(parts, inner, #keys == 0, limits.width) .. "\n" .. indent .. "}"
end

---@param value any
---@param indent string
---@param state cph.inspect.State
---@param depth integer
---@param used integer
---@return string
function write(value, indent, state, depth, used)
  if type(value) == "table" then
    return write_table(value, indent, state, depth, used)
  end
  return as_scalar(value)
end

--- Keys are sorted, or in the order of the model that a value belongs to. What is very deep or very long is cut short.
--- `<cycle 1>` stands for a table inside itself: 1 is the outermost table, 2 one in it, and so on.
---@param value any
---@param options? cph.inspect.Options
---@return string
local function inspect(value, options)
  options = options or DEFAULTS
  local limits = {}
  for name, usual in pairs(DEFAULTS) do
    limits[name] = options[name] or usual
  end
  return write(value, "", { limits = limits, open = {} }, 1, 0)
end

return inspect
