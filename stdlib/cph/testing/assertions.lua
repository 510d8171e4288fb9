--- `assert` as luassert has it: called like Lua's own, and with what it should be in words.
---
---     local assert = require "cph.testing.assertions"
---     assert(1 + 1 == 2)
---     assert.same({ 1, 2 }, { 1, 2 })
---     assert.is_not_nil(3)
---     assert.has_error(function() error({ code = 7 }) end, { code = 7 })
---     assert.matches("^b%d", "b12")
local require = ...
local checks = require "cph.testing.checks"
local failure = require "cph.testing.failure"
local matchers = require "cph.testing.matchers"
local shown = require "cph.testing.shown"
local spies = require "cph.testing.spies"
local spy_checks = require "cph.testing.spy_checks"
local texts = require "cph.testing.texts"

local pack, unpack, rawget = table.pack, table.unpack, rawget

---@type table<string, cph.testing.Check>
local known = {}
for _, list in ipairs { checks, spy_checks } do
  for name, check in pairs(list) do
    known[name] = check
  end
end

local function nothing() end

local function negate(state)
  state.mod = not state.mod
end

local function take_payload(state, arguments)
  state.payload, state.failure_message = arguments[1], arguments[2]
end

--- The words between `assert` and an assertion; each is called with the state and, where it is called, its arguments.
---@type table<string, fun(state: table, arguments?: table)>
local modifiers = {
  is = nothing, are = nothing, was = nothing, has = nothing, have = nothing, does = nothing, be = nothing, to = nothing,
  an = nothing, a = nothing, ["not"] = negate, no = negate,
  spy = function(state, arguments)
    return arguments and take_payload(state, arguments)
  end,
  stub = function(state, arguments)
    return arguments and take_payload(state, arguments)
  end,
  array = function(state, arguments)
    if arguments and arguments.n == 0 then
      failure.raise "assert.array takes a list"
    end
    state.array = arguments and arguments[1] or rawget(state, "array")
  end,
  message = function(state, arguments)
    state.failure_message = arguments and arguments[1] or rawget(state, "failure_message")
  end,
}

