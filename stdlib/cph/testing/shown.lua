--- How values stand in the messages of assertions.
---
---     local shown = require "cph.testing.shown"
---     assert(shown.value { 1, 2 } == "{ 1, 2 }" and shown.path { "a", 1 } == "a[1]")
---     shown.add(function(value) return type(value) == "number" and "a number" or nil end)
---     assert(shown.value(7) == "a number")
local require = ...
local matchers = require "cph.testing.matchers"

local shown = {}

-- What `assert:add_formatter` was given, and `assert:set_parameter`; a snapshot puts both back.
local formatters, parameters = {}, {}

--- Lets `formatter` say how values are shown; one that returns nil leaves it to the others.
---@param formatter fun(value: any): string?
function shown.add(formatter)
  table.insert(formatters, 1, formatter)
end

--- Takes back what `add` was given.
---@param formatter fun(value: any): string?
function shown.remove(formatter)
  for index, known in ipairs(formatters) do
    if known == formatter then
      table.remove(formatters, index)
      return
    end
  end
end

--- A value as people read it.
---@param value any
---@return string
function shown.value(value)
  for _, formatter in ipairs(formatters) do
    local text = formatter(value)
    if text ~= nil then
      return tostring(text)
    end
  end
  return matchers.is_matcher(value) and tostring(value) or cph.inspect(value)
end

--- The keys that lead to a value, as they are written in Lua.
---@param path any[]
---@return string
function shown.path(path)
  local text = ""
  for _, key in ipairs(path) do
    if type(key) == "string" and key:find "^[%a_][%w_]*$" then
      text = text .. (text == "" and key or "." .. key)
    else
      text = text .. "[" .. shown.value(key) .. "]"
    end
  end
  return text
end

local function at(value, path)
  for _, key in ipairs(path) do
    value = type(value) == "table" and rawget(value, key) or nil
  end
  return value
end

--- What is expected and what is there, one under the other, and where they part when that is inside.
---@param expected any
---@param actual any
---@param path? any[]
---@return string
function shown.difference(expected, actual, path)
  local text = ("expected %s\n     got %s"):format(shown.value(expected), shown.value(actual))
  if not path or #path == 0 then
    return text
  end
  return ("%s\nfirst difference at %s: expected %s, got %s"):format(
    text, shown.path(path), shown.value(at(expected, path)), shown.value(at(actual, path))
  )
end

--- Values between brackets, as in a call.
---@param values table  with `n`
---@return string
function shown.list(values)
  local parts = {}
  for index = 1, values.n do
    parts[index] = shown.value(values[index])
  end
  return "(" .. table.concat(parts, ", ") .. ")"
end

--- Reads and sets what `assert:get_parameter` and `assert:set_parameter` know.
---@param name any
---@return any
function shown.parameter(name)
  return parameters[name]
end

---@param name any
---@param value any
function shown.set_parameter(name, value)
  parameters[name] = value
end

--- Remembers the formatters and the parameters.
---@return fun() put_back
function shown.save()
  local kept = { table.move(formatters, 1, #formatters, 1, {}), {} }
  for name, value in pairs(parameters) do
    kept[2][name] = value
  end
  return function()
    formatters, parameters = kept[1], kept[2]
  end
end

return shown
