--- A word of the command line as a value.
---
---     local convert = require "cph.args.value"
---     assert(convert({ type = "integer", min = 1 }, "25") == 25)
---     local _, problem = convert({ type = "integer" }, "many")
---     assert(problem == 'is "many"; must be an integer')

---@param value number
---@param entry cph.args.Argument
---@param form string  of limits
---@return string?
local function out_of_range(value, entry, form)
  local low, high = entry.min, entry.max
  if (low and value < low) or (high and value > high) then
    if low and high then
      return ("must be %s to %s"):format(form:format(low), form:format(high))
    end
    return low and "must be at least " .. form:format(low) or "must be at most " .. form:format(high)
  end
end

---@type table<string, fun(text: string, entry: cph.args.Argument): any, string?>
local readers = {}

function readers.string(text)
  return text
end

function readers.integer(text, entry)
  local value = text:find "^[+-]?%d+$" and math.tointeger(tonumber(text))
  if not value then
    return nil, "must be an integer"
  end
  return value, out_of_range(value, entry, "%d")
end

function readers.number(text, entry)
  local value = text:find "^[+-]?[%d.][%d.eE+-]*$" and tonumber(text)
  if not value then
    return nil, "must be a number"
  end
  return value, out_of_range(value, entry, "%s")
end

function readers.duration(text, entry)
  local value = cph.try(cph.time.seconds, text)
  if not value then
    return nil, "must be a duration such as 90s, 15m or 1h30m"
  end
  return value, out_of_range(value, entry, "%ss")
end

function readers.choice(text, entry)
  for _, choice in ipairs(entry.choices) do
    if text == choice then
      return text
    end
  end
  local near = cph.suggest(text, entry.choices)
  local hint = near and (", did you mean %s?"):format(near) or ""
  return nil, ("must be %s%s"):format(table.concat(entry.choices, ", "), hint)
end

function readers.list(text, entry)
  local values = {}
  local read = entry.choices and readers.choice or readers[entry.of or "string"]
  for item in (text .. ","):gmatch "([^,]*)," do
    local value, problem = read(item, entry)
    if item == "" then
      return nil, "must be values with commas between them"
    elseif problem then
      return nil, ("has %q; %s"):format(item, problem)
    end
    values[#values + 1] = value
  end
  return values
end

--- The value, or nil and what is wrong with the text, such as `is "x"; must be an integer`.
---@param entry cph.args.Argument
---@param text string
---@return any
---@return string? problem
local function args_value(entry, text)
  local value, problem = readers[entry.type or "string"](text, entry)
  if not problem and entry.check then
    problem = entry.check(value)
  end
  if problem then
    return nil, problem:find "^has " and problem or ("is %q; %s"):format(text, problem)
  end
  return value
end

return args_value