local function unknown(words)
  local names = {}
  for name in pairs(known) do
    names[#names + 1] = name
  end
  local near = cph.suggest(words:match "[^.]+$" or words, names)
  error(("assert has no %q%s"):format(words, near and "; did you mean assert." .. near .. "?" or ""), 4)
end

--- What a chain of words stands for: modifiers, and an assertion or none. Names of several words are read from the end,
--- the longest first.
---@param state table
---@return string? name
---@return fun(state: table, arguments?: table)[] changes
local function read(state)
  local tokens, name, changes, last = state.tokens, nil, {}, #state.tokens
  while last > 0 do
    local word, first
    for start = 1, last do
      word = table.concat(tokens, "_", start, last)
      if known[word] or modifiers[word] then
        first = start
        break
      end
    end
    if not first then
      unknown(state.words)
    end
    if known[word] then
      name = name or word
    end
    if modifiers[word] then
      table.insert(changes, 1, modifiers[word])
    end
    last = first - 1
  end
  return name, changes
end

local chain

--- Each word makes a new state, so that a chain can be kept and used again.
local function extended(state, key)
  local copy = {}
  for name, value in next, state do
    copy[name] = value
  end
  copy.words = state.words == "" and tostring(key) or state.words .. "." .. tostring(key)
  copy.tokens = table.move(state.tokens, 1, #state.tokens, 1, {})
  for token in tostring(key):lower():gmatch "[^_]+" do
    copy.tokens[#copy.tokens + 1] = token
  end
  return chain(copy)
end

--- What is said when an assertion does not hold, or holds and should not.
local function message_of(state, check, arguments, details)
  local text
  if check.custom then
    text = texts.message(state.mod and check.positive or check.negative, arguments)
  elseif state.mod or not check.words or state.name:find "error" then
    text = details and details()
  else
    text = ("did not expect %s %s"):format(shown.value(arguments[check.subject]), check.words)
  end
  local own = rawget(state, "failure_message")
  if own ~= nil then
    text = texts.plain(own) .. (text and "\n" .. text or "")
  end
  return text or "assertion failed: " .. state.words
end

local function run(state, name, arguments, ...)
  local check = known[name]
  state.name = name
  local holds, results, details = check.test(state, arguments, 1)
  if (holds and true or false) == state.mod then
    if results then
      return unpack(results, 1, results.n or #results)
    end
    return ...
  end
  failure.raise(message_of(state, check, arguments, details))
end

local function call(original, ...)
  local name, changes = read(original)
  local state, arguments = {}, pack(...)
  for key, value in next, original do
    state[key] = value
  end
  setmetatable(state, getmetatable(original))
  for _, change in ipairs(changes) do
    change(state, not name and arguments or nil)
  end
  if name then
    return run(state, name, arguments, ...)
  end
  state.tokens = {}
  return state
end

local meta = { __index = extended, __call = call }

function chain(state)
  return setmetatable(state, meta)
end

local Assert = {}

--- The start of a chain of words.
---@return table
function Assert.state()
  return chain { mod = true, tokens = {}, words = "" }
end

--- Adds an assertion: `test(state, arguments)` says whether it holds, and what the assertion returns. Adds a matcher
--- likewise, whose `test` returns what is asked about a value; or a word, which changes the state.
---@param kind "assertion"|"matcher"|"modifier"
---@param name string
---@param test fun(state: table, arguments: table): any
---@param positive? string  what is said when it fails
---@param negative? string
function Assert.register(_, kind, name, test, positive, negative)
  name = name:lower()
  if kind == "modifier" then
    modifiers[name] = function(state, arguments)
      test(state, arguments, 1)
    end
  elseif kind == "matcher" then
    matchers.register(name, test)
  else
    known[name] = { test = test, custom = true, positive = positive, negative = negative }
  end
end

--- Takes back what `register` has made.
---@param kind "assertion"|"matcher"|"modifier"
---@param name string
function Assert.unregister(_, kind, name)
  name = name:lower()
  if kind == "assertion" then
    known[name] = nil
  elseif kind == "modifier" then
    modifiers[name] = nil
  else
    matchers.unregister(name)
  end
end

--- A point to go back to: `revert` takes the spies away that were made since, and the formatters and parameters.
---@return { revert: fun() }
function Assert.snapshot(_)
  local mark, put_back = spies.mark(), shown.save()
  local function revert()
    spies.revert(mark)
    put_back()
    put_back = nothing
  end
  return setmetatable({ revert = revert }, { __call = revert })
end

--- Lets `formatter` say how values are shown in messages; one that returns nil leaves it to the others.
---@param formatter fun(value: any): string?
function Assert.add_formatter(_, formatter)
  shown.add(formatter)
end

--- Takes back what `add_formatter` was given.
---@param formatter fun(value: any): string?
function Assert.remove_formatter(_, formatter)
  shown.remove(formatter)
end

--- Keeps a value under a name until the snapshot is reverted; formatters may look at it.
---@param name any
---@param value any
function Assert.set_parameter(_, name, value)
  if name == nil or name ~= name then
    error(("bad argument #1 to assert:set_parameter (name expected, got %s)"):format(tostring(name)), 2)
  end
  shown.set_parameter(name, value)
end

--- What `set_parameter` was given.
---@param name any
---@return any
function Assert.get_parameter(_, name)
  return shown.parameter(name)
end

--- Does nothing: a spy that stands in a table is known. luassert has it.
function Assert.add_spy() end

--- Turns values into texts, in place, as messages show them.
---@param values any[]
---@return any[]
function Assert.format(_, values)
  local plain = values.nofmt or {}
  for index = 1, values.n or #values do
    if not plain[index] then
      values[index] = shown.value(values[index])
    end
  end
  return values
end

local level = {} -- the metatable of levels

--- Says whose place counts where `assert(value, message, level)` fails: 1 is the caller's, 2 that of whoever called it.
---@param number integer
---@return table
function Assert.level(_, number)
  return setmetatable({ level = number }, level)
end

--- The number of a level; nil for anything else.
---@param value any
---@return integer?
function Assert.get_level(_, value)
  return getmetatable(value) == level and value.level or nil
end

return setmetatable(Assert, {
  __call = function(_, ...)
    if ... then
      return ...
    end
    local _, message, where = ...
    failure.raise(message == nil and "assertion failed!" or message, Assert:get_level(where))
  end,
  __index = function(_, key)
    return extended(Assert.state(), key)
  end,
})
