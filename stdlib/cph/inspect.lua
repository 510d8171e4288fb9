--- A value as Lua text, for people: `cph.inspect(value)`.
---
---     assert(cph.inspect { count = 2, ids = { "a", "b" } } == '{ count = 2, ids = { "a", "b" } }')

local WIDTH = 100 -- columns a table may take on one line
local MAXIMUM_DEPTH = 8
local MAXIMUM_ITEMS = 100

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

local write

---@param value table
---@param indent string
---@param open table<table, boolean>
---@param depth integer
---@return string
local function write_table(value, indent, open, depth)
  if open[value] then
    return "<cycle>"
  end
  if depth > MAXIMUM_DEPTH then
    return "{ … }"
  end
  open[value] = true
  local parts, listed, inner = {}, #value, indent .. "  "
  local function add(text)
    parts[#parts + 1] = text
  end
  for index = 1, math.min(listed, MAXIMUM_ITEMS) do
    add(write(value[index], inner, open, depth + 1))
  end
  for key, item in (getmetatable(value) and pairs or cph.sorted)(value) do
    local in_list = math.type(key) == "integer" and key >= 1 and key <= listed
    if not in_list and #parts < MAXIMUM_ITEMS then
      add(as_key(key) .. " = " .. write(item, inner, open, depth + 1))
    elseif not in_list or key > MAXIMUM_ITEMS then
      parts.left = (parts.left or 0) + 1
    end
  end
  if parts.left then
    add(("… %d more"):format(parts.left))
  end
  open[value] = nil
  local line = table.concat(parts, ", ")
  if #parts == 0 then
    return "{}"
  elseif #line + #indent < WIDTH and not line:find "\n" then
    return "{ " .. line .. " }"
  end
  return "{\n" .. inner .. table.concat(parts, ",\n" .. inner) .. ",\n" .. indent .. "}"
end

---@param value any
---@param indent string
---@param open table<table, boolean>
---@param depth integer
---@return string
function write(value, indent, open, depth)
  if type(value) == "table" then
    return write_table(value, indent, open, depth)
  end
  return as_scalar(value)
end

--- Keys are sorted, or in the order of the model that a value belongs to. Tables that contain themselves, very deep and
--- very long ones are cut short.
---@param value any
---@return string
local function inspect(value)
  return write(value, "", {}, 1)
end

return inspect
