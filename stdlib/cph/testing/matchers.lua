--- Places in what a test expects that match more than one value.
---
---     local matchers = require "cph.testing.matchers"
---     local match = matchers.match
---     local short = matchers.new(function(text) return #text < 3 end, "<short>")
---     assert(short("ab") and not short("abc") and matchers.is_matcher(short))
---     assert(match.is_near(5, 1)(4) and match.is_not_string()(4))
local require = ...
local failure = require "cph.testing.failure"

local matchers = {}

local is_matcher = {} -- the metatable of matchers

--- Whether a value is a matcher, and not one to be compared.
---@param value any
---@return boolean
function matchers.is_matcher(value)
  return type(value) == "table" and getmetatable(value) == is_matcher
end

--- Whether a value is a matcher of one object: it is asked about the object itself and not about a copy.
---@param value any
---@return boolean
function matchers.is_ref_matcher(value)
  return matchers.is_matcher(value) and value.is_ref == true
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

-- What `match.is_…` knows: each is called with a state and the arguments, and returns what is asked about a value.
local makers = {}

local function bad(name, index, wanted, value)
  failure.raise(("match.%s takes %s as argument %d, not %s"):format(name, wanted, index, type(value)))
end

local function need(name, arguments, count)
  if arguments.n < count then
    failure.raise(("match.%s takes %d argument%s, not %d"):format(name, count, count == 1 and "" or "s", arguments.n))
  end
end

--- Lets `match.is_NAME(…)` and `match.NAME(…)` make a matcher: `make(state, arguments)` returns what is asked about a
--- value, and answers true or false.
---@param name string
---@param make fun(state: table, arguments: table): fun(value: any): boolean
function matchers.register(name, make)
  makers[name] = make
end

--- Takes back what `register` has made.
---@param name string
function matchers.unregister(name)
  makers[name] = nil
end

for _, name in ipairs { "nil", "boolean", "number", "string", "table", "function", "userdata", "thread" } do
  matchers.register(name, function()
    return function(value) return type(value) == name end
  end)
end
matchers.register("true", function() return function(value) return value == true end end)
matchers.register("false", function() return function(value) return value == false end end)
matchers.register("truthy", function() return function(value) return value ~= nil and value ~= false end end)
matchers.register("falsy", function() return function(value) return value == nil or value == false end end)

for _, name in ipairs { "equal", "equals" } do
  matchers.register(name, function(_, arguments)
    need(name, arguments, 1)
    return function(value) return value == arguments[1] end
  end)
end

matchers.register("same", function(_, arguments)
  need("same", arguments, 1)
  local comparison = require "cph.testing.comparison"
  return function(value) return (comparison.same(arguments[1], value)) end
end)

local OBJECTS = { table = true, ["function"] = true, thread = true, userdata = true }

matchers.register("ref", function(state, arguments)
  need("ref", arguments, 1)
  if not OBJECTS[type(arguments[1])] then
    bad("ref", 1, "an object", arguments[1])
  end
  state.is_ref = true
  return function(value) return value == arguments[1] end
end)

matchers.register("near", function(_, arguments)
  need("near", arguments, 2)
  local middle, tolerance = tonumber(arguments[1]), tonumber(arguments[2])
  if not middle or not tolerance then
    bad("near", middle and 2 or 1, "a number", arguments[middle and 2 or 1])
  end
  return function(value)
    local number = tonumber(value)
    return number ~= nil and number >= middle - tolerance and number <= middle + tolerance
  end
end)

--- Whether a table says itself how it prints.
local function prints(value)
  local own = getmetatable(value)
  return type(value) == "table" and (own == false or type(own) == "table" and own.__tostring ~= nil)
end

for _, name in ipairs { "match", "matches" } do
  matchers.register(name, function(_, arguments)
    need(name, arguments, 1)
    local pattern, start, is_plain = arguments[1], arguments[2], arguments[3]
    if type(pattern) ~= "string" then
      bad(name, 1, "a pattern", pattern)
    elseif start ~= nil and not tonumber(start) then
      bad(name, 2, "a number", start)
    end
    return function(value)
      local is_text = type(value) == "string" or type(value) == "number" or prints(value)
      return is_text and tostring(value):find(pattern, start, is_plain) ~= nil
    end
  end)
end

matchers.register("unique", function(_, arguments)
  local comparison = require "cph.testing.comparison"
  return function(list) return comparison.repeated(list, arguments[1]) == nil end
end)

local function accepts(value, arguments, wanted)
  for index = 1, arguments.n do
    if arguments[index](value) == wanted then
      return true
    end
  end
  return false
end

local COMBINED = {
  all_of = function(value, arguments) return not accepts(value, arguments, false) end,
  any_of = function(value, arguments) return accepts(value, arguments, true) end,
  none_of = function(value, arguments) return not accepts(value, arguments, true) end,
}
for name, test in pairs(COMBINED) do
  matchers.register(name, function(_, arguments)
    need(name, arguments, 1)
    for index = 1, arguments.n do
      if not matchers.is_matcher(arguments[index]) then
        bad(name, index, "a matcher", arguments[index])
      end
    end
    return function(value) return test(value, arguments) end
  end)
end

-- The words between `match` and a matcher, with what they make of it.
local MODIFIERS = {
  is = true, are = true, was = true, has = true, have = true, does = true, no = false, ["not"] = false,
}

--- What a name such as `is_not_string` stands for: words, then a matcher or nothing.
---@return fun(...)? make  nil where there are only words
---@return boolean wanted
---@return boolean is_known
local function find(name, wanted)
  if name == "" or makers[name] then
    return makers[name], wanted, true
  end
  local word, rest = name:match "^([^_]+)_?(.*)$"
  if not word or MODIFIERS[word] == nil then
    return nil, wanted, false
  end
  return find(rest, wanted == MODIFIERS[word])
end

local chain

--- The matcher of this name; where it is only words, as `match.is_not()`, more may follow.
---@param name string
---@param arguments table  with `n`
local function make(name, arguments)
  local maker, wanted, is_known = find(name, true)
  if not is_known then
    error(("match has no %q"):format(name), 3)
  elseif not maker then
    return chain(name)
  end
  local state = { mod = wanted }
  local test = maker(state, arguments)
  local matcher = matchers.new(function(value)
    return test(value) == wanted
  end, "<" .. name .. ">")
  matcher.is_ref = state.is_ref
  return matcher
end

function chain(name)
  return setmetatable({}, {
    __index = function(_, key)
      return chain(name .. "_" .. tostring(key):lower())
    end,
    __call = function(_, ...)
      return make(name, table.pack(...))
    end,
  })
end

--- `match._` matches anything; `match.is_string()`, `match.is_near(5, 0.1)`, `match.is_not_nil()` and so on what the
--- assertion of that name accepts; `match.is_all_of(…)`, `is_any_of`, `is_none_of` combine matchers.
matchers.match = setmetatable({
  is_matcher = matchers.is_matcher, is_ref_matcher = matchers.is_ref_matcher,
}, {
  __index = function(_, key)
    return chain(tostring(key):lower())
  end,
})
matchers.match._ = matchers.new(function()
  return true
end, "<anything>")

return matchers
