--- The texts of custom assertions, as `say` keeps them: a key for each, with places for values.
---
---     local texts = require "cph.testing.texts"
---     texts.say:set("assertion.even.positive", "%s is odd")
---     assert(texts.say("assertion.even.positive", { 7 }) == "7 is odd")
---     assert(texts.message("assertion.even.positive", { 7, n = 1 }) == "7 is odd")
local require = ...
local shown = require "cph.testing.shown"

local texts = {}

local spaces, current, fallback = { en = {} }, "en", "en"

local say = {}

--- Sets the language whose texts are set and read from now on.
---@param name string
function say.set_namespace(_, name)
  current = name
  spaces[name] = spaces[name] or {}
end

--- Sets the language whose texts stand in for missing ones.
---@param name string
function say.set_fallback(_, name)
  fallback = name
  spaces[name] = spaces[name] or {}
end

--- Sets the text for a key.
---@param key string
---@param text any
function say.set(_, key, text)
  spaces[current][key] = text
end

local function filled(text, values)
  local shown_values = {}
  for index = 1, math.max(#values, values.n or 0) do
    shown_values[index] = tostring(values[index])
  end
  return text:format(table.unpack(shown_values))
end

--- `say(key, values)`: the text with this key, filled in; nil where there is none.
texts.say = setmetatable(say, {
  __call = function(_, key, values)
    if key == nil then
      return nil
    end
    local text = spaces[current][key]
    if text == nil then
      text = spaces[fallback][key]
    end
    if type(text) ~= "string" then
      return text
    end
    return filled(text, values or {})
  end,
})

--- The message of a custom assertion: the text with this key, or the key itself, with the arguments as messages show
--- them; nil without a key.
---@param key? string
---@param arguments table  with `n`
---@return string?
function texts.message(key, arguments)
  if key == nil then
    return nil
  end
  local plain, values = arguments.nofmt or {}, { n = arguments.n }
  for index = 1, arguments.n or #arguments do
    values[index] = plain[index] and tostring(arguments[index]) or shown.value(arguments[index])
  end
  local text = say(key, values)
  if text ~= nil then
    return tostring(text)
  end
  local index = 0
  return (key:gsub("%%s", function()
    index = index + 1
    return tostring(values[index])
  end))
end

--- What somebody gave as a message, as text.
---@param value any
---@return string
function texts.plain(value)
  local own = getmetatable(value)
  local prints = own == false or type(own) == "table" and own.__tostring ~= nil
  return (type(value) == "string" or prints) and tostring(value) or shown.value(value)
end

return texts
