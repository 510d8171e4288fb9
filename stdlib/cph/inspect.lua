--- Writes a value as Lua text, for people: `cph.inspect(value)`.
---
---     assert(cph.inspect { count = 2, ids = { "a", "b" } } == '{ count = 2, ids = { "a", "b" } }')

local WIDTH = 100 -- columns a table may take on one line
local SHORT = 40 -- columns of an item of which several go on one line

---@class (exact) cph.inspect.Options
---@field depth? integer  0 or more; how many tables deep; 8 when absent
---@field items? integer  0 or more; items of each table; 100 when absent

---@type cph.inspect.Options
local DEFAULTS = { depth = 8, items = 100 }

local RESERVED = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true
  until while]]):gmatch "%a+" do
  RESERVED[word] = true
end

---@param key any
---@return string
local function as_key(key)
  if type(key) == "string" and key:find "^[%a_][%w_]*$" and not RESERVED[key] then
    return key
  end
  return "[" .. (type(key) == "string" and ("%q"):format(key) or tostring(key)) .. "]"
end

---@param value any
---@return string
local function as_scalar(value)
  if type(value) ~= "string" then
    return tostring(value)
  end
  local text = ("%q"):format(value):gsub("\\\n", "\\n")
  return (text:gsub("[\127\r\0]", function(byte)
    return ("\\%d"):format(byte:byte())
  end))
end

--- Items one below the other; short ones of a list side by side.
---@param parts string[]
---@param indent string  of the items
---@param is_list boolean
---@return string
local function in_lines(parts, indent, is_list)
  local lines = {}
  for _, part in ipairs(parts) do
    local last = lines[#lines]
    if is_list and last and #part <= SHORT and #last <= WIDTH - #indent - #part - 2 and not last:find "\n" then
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
---@return string
local function write_table(value, indent, state, depth)
  local limits, open = state.limits, state.open
  if open[value] then
    return ("<cycle %d>"):format(open[value])
  end
  if depth > limits.depth then
    return next(value) == nil and "{}" or "{ … }"
  end
  open[value] = depth
  local parts, listed, inner = {}, #value, indent .. "  "
  for index = 1, math.min(listed, limits.items) do
    parts[#parts + 1] = write(value[index], inner, state, depth + 1)
  end
  local left, is_list = math.max(0, listed - limits.items), true
  for key, item in (getmetatable(value) == nil and cph.sorted or pairs)(value) do
    local in_list = math.type(key) == "integer" and key >= 1 and key <= listed
    is_list = is_list and in_list
    if not in_list and #parts < limits.items then
      parts[#parts + 1] = as_key(key) .. " = " .. write(item, inner, state, depth + 1)
    elseif not in_list then
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
  elseif #line + #indent < WIDTH and not line:find "\n" then
    return "{ " .. line .. " }"
  end
  return "{\n" .. inner .. in_lines(parts, inner, is_list) .. "\n" .. indent .. "}"
end

---@param value any
---@param indent string
---@param state cph.inspect.State
---@param depth integer
---@return string
function write(value, indent, state, depth)
  if type(value) == "table" then
    return write_table(value, indent, state, depth)
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
  local limits = { depth = options.depth or DEFAULTS.depth, items = options.items or DEFAULTS.items }
  return write(value, "", { limits = limits, open = {} }, 1)
end

return inspect
