--- What `cph.args` was told, checked and completed. Mistakes are those of the script's author.
---
---     local declare = require "cph.args.declaration"
---     local declared = declare {
---       summary = "Waits.",
---       { "--for", type = "duration", help = "how long", default = "5m" },
---     }
---     assert(declared.options["--for"].key == "for_" and declared.options["--for"].default == 300)
local require = ...
local convert = require "cph.args.value"

---@class cph.args.Declared
---@field summary string
---@field notes? string
---@field list cph.args.Entry[]  in the order of the declaration
---@field options table<string, cph.args.Entry>  by `--name` and `-n`
---@field positions cph.args.Entry[]
---@field commands cph.args.Declared[]
---@field name? string  of a command

---@class cph.args.Entry: cph.args.Argument
---@field key string  the name under which a script finds the value
---@field name string  as the user sees it
---@field is_option boolean
---@field takes_value boolean
---@field must boolean
---@field default? any  as a value

local FIELDS = {
  type = "string", help = "string", required = "boolean", optional = "boolean", short = "string", choices = "table",
  of = "string", min = "number", max = "number", value = "string", check = "function",
}
local SPEC_FIELDS = { summary = "string", notes = "string", commands = "table" }
local TYPES = { "string", "integer", "number", "flag", "duration", "choice", "list" }
local ITEMS = { "string", "integer", "number", "duration" }

--- Lua's words can't be written behind a dot: `--for` is `args.for_`.
local RESERVED = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true
  until while]]):gmatch "%a+" do
  RESERVED[word] = true
end

---@param message string
---@param ... any
local function refuse(message, ...)
  cph.raise { kind = "argument", code = "declaration", message = "cph.args: " .. message:format(...) }
end

---@param list string[]
---@param value string
---@param what string
local function check_choice(list, value, what)
  for _, item in ipairs(list) do
    if item == value then
      return
    end
  end
  local near = cph.suggest(value, list)
  local hint = near and (", did you mean " .. near .. "?") or ""
  refuse("%s is %q%s; it can be %s", what, value, hint, table.concat(list, ", "))
end

--- Without the list part, which `cph.options` would take for unknown options.
---@param declared table
---@return table
local function named_fields(declared)
  local result = {}
  for name, value in pairs(declared) do
    if type(name) ~= "number" and name ~= "default" then
      result[name] = value
    end
  end
  return result
end

---@param entry cph.args.Entry
local function check_entry(entry)
  check_choice(TYPES, entry.type, entry.name .. ": type")
  if entry.of then
    check_choice(ITEMS, entry.of, entry.name .. ": of")
  end
  if not entry.help then
    refuse("%s has no help", entry.name)
  elseif entry.type == "choice" and not entry.choices then
    refuse("%s is a choice without choices", entry.name)
  elseif entry.short and not (entry.is_option and entry.short:find "^%a$") then
    refuse("%s: short is one letter, and only options have it", entry.name)
  elseif entry.type == "flag" and not entry.is_option then
    refuse("%s is a flag, which needs a name that begins with --", entry.name)
  elseif entry.name == "--help" or entry.name == "--completion" or entry.short == "h" then
    refuse("%s is taken: cph.args answers --help, -h and --completion itself", entry.name)
  end
end

--- The default as a value: a text is read as if the user had written it.
---@param entry cph.args.Entry
local function complete_default(entry)
  if entry.type == "flag" then
    entry.default = entry.default or false
  elseif type(entry.default) == "string" then
    local value, problem = convert(entry, entry.default)
    if problem then
      refuse("the default of %s %s", entry.name, problem)
    end
    entry.default = value
  end
end

---@param declared cph.args.Argument
---@return cph.args.Entry
local function new_entry(declared)
  local name = declared[1]
  if type(name) ~= "string" or not name:find "^%-?%-?%a[%w_-]*$" or name:find "^%-%a" then
    refuse("an argument begins with its name, such as \"--zone\" or \"name\", not %s", cph.inspect(name))
  end
  cph.options("cph.args: " .. name, named_fields(declared), FIELDS)
  local entry = { name = name, is_option = name:sub(1, 2) == "--" }
  for field, value in pairs(declared) do
    entry[field] = value
  end
  entry.key = name:gsub("^%-%-", ""):gsub("%-", "_")
  entry.key = RESERVED[entry.key] and entry.key .. "_" or entry.key
  entry.type = entry.type or (entry.choices and "choice") or "string"
  entry.takes_value = entry.type ~= "flag"
  check_entry(entry)
  complete_default(entry)
  entry.must = entry.required or (not entry.is_option and entry.default == nil and not entry.optional) or false
  return entry
end

---@param result cph.args.Declared
---@param entry cph.args.Entry
local function add(result, entry)
  for _, other in ipairs(result.list) do
    if other.key == entry.key then
      refuse("%s is declared twice", entry.name)
    end
  end
  result.list[#result.list + 1] = entry
  if not entry.is_option then
    local last = result.positions[#result.positions]
    if last and last.type == "list" then
      refuse("%s stands behind the list %s, which takes all that follows", entry.name, last.name)
    elseif last and not last.must and entry.must then
      refuse("%s must be given, but %s before it may be left out", entry.name, last.name)
    end
    result.positions[#result.positions + 1] = entry
    return
  end
  result.options[entry.name] = entry
  if entry.short then
    local short = "-" .. entry.short
    if result.options[short] then
      refuse("%s is both %s and %s", short, result.options[short].name, entry.name)
    end
    result.options[short] = entry
  end
end

---@param spec cph.args.Spec
---@param outer? cph.args.Declared
---@return cph.args.Declared
local function declare(spec, outer)
  cph.options("cph.args", named_fields(spec), SPEC_FIELDS)
  if not spec.summary then
    refuse("a summary is missing: one sentence on what the script does")
  end
  local result = {
    summary = spec.summary, notes = spec.notes, name = outer and spec[1], outer = outer,
    list = {}, options = {}, positions = {}, commands = {},
  }
  for _, entry in ipairs(outer and outer.list or {}) do
    add(result, entry)
  end
  for index = outer and 2 or 1, #spec do
    add(result, new_entry(spec[index]))
  end
  for _, command in ipairs(spec.commands or {}) do
    if type(command[1]) ~= "string" or outer then
      refuse "a command begins with its name, and has no commands of its own"
    end
    result.commands[#result.commands + 1] = declare(command, result)
  end
  if #result.commands > 0 and #result.positions > 0 then
    refuse("%s stands where the command's name does; give it to the commands", result.positions[1].name)
  end
  return result
end

--- The declaration with every field filled in. Raises an error of kind `argument` where it makes no sense.
---@param spec cph.args.Spec
---@return cph.args.Declared
local function declaration(spec)
  return declare(spec)
end

return declaration
