--- Checks a function's table of options: `cph.options(where, given, known)`.
---
---     local options = cph.options("farm.buy", { limit = 3 }, { limit = "integer", note = "string" })
---     assert(options.limit == 3)

---@param names table<string, string>
---@return string
local function listed(names)
  local list = {}
  for name in cph.sorted(names) do
    list[#list + 1] = name
  end
  return table.concat(list, ", ")
end

---@param where string
---@param message string
local function refuse(where, message)
  cph.raise { kind = "argument", code = "option", message = where .. ": " .. message }
end

---@param where string
---@param name any
---@param known table<string, string>
local function refuse_name(where, name, known)
  local names = {}
  for candidate in pairs(known) do
    names[#names + 1] = candidate
  end
  local near = type(name) == "string" and cph.suggest(name, names)
  refuse(where, ("no option %q%s; the options are %s"):format(
    tostring(name), near and (", did you mean " .. near .. "?") or "", listed(known)
  ))
end

---@param value any
---@param types string
---@return boolean
local function is_of(value, types)
  for wanted in types:gmatch "[^|]+" do
    if type(value) == wanted or math.type(value) == wanted then
      return true
    end
  end
  return false
end

--- `given` itself, or an empty table for nil. Raises an error of kind `argument` for an option that is not in `known`,
--- with the name that was probably meant, and for a value of another type.
---@param where string  the function, for the message
---@param given? any
---@param known table<string, string>  each option's Lua type, or several with `|` between; `integer` too
---@return table<string, any>
local function options(where, given, known)
  if given == nil then
    return {}
  elseif type(given) ~= "table" then
    refuse(where, "the options are a table, not a " .. type(given))
  end
  for name, value in pairs(given) do
    local wanted = known[name]
    if not wanted then
      refuse_name(where, name, known)
    elseif not is_of(value, wanted) then
      local kind, types = math.type(value) or type(value), wanted:gsub("|", " or ")
      refuse(where, ("%s is a %s; must be of type %s"):format(name, kind, types))
    end
  end
  return given
end

return options
