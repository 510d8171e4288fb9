--- Places in what a test expects that match more than one value.
---
---     local matchers = require "cph.testing.matchers"
---     local short = matchers.new(function(text) return #text < 3 end, "<short>")
---     assert(short("ab") and not short("abc") and matchers.is_matcher(short))
local require = ...
local counted = require "cph.output.counted"

local matchers = {}

local is_matcher = {} -- the metatable of matchers

--- Whether a value is a matcher, and not one to be compared.
---@param value any
---@return boolean
function matchers.is_matcher(value)
  return getmetatable(value) == is_matcher
end

--- A place that matches what `test` accepts.
---@param test fun(value: any): boolean
---@param name string  in messages
---@return table
function matchers.new(test, name)
  return setmetatable({ test = test, name = name }, is_matcher)
end

function is_matcher.__tostring(matcher)
  return matcher.name
end

function is_matcher.__call(matcher, value)
  return matcher.test(value)
end

-- What `match.is_…` knows beside the assertions, which `cph.testing.assertions` adds.
local tests = {}

--- Lets `match.is_NAME(…)` and `match.NAME(…)` make a matcher of `test`, which is called with the value and what the
--- matcher was made with.
---@param name string
---@param test fun(value: any, ...): boolean
---@param needs? integer  how much it must be made with; nothing when absent
function matchers.register(name, test, needs)
  tests[name] = { test = test, needs = needs or 0 }
end

local function all_of(value, ...)
  for _, matcher in ipairs { ... } do
    if not matcher.test(value) then
      return false
    end
  end
  return true
end

local function any_of(value, ...)
  for _, matcher in ipairs { ... } do
    if matcher.test(value) then
      return true
    end
  end
  return false
end

local function none_of(value, ...)
  return not any_of(value, ...)
end

for name, test in pairs { all_of = all_of, any_of = any_of, none_of = none_of } do
  matchers.register(name, function(value, ...)
    return test(value, ...)
  end, 1)
end
matchers.register("ref", rawequal, 1)

local MODIFIERS = {
  is = true, are = true, was = true, has = true, have = true, does = true, no = false, ["not"] = false,
}

--- The entry that a name such as `is_not_string` stands for.
local function find(name, negated)
  if tests[name] then
    return tests[name], negated
  end
  local word, rest = name:match "^(%a+)_(.+)$"
  if not word or MODIFIERS[word] == nil then
    return nil
  end
  return find(rest, negated ~= (MODIFIERS[word] == false))
end

local match_meta = {}

---@param key string
---@return boolean
local function is_modifier(key)
  for word in key:gmatch "[^_]+" do
    if MODIFIERS[word] == nil then
      return false
    end
  end
  return true
end

function match_meta.__index(_, key)
  key = tostring(key):lower()
  local _ = require "cph.testing.assertions" -- which are matchers too
  local entry, negated = find(key, false)
  if not entry then
    if not is_modifier(key) then
      error(("match has no %q"):format(tostring(key)), 2)
    end
    return setmetatable({}, {
      __index = function(_, rest)
        return matchers.match[key .. "_" .. rest]
      end,
    })
  end
  return function(...)
    local arguments = table.pack(...)
    if arguments.n < entry.needs then
      error(("match.%s takes %s"):format(key, counted(entry.needs, "argument")), 2)
    end
    return matchers.new(function(value)
      return (entry.test(value, table.unpack(arguments, 1, arguments.n)) and true or false) ~= negated
    end, "<" .. key .. ">")
  end
end

--- `match._` matches anything; `match.is_string()`, `match.is_near(5, 0.1)`, `match.is_not_nil()` and so on what the
--- assertion of that name accepts; `match.is_all_of(…)`, `is_any_of`, `is_none_of` combine matchers.
matchers.match = setmetatable({}, match_meta)
matchers.match._ = matchers.new(function()
  return true
end, "<anything>")

return matchers
